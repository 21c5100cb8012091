#include "state/run_pictures.h"

#include <algorithm>
#include <cstdlib>

#include "protocol/provenance.h"
#include "state/class_words.h"

namespace duo::ui {
namespace {

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

// The mean difference of a byte up to which a picture that was decoded twice is the same one:
// rounding differs between devices and batches.
constexpr double kSamePicture = 4;

bool looksLike(const QImage& a, const QImage& b) {
    if (a.size() != b.size()) return false;
    const QImage x = a.convertToFormat(QImage::Format_RGB888);
    const QImage y = b.convertToFormat(QImage::Format_RGB888);
    double sum = 0;
    for (int row = 0; row < x.height(); ++row) {
        const uchar *left = x.constScanLine(row), *right = y.constScanLine(row);
        for (int i = 0; i < 3 * x.width(); ++i) sum += std::abs(left[i] - right[i]);
    }
    return sum <= kSamePicture * 3 * x.width() * x.height();
}

void keepTokens(Picture& picture, const std::vector<std::int32_t>& tokens) {
    const int scales = picture.scaleCount();
    if (static_cast<int>(tokens.size()) != offsetOf(picture.sides, scales)) return;
    for (int k = 0; k < scales; ++k) {
        const auto first = tokens.begin() + offsetOf(picture.sides, k);
        picture.tokens[k].assign(first, first + picture.sides[k] * picture.sides[k]);
    }
}

// index: in the request. Null where there is none.
PicturePtr pictureAt(const Run& run, int index, int sweepSplit) {
    std::size_t place = static_cast<std::size_t>(std::max(index, 0));
    if (run.kind == RunKind::Sweep) {
        const auto split = std::find(run.splits.begin(), run.splits.end(), sweepSplit);
        place += static_cast<std::size_t>(split - run.splits.begin()) * run.request.labels.size();
    }
    return place < run.pictures.size() ? run.pictures[place] : nullptr;
}

// i: of the batch.
void takeScaleOf(Picture& picture, const ScaleDone& done, std::size_t i, const QImage& preview) {
    if (done.scale >= static_cast<int>(picture.scales.size())) return;
    const std::size_t tokens = static_cast<std::size_t>(done.side) * done.side;
    if (!preview.isNull()) picture.scales[done.scale] = preview;
    if (done.drawn.size() == tokens * static_cast<std::size_t>(done.pictures)) {
        const auto first = done.drawn.begin() + static_cast<std::ptrdiff_t>(i * tokens);
        picture.tokens[done.scale].assign(first, first + static_cast<std::ptrdiff_t>(tokens));
    }
    if (i < done.insight.size()) picture.insight[done.scale] = done.insight[i];
}

// A picture's metadata as if the run had decoded all of its scales. The model of the scales that it
// took over may not have been loaded.
QString decodedWhole(const Run& run, const QString& text) {
    if (run.takenOver.prefix.scales == 0 || text.isEmpty()) return text;
    Provenance made = parseProvenance(text.toStdString());
    const Provenance before = parseProvenance(run.takenOver.provenance.toStdString());
    made.prefix.clear();
    for (int k = 0; k < run.takenOver.prefix.scales; ++k) {
        const ModelRole role = made.plan.scales[static_cast<std::size_t>(k)].model;
        WeightsUsed& used = role == ModelRole::Drafter ? made.drafter : made.refiner;
        if (used.file.empty()) used = role == ModelRole::Drafter ? before.drafter : before.refiner;
    }
    return QString::fromStdString(provenanceText(made));
}

void takeRemade(Picture& picture, const PictureDone& done) {
    if (looksLike(imageOf(done.pixels), picture.final)) {
        if (!picture.scales.empty() && picture.scales.back().isNull()) {
            picture.scales.back() = picture.final;
        }
        return keepTokens(picture, done.tokens);
    }
    picture.scales.clear();
    picture.tokens.clear();
    picture.insight.clear();
}

// In place of the run's own picture of the same draws.
void placeRemade(Run& run) {
    for (PicturePtr& picture : run.pictures) {
        if (picture->image != run.remade->image) continue;
        run.remade->index = picture->index;
        picture = run.remade;
    }
}

}  // namespace

QImage imageOf(const Pixels& pixels) {
    if (pixels.width <= 0 || pixels.height <= 0) return {};
    return QImage(pixels.rgb.data(), pixels.width, pixels.height, 3 * pixels.width,
                  QImage::Format_RGB888)
        .copy();  // the event owns its bytes
}

void makePictures(Run& run, const ModelLibrary& models) {
    run.pictures.clear();
    const int count = static_cast<int>(run.request.labels.size());
    const std::vector<int> splits = run.kind == RunKind::Sweep ? run.splits : std::vector{0};
    for (const int split : splits) {
        for (int i = 0; i < count; ++i) {
            run.pictures.push_back(newPicture(run, i, split));
            run.pictures.back()->labelName = models.className(run.pictures.back()->label);
        }
    }
    if (run.remade) placeRemade(run);
    describeScales(run, models);
}

void describeScales(Run& run, const ModelLibrary& models) {
    const std::size_t scales = run.request.plan.scales.size();
    if (!models.loaded() || models.loaded()->family.sides.size() != scales) return;
    const std::vector<int>& sides = models.loaded()->family.sides;
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
        if (picture != run.remade) picture->labelName = models.className(picture->label);
    }
}

void takeScalePictures(Run& run, const ScaleDone& done) {
    std::vector<int> splits{done.sweepSplit};
    if (run.kind == RunKind::Sweep && done.sweepSplit < 0) {
        splits.clear();
        std::copy_if(run.splits.begin(), run.splits.end(), std::back_inserter(splits),
                     [&](int split) { return split > done.scale; });
    }
    for (int i = 0; i < done.pictures; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const QImage preview = at < done.previews.size() ? imageOf(done.previews[at]) : QImage();
        const int index = static_cast<int>(done.firstImage - run.request.firstImage) + i;
        for (const int split : splits) {
            if (const PicturePtr picture = pictureAt(run, index, split)) {
                takeScaleOf(*picture, done, at, preview);
            }
        }
    }
}

PicturePtr takeFinishedPicture(Run& run, const PictureDone& done) {
    PicturePtr picture = pictureAt(run, done.index, done.sweepSplit);
    if (!picture) return nullptr;
    if (picture == run.remade) {
        takeRemade(*picture, done);
        return picture;
    }
    picture->image = done.image;
    picture->label = done.label;
    if (!done.labelName.empty()) {
        picture->labelName =
            classNameHere(QString::fromStdString(done.labelName).section(',', 0, 0));
    }
    picture->final = imageOf(done.pixels);
    // A preview of the last scale stays: beside the one before, it shows what that scale added.
    if (!picture->scales.empty() && picture->scales.back().isNull()) {
        picture->scales.back() = picture->final;
    }
    keepTokens(*picture, done.tokens);
    picture->provenance = decodedWhole(run, QString::fromStdString(done.provenance));
    picture->parameters = QString::fromStdString(done.parameters);
    return picture;
}

}  // namespace duo::ui
