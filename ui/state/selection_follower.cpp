#include "state/selection_follower.h"

#include <algorithm>

namespace duo::ui {

SelectionFollower::SelectionFollower(Selection& selection) : selection_(selection) {
    connect(&selection_, &Selection::pictureChanged, this, &SelectionFollower::takeChoice);
}

void SelectionFollower::takeChoice() {
    const PicturePtr& picture = selection_.picture();
    if (moving_ || !picture) return;
    personChose_ = true;
    liveIndex_ = picture->index;
}

void SelectionFollower::follow(const RunPtr& run) {
    if (personChose_ || run->comparison || run->remade || run->kind == RunKind::Sweep ||
        run->pictures.empty()) {
        return;
    }
    const PicturePtr& shown = selection_.picture();
    if (std::find(run->pictures.begin(), run->pictures.end(), shown) != run->pictures.end()) return;
    const int last = static_cast<int>(run->pictures.size()) - 1;
    moving_ = true;
    selection_.setPicture(run->pictures[run->live ? std::clamp(liveIndex_, 0, last) : 0]);
    moving_ = false;
}

}  // namespace duo::ui
