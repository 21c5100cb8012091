#include "state/selection.h"

#include <algorithm>

namespace duo::ui {
namespace {

constexpr std::size_t kMaxCompared = 4;

}  // namespace

void Selection::setPicture(const PicturePtr& picture) {
    if (picture_ == picture) return;
    picture_ = picture;
    emit pictureChanged();
}

void Selection::setScale(int scale) {
    scale = std::max(scale, -1);
    if (scale_ == scale) return;
    scale_ = scale;
    emit scaleChanged(scale);
}

void Selection::setCompared(std::vector<PicturePtr> pictures) {
    std::vector<PicturePtr> distinct;
    for (PicturePtr& picture : pictures) {
        if (picture && std::ranges::find(distinct, picture) == distinct.end()) {
            distinct.push_back(std::move(picture));
        }
    }
    const std::size_t surplus = distinct.size() - std::min(distinct.size(), kMaxCompared);
    distinct.erase(distinct.begin(), distinct.begin() + static_cast<std::ptrdiff_t>(surplus));
    if (compared_ == distinct) return;
    compared_ = std::move(distinct);
    emit comparedChanged();
}

void Selection::addCompared(const PicturePtr& picture) {
    std::vector<PicturePtr> pictures = compared_;
    pictures.push_back(picture);
    setCompared(std::move(pictures));
}

void Selection::removeCompared(const PicturePtr& picture) {
    std::vector<PicturePtr> pictures = compared_;
    std::erase(pictures, picture);
    setCompared(std::move(pictures));
}

}  // namespace duo::ui
