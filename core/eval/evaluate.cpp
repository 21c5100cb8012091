#include "eval/evaluate.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"

namespace duo::eval {
namespace {

constexpr int kUnknown = -1;

std::vector<LabelledPicture> readBatch(const PictureSet& pictures, std::int64_t first,
                                       std::int64_t count) {
    std::vector<LabelledPicture> read(static_cast<std::size_t>(count));
    at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) read[i] = pictures.picture(first + i);
    });
    return read;
}

// Runs pictures of the same size through the network together.
void addBatch(FeatureCollector& collector, const std::vector<LabelledPicture>& read,
              const ExtractOptions& options) {
    for (std::size_t first = 0; first < read.size();) {
        std::vector<at::Tensor> pixels;
        std::vector<int> labels;
        std::size_t end = first;
        for (; end < read.size() && read[end].pixels_HW3.sizes() == read[first].pixels_HW3.sizes();
             ++end) {
            pixels.push_back(read[end].pixels_HW3);
            labels.push_back(read[end].label.value_or(kUnknown));
        }
        const at::Tensor pictures_BHW3 = at::stack(pixels);
        collector.add(options.through ? options.through(pictures_BHW3) : pictures_BHW3, labels);
        first = end;
    }
}

}  // namespace

std::int64_t FeatureSet::labelled() const {
    return labels_N.ge(0).logical_and(labels_N.lt(logits_NK.size(1))).sum().item<std::int64_t>();
}

double FeatureSet::accuracy() const {
    const std::int64_t known = labelled();
    if (known == 0) return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(logits_NK.argmax(1).eq(labels_N).sum().item<std::int64_t>()) /
           static_cast<double>(known);
}

void FeatureCollector::add(const at::Tensor& pictures_BHW3, const std::vector<int>& labels) {
    const Features made = extractor_(pictures_BHW3);
    features_.push_back(made.features_BF);
    logits_.push_back(made.logits_BK);
    labels_.push_back(at::tensor(labels, at::kLong));
}

FeatureSet FeatureCollector::take() {
    FeatureSet set{at::cat(features_), at::cat(logits_), at::cat(labels_)};
    features_.clear();
    logits_.clear();
    labels_.clear();
    return set;
}

FeatureSet extractFeatures(const PictureSet& pictures, const FeatureExtractor& extractor,
                           const ExtractOptions& options) {
    FeatureCollector collector(extractor);
    const std::int64_t count = pictures.count();
    for (std::int64_t first = 0; first < count; first += options.batch) {
        if (options.stop.stop_requested()) {
            throw Error(ErrorKind::Cancelled, "Stopped on request.");
        }
        const std::int64_t due = std::min<std::int64_t>(options.batch, count - first);
        addBatch(collector, readBatch(pictures, first, due), options);
        if (options.progress) options.progress(first + due, count);
    }
    return collector.take();
}

Scores scoresOf(const FeatureExtractor& extractor, const FeatureSet& set) {
    Scores scores{set.count(), 0, inceptionScore(set.logits_NK),
                  std::numeric_limits<double>::quiet_NaN()};
    if (!extractor.knowsLabels()) return scores;
    scores.labelled = set.labelled();
    scores.accuracy = set.accuracy();
    return scores;
}

Comparison compareSets(const FeatureExtractor& extractor, const FeatureSet& first,
                       const FeatureSet* second, int neighbours) {
    Comparison made;
    made.features = extractor.name();
    made.neighbours = neighbours;
    made.first = scoresOf(extractor, first);
    if (second == nullptr) return made;
    made.second = scoresOf(extractor, *second);
    FeatureMoments a, b;
    a.add(first.features_NF);
    b.add(second->features_NF);
    made.frechetDistance = eval::frechetDistance(a.gaussian(), b.gaussian());
    made.precisionRecall =
        eval::precisionRecall(first.features_NF, second->features_NF, neighbours);
    return made;
}

}  // namespace duo::eval
