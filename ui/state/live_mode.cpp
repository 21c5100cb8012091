#include "state/live_mode.h"

namespace duo::ui {

LiveMode::LiveMode(GenerationSettings& settings, RunQueue& queue)
    : settings_(settings), queue_(queue) {
    timer_.setSingleShot(true);
    connect(&settings, &GenerationSettings::changed, this, [this] {
        if (on_ && !queue_.isTakingSeed()) timer_.start();
    });
    connect(&timer_, &QTimer::timeout, this, &LiveMode::start);
    connect(&queue, &RunQueue::runEnded, this, [this](const RunPtr& run) { cache_.take(*run); });
}

void LiveMode::setOn(bool on) {
    if (on_ == on) return;
    on_ = on;
    timer_.stop();
    last_ = nullptr;
    if (on) {
        timer_.start();
    } else {
        drop();
        settings_.setSeedMode(SeedMode::Fixed);
    }
    emit toggled(on);
}

void LiveMode::start() {
    RunPtr run = queue_.draft();
    run->live = true;
    // A setting that changes no picture, such as the seed's mode, drops nothing.
    const bool same = last_ && last_->request == run->request && last_->files == run->files &&
                      last_->compute == run->compute && last_->state != RunState::Failed;
    if (same) return;
    drop();
    last_ = nullptr;
    if (run->request.labels.empty()) return;
    cache_.lend(*run);
    last_ = queue_.add(std::move(run), true);
}

void LiveMode::drop() {
    for (const RunPtr& run : std::vector(queue_.runs())) {
        if (run->live && run->isActive() && !run->stopping) queue_.cancel(run->tag);
    }
}

}  // namespace duo::ui
