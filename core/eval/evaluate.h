// Turns sets of pictures into features, and scores one set or compares two.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "eval/distance_interval.h"
#include "eval/feature_extractor.h"
#include "eval/moments.h"
#include "eval/picture_set.h"
#include "eval/scores.h"

namespace duo::eval {

// Network outputs for N pictures.
struct FeatureSet {
    at::Tensor features_NF, logits_NK;  // fp32
    at::Tensor labels_N;                // int64; negative if unknown
    // Mean and covariance that the set's file states. They replace those of the features, as in
    // guided-diffusion's evaluator. A set of statistics alone has count() 0.
    std::optional<Gaussian> statistics;
    std::int64_t count() const { return features_NF.defined() ? features_NF.size(0) : 0; }
    // labelled: pictures with a known label. accuracy: the share of them whose label is the
    // network's most probable class.
    std::int64_t labelled() const;
    double accuracy() const;  // NaN if no label is known
};

// Collects features and logits batch by batch; keeps no pixels.
class FeatureCollector {
  public:
    explicit FeatureCollector(const FeatureExtractor& extractor) : extractor_(extractor) {}
    // labels: one per picture, negative if unknown.
    void add(const at::Tensor& pictures_BHW3, const std::vector<int>& labels);
    FeatureSet take();

  private:
    const FeatureExtractor& extractor_;
    std::vector<at::Tensor> features_, logits_, labels_;
};

struct ExtractOptions {
    int batch = 16;
    // Transforms pictures before the network sees them, for example into reconstructions; may be
    // empty. Input and output: uint8 [B, H, W, 3].
    std::function<at::Tensor(const at::Tensor& pictures_BHW3)> through;
    std::function<void(std::int64_t done, std::int64_t count)> progress;  // may be empty
    // Called with the reason for every picture that cannot be read, which is then left out. Where
    // it is empty, such a picture ends the work with its Error(File).
    std::function<void(const std::string& why)> leaveOut;
    std::stop_token stop;
};
// Reads pictures on several threads. Error(Cancelled): stopped. Error(File): no picture can be
// read.
FeatureSet extractFeatures(const PictureSet& pictures, const FeatureExtractor& extractor,
                           const ExtractOptions& options);

struct Scores {
    std::int64_t pictures = 0, labelled = 0;
    InceptionScore inceptionScore;
    double accuracy = 0;  // NaN if no label is known
};
struct Comparison {
    std::string network;  // its name
    int neighbours = kNeighbours;
    Scores first;
    std::optional<Scores> second;
    std::optional<double> frechetDistance;
    std::optional<DistanceInterval> interval;  // of the distance
    bool byStatistics = false;                 // the second set states its own mean and covariance
    std::int64_t features = 0;                 // numbers a picture
    std::optional<PrecisionRecall> precisionRecall;
};
struct CompareOptions {
    int neighbours = kNeighbours;
    // false: an interval of the distance only if the first set has no more pictures than features
    bool alwaysInterval = false;
};
// Accuracy is set only if the network's classes are the pictures' labels.
Scores scoresOf(const FeatureExtractor& extractor, const FeatureSet& set);
// second: null for the first set's scores only. Precision and recall need the second set's
// pictures. Errors as frechetDistance and precisionRecall; Error(Usage): statistics of another
// number of features.
Comparison compareSets(const FeatureExtractor& extractor, const FeatureSet& first,
                       const FeatureSet* second, const CompareOptions& options = {});

// The set's own statistics, else mean and covariance of its features. Error(Usage): fewer than two
// pictures.
Gaussian momentsOf(const FeatureSet& set);

}  // namespace duo::eval
