#include "engine/errands.h"

#include "base/error.h"
#include "engine/failure.h"

namespace duo {

Errands::Errands(Answer answer) : answer_(std::move(answer)), thread_([this] { run(); }) {}

Errands::~Errands() {
    finish();
}

void Errands::add(std::uint64_t tag, std::string doing, std::function<Event()> work) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({tag, std::move(doing), std::move(work)});
    changed_.notify_all();
}

void Errands::finish() {
    {
        const std::lock_guard lock(mutex_);
        finishing_ = true;
        changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

bool Errands::finishing() const {
    const std::lock_guard lock(mutex_);
    return finishing_;
}

void Errands::run() {
    for (;;) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !waiting_.empty() || finishing_; });
        if (waiting_.empty()) return;
        const Errand errand = std::move(waiting_.front());
        waiting_.pop_front();
        const bool dropped = finishing_;
        lock.unlock();
        if (dropped) {
            fail(errand, std::make_exception_ptr(Error(
                             ErrorKind::Cancelled, "The core ended before " + errand.doing + ".")));
        } else {
            answer(errand);
        }
    }
}

void Errands::answer(const Errand& errand) {
    try {
        answer_(errand.work());
    } catch (...) {
        fail(errand, std::current_exception());
    }
}

void Errands::fail(const Errand& errand, std::exception_ptr exception) {
    Failure failure = describeFailure(exception, errand.doing);
    answer_(JobFailed{0, errand.tag, failure.kind, std::move(failure.message),
                      std::move(failure.hint)});
}

}  // namespace duo
