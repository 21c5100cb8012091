#include "cut_notice.h"

#include <cstdio>

namespace duo::cli {
namespace {

std::string cutText(const BatchCut& cut) {
    char text[200];
    std::snprintf(
        text, sizeof text,
        "%d pictures at once would take about %lld MiB, and %lld MiB may be used: %d at a "
        "time, in %d batches.",
        cut.asked, static_cast<long long>(cut.asked * cut.pictureBytes >> 20),
        static_cast<long long>(cut.freeBytes >> 20), cut.pictures, cut.batches);
    return text;
}

}  // namespace

void CutNotice::take(const Event& event) {
    const auto* cut = std::get_if<BatchCut>(&event);
    if (cut == nullptr || told_) return;
    bar_.say(cutText(*cut));
    told_ = true;
}

}  // namespace duo::cli
