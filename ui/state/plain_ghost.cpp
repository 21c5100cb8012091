#include "state/plain_ghost.h"

#include <algorithm>

namespace duo::ui {
namespace {

constexpr int kIdleMs = 300;  // without a run, so that live mode is not held up while one drags

}  // namespace

PlainGhost::PlainGhost(const Selection& selection, RunQueue& queue, const TriedSplits& tried)
    : selection_(selection), queue_(queue), tried_(tried) {
    idle_.setSingleShot(true);
    idle_.setInterval(kIdleMs);
    connect(&idle_, &QTimer::timeout, this, &PlainGhost::ask);
    const auto restart = [this] {
        if (missing()) idle_.start();
    };
    connect(&selection, &Selection::pictureChanged, this, restart);
    connect(&queue, &RunQueue::queueChanged, this, restart);
    connect(&tried, &TriedSplits::changed, this, [this, restart] {
        restart();
        if (kind_ != Kind::None) emit changed();
    });
}

void PlainGhost::setKind(Kind kind) {
    if (kind_ == kind) return;
    kind_ = kind;
    if (missing()) idle_.start();
    emit changed();
}

PicturePtr PlainGhost::picture() const {
    const PicturePtr& shown = selection_.picture();
    if (kind_ == Kind::None || !shown) return nullptr;
    const PicturePtr plain = tried_.plainVarOf(*shown);
    return plain == shown ? nullptr : plain;
}

RunPtr PlainGhost::missing() const {
    const PicturePtr& shown = selection_.picture();
    if (kind_ == Kind::None || !shown || shown->final.isNull()) return nullptr;
    if (shown->split < 0 || shown->split == shown->scaleCount()) return nullptr;
    if (tried_.plainVarOf(*shown)) return nullptr;
    const RunPtr run = queue_.runOf(*shown);
    return run && run->kind == RunKind::Generate ? run : nullptr;
}

bool PlainGhost::isComing() const {
    return missing() != nullptr;
}

void PlainGhost::ask() {
    const RunPtr run = missing();
    const RunPtr before = queue_.run(asked_);
    const bool failed = before && before->state == RunState::Failed;
    if (!run || failed || !queue_.queued().empty()) return;
    asked_ = queue_.compareWithPlainVar(run)->tag;
}

}  // namespace duo::ui
