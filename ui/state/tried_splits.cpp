#include "state/tried_splits.h"

#include <algorithm>

namespace duo::ui {
namespace {

constexpr std::size_t kMaxGroups = 64;  // pictures of recent runs, with up to N + 1 splits each

}  // namespace

TriedSplits::TriedSplits(const RunRecorder& recorder) {
    connect(&recorder, &RunRecorder::pictureFinished, this, &TriedSplits::take);
}

void TriedSplits::take(const RunPtr& run, const PicturePtr& picture) {
    if (picture->split < 0) return;
    Group made{run->family, run->compute, withoutModels(run->request), picture->index, {}};
    const auto found = std::ranges::find_if(groups_, [&made](const Group& group) {
        return group.index == made.index && group.family == made.family &&
               group.compute == made.compute && group.request == made.request;
    });
    if (found != groups_.end()) {
        made.bySplit = std::move(found->bySplit);
        groups_.erase(found);
    }
    made.bySplit[picture->split] = picture;
    groups_.push_front(std::move(made));
    if (groups_.size() > kMaxGroups) groups_.pop_back();
    emit changed();
}

const TriedSplits::Group* TriedSplits::groupOf(const Picture& picture) const {
    for (const Group& group : groups_) {
        const auto found = group.bySplit.find(picture.split);
        if (found != group.bySplit.end() && found->second.get() == &picture) return &group;
    }
    return nullptr;
}

std::vector<PicturePtr> TriedSplits::of(const Picture& picture) const {
    std::vector<PicturePtr> pictures;
    if (const Group* group = groupOf(picture)) {
        for (const auto& [split, tried] : group->bySplit) pictures.push_back(tried);
    }
    return pictures;
}

PicturePtr TriedSplits::plainVarOf(const Picture& picture) const {
    const Group* group = groupOf(picture);
    if (group == nullptr) return nullptr;
    const auto found = group->bySplit.find(picture.scaleCount());
    return found == group->bySplit.end() ? nullptr : found->second;
}

}  // namespace duo::ui
