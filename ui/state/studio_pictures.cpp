// The pictures of a run, from its first preview to the finished one.
#include <algorithm>

#include "state/studio_private.h"

namespace duo::ui {
namespace {

QImage imageOf(const Pixels& pixels) {
    if (pixels.width <= 0 || pixels.height <= 0) return {};
    return QImage(pixels.rgb.data(), pixels.width, pixels.height, 3 * pixels.width,
                  QImage::Format_RGB888)
        .copy();  // the event's bytes are gone soon
}

int offsetOf(const std::vector<int>& sides, int scale) {
    int offset = 0;
    for (int k = 0; k < scale; ++k) offset += sides[k] * sides[k];
    return offset;
}

PicturePtr newPicture(const Run& run, int index, int split) {
    auto picture = std::make_shared<Picture>();
    picture->index = index;
    picture->image = run.request.firstImage + static_cast<quint32>(index);
    picture->label = run.request.labels[index];
    DecodePlan plan = run.request.plan;
    if (run.kind == RunKind::Sweep) plan.assignSplit(split);
    picture->split = plan.split();
    for (const ScalePlan& scale : plan.scales) picture->models.push_back(scale.model);
    return picture;
}

void keepTokens(Picture& picture, const std::vector<std::int32_t>& tokens) {
    const int scales = picture.scaleCount();
    if (static_cast<int>(tokens.size()) != offsetOf(picture.sides, scales)) return;
    for (int k = 0; k < scales; ++k) {
        const auto first = tokens.begin() + offsetOf(picture.sides, k);
        picture.tokens[k].assign(first, first + picture.sides[k] * picture.sides[k]);
    }
}

}  // namespace

void Studio::Private::makePictures(Run& run) const {
    run.pictures.clear();
    const int count = static_cast<int>(run.request.labels.size());
    const std::vector<int> splits = run.kind == RunKind::Sweep ? run.splits : std::vector{0};
    for (const int split : splits) {
        for (int i = 0; i < count; ++i) {
            run.pictures.push_back(newPicture(run, i, split));
            run.pictures.back()->labelName = q.className(run.pictures.back()->label);
        }
    }
    describeScales(run);
}

// Sides are known once the models are; then every picture has room for its scales.
void Studio::Private::describeScales(Run& run) const {
    const std::size_t scales = run.request.plan.scales.size();
    if (!q.loaded_ || q.loaded_->family.sides.size() != scales) return;
    const std::vector<int>& sides = q.loaded_->family.sides;
    run.scales.resize(scales);
    for (std::size_t k = 0; k < scales; ++k) {
        run.scales[k].side = sides[k];
        run.scales[k].model = run.request.plan.scales[k].model;
    }
    for (const PicturePtr& picture : run.pictures) {
        picture->sides = sides;
        picture->scales.resize(scales);
        picture->tokens.resize(scales);
        picture->insight.resize(scales);
        picture->labelName = q.className(picture->label);
    }
}

Picture* Studio::Private::picture(Run& run, int index, int sweepSplit) const {
    std::size_t place = static_cast<std::size_t>(std::max(index, 0));
    if (run.kind == RunKind::Sweep) {
        const auto split = std::find(run.splits.begin(), run.splits.end(), sweepSplit);
        place += static_cast<std::size_t>(split - run.splits.begin()) * run.request.labels.size();
    }
    return place < run.pictures.size() ? run.pictures[place].get() : nullptr;
}

// A scale that a sweep decoded for all splits belongs to those whose drafter decodes it.
void Studio::Private::takeScalePictures(Run& run, const ScaleDone& done) {
    std::vector<int> splits{done.sweepSplit};
    if (run.kind == RunKind::Sweep && done.sweepSplit < 0) {
        splits.clear();
        std::copy_if(run.splits.begin(), run.splits.end(), std::back_inserter(splits),
                     [&](int split) { return split > done.scale; });
    }
    const std::size_t tokens = static_cast<std::size_t>(done.side) * done.side;
    for (int i = 0; i < done.pictures; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const QImage image = at < done.previews.size() ? imageOf(done.previews[at]) : QImage();
        for (const int split : splits) {
            const int index = static_cast<int>(done.firstImage - run.request.firstImage) + i;
            Picture* picture = this->picture(run, index, split);
            if (picture == nullptr || done.scale >= static_cast<int>(picture->scales.size())) {
                continue;
            }
            if (!image.isNull()) picture->scales[done.scale] = image;
            if (done.drawn.size() == tokens * static_cast<std::size_t>(done.pictures)) {
                const auto first = done.drawn.begin() + static_cast<std::ptrdiff_t>(at * tokens);
                picture->tokens[done.scale].assign(first,
                                                   first + static_cast<std::ptrdiff_t>(tokens));
            }
            if (at < done.insight.size()) picture->insight[done.scale] = done.insight[at];
        }
    }
}

void Studio::Private::takePicture(const RunPtr& run, const PictureDone& done) {
    Picture* known = picture(*run, done.index, done.sweepSplit);
    if (known == nullptr) return;
    known->image = done.image;
    known->label = done.label;
    if (!done.labelName.empty()) {
        known->labelName = QString::fromStdString(done.labelName).section(',', 0, 0);
    }
    known->final = imageOf(done.pixels);
    // What the last scale added shows between two previews, so its own stays where one came.
    if (!known->scales.empty() && known->scales.back().isNull()) {
        known->scales.back() = known->final;
    }
    keepTokens(*known, done.tokens);
    known->provenance = QString::fromStdString(done.provenance);
    known->parameters = QString::fromStdString(done.parameters);
    const auto owner = std::find_if(run->pictures.begin(), run->pictures.end(),
                                    [known](const PicturePtr& p) { return p.get() == known; });
    const PicturePtr finished = *owner;
    if (!run->live && !run->comparison && run->kind == RunKind::Generate) {
        q.history_.add(finished, titleOf(*finished, *run));
    }
    advance(*run, pictureWeight(*run));
    follow(run);
    emit q.pictureFinished(run, finished);
    emit q.runChanged(run);
}

// The window looks at the newest run until a person looks elsewhere.
void Studio::Private::follow(const RunPtr& run) {
    if (userChose || run->comparison || run->kind == RunKind::Sweep || run->pictures.empty())
        return;
    const PicturePtr& shown = q.selection_.picture();
    if (std::find(run->pictures.begin(), run->pictures.end(), shown) != run->pictures.end()) return;
    const int last = static_cast<int>(run->pictures.size()) - 1;
    following = true;
    q.selection_.setPicture(run->pictures[run->live ? std::clamp(liveIndex, 0, last) : 0]);
    following = false;
}

}  // namespace duo::ui
