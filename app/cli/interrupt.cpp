#include "interrupt.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"

namespace duo::cli {
namespace {

sigset_t interrupts() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

}  // namespace

InterruptWatch::InterruptWatch() {
    const sigset_t set = interrupts();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signal(SIGPIPE, SIG_IGN);
    thread_ = std::jthread([this](const std::stop_token& end) { watch(end); });
}

void InterruptWatch::watch(const std::stop_token& end) {
    const sigset_t set = interrupts();
    const timespec patience{0, 100'000'000};  // delay before the thread sees its stop
    while (!end.stop_requested()) {
        if (sigtimedwait(&set, nullptr, &patience) < 0) continue;
        if (source_.stop_requested()) _exit(static_cast<int>(ErrorKind::Cancelled));
        source_.request_stop();
    }
}

}  // namespace duo::cli
