#include "eval/evaluate.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>

#include "base/error.h"
#include "base/stop.h"

namespace duo::eval {
namespace {

constexpr int kUnknown = -1;

// A picture, or why it cannot be read.
struct ReadPicture {
    std::optional<LabelledPicture> picture;
    std::exception_ptr failure;
    std::string why;
};

ReadPicture readOne(const PictureSet& pictures, std::int64_t index) {
    try {
        return {pictures.picture(index), nullptr, ""};
    } catch (const Error& error) {
        return {std::nullopt, std::current_exception(), error.what()};
    }
}

std::vector<LabelledPicture> readBatch(const PictureSet& pictures, std::int64_t first,
                                       std::int64_t count, const ExtractOptions& options) {
    std::vector<ReadPicture> read(static_cast<std::size_t>(count));
    at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) read[i] = readOne(pictures, first + i);
    });
    std::vector<LabelledPicture> whole;
    for (ReadPicture& one : read) {
        if (one.picture) {
            whole.push_back(*std::move(one.picture));
        } else if (options.leaveOut) {
            options.leaveOut(one.why);
        } else {
            std::rethrow_exception(one.failure);
        }
    }
    return whole;
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

void requireFeatures(const Gaussian& statistics, std::int64_t features) {
    const std::int64_t found = statistics.mean_F.size(0);
    if (found == features) return;
    throw Error(ErrorKind::Usage,
                "The reference's statistics are of " + std::to_string(found) +
                    " features a picture; the feature network gives " + std::to_string(features) +
                    ".",
                "Use the feature network that the statistics were made with.");
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
    if (features_.empty()) return {};
    FeatureSet set{at::cat(features_), at::cat(logits_), at::cat(labels_), std::nullopt};
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
        requireNoStop(options.stop, "The evaluation");
        const std::int64_t due = std::min<std::int64_t>(options.batch, count - first);
        addBatch(collector, readBatch(pictures, first, due, options), options);
        if (options.progress) options.progress(first + due, count);
    }
    FeatureSet set = collector.take();
    if (set.count() == 0) {
        throw Error(ErrorKind::File,
                    "None of the " + std::to_string(count) + " pictures can be read.");
    }
    return set;
}

Gaussian momentsOf(const FeatureSet& set) {
    if (set.statistics) return *set.statistics;
    FeatureMoments moments;
    moments.add(set.features_NF);
    return moments.gaussian();
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
                       const FeatureSet* second, const CompareOptions& options) {
    Comparison made;
    made.network = extractor.name();
    made.neighbours = options.neighbours;
    made.first = scoresOf(extractor, first);
    made.features = first.features_NF.size(1);
    if (second == nullptr) return made;
    made.byStatistics = second->statistics.has_value();
    if (made.byStatistics) requireFeatures(*second->statistics, made.features);
    const Gaussian reference = momentsOf(*second);
    made.frechetDistance = eval::frechetDistance(momentsOf(first), reference);
    const bool wanted = options.alwaysInterval || first.count() <= made.features;
    if (wanted && first.count() >= kFewestPictures) {
        made.interval =
            distanceInterval(first.features_NF, first.labels_N, reference, *made.frechetDistance);
    }
    if (second->count() == 0) return made;
    made.second = scoresOf(extractor, *second);
    made.precisionRecall =
        eval::precisionRecall(first.features_NF, second->features_NF, options.neighbours);
    return made;
}

}  // namespace duo::eval
