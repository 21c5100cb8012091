#include "progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "units.h"

namespace duo::cli {
namespace {

constexpr int kBarWidth = 28;
constexpr double kRedrawMs = 100;
constexpr double kSayEveryMs = 60e3;

}  // namespace

ProgressBar::ProgressBar() : terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
    if (drawn_) std::fputc('\n', stderr);
}

void ProgressBar::show(double share, const std::string& note) {
    if (!terminal_) return;
    const double now = watch_.milliseconds();
    if (now - lastDrawnMs_ < kRedrawMs && share < 1) return;
    lastDrawnMs_ = now;
    const double inside = std::clamp(share, 0.0, 1.0);
    const int full = static_cast<int>(inside * kBarWidth);
    const std::string bar = std::string(full, '#') + std::string(kBarWidth - full, '.');
    std::fprintf(stderr, "\r\033[K[%s] %3d %%  %s", bar.c_str(), static_cast<int>(inside * 100),
                 note.c_str());
    std::fflush(stderr);
    drawn_ = true;
}

void ProgressBar::showWithTimeLeft(double share, const std::string& note) {
    if (share <= 0) return show(share, note);
    const double left = watch_.milliseconds() / 1000 * (1 - share) / share;
    show(share, note + ", " + timeLeftText(left));
}

void ProgressBar::showOrSay(double share, const std::string& note) {
    show(share, note);
    const double now = watch_.milliseconds();
    if (terminal_ || now - lastSaidMs_ < kSayEveryMs) return;
    say(note);
    lastSaidMs_ = now;
}

void ProgressBar::say(const std::string& sentence) {
    clear();
    std::fprintf(stderr, "%s\n", sentence.c_str());
}

void ProgressBar::clear() {
    if (drawn_) std::fputs("\r\033[K", stderr);
    drawn_ = false;
}

}  // namespace duo::cli
