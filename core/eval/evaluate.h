// Sets of pictures as features, and what is to be said of one set beside another.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "eval/feature_extractor.h"
#include "eval/moments.h"
#include "eval/picture_set.h"
#include "eval/scores.h"

namespace duo::eval {

// N pictures as a network sees them.
struct FeatureSet {
    at::Tensor features_NF, logits_NK;  // fp32
    at::Tensor labels_N;                // int64; below 0 where unknown
    std::int64_t count() const { return features_NF.defined() ? features_NF.size(0) : 0; }
    // Pictures whose label the network's most probable class is, of those whose label is known.
    std::int64_t labelled() const;
    double accuracy() const;  // NaN where no label is known
};

// Adds batch by batch; memory for features and logits alone.
class FeatureCollector {
  public:
    explicit FeatureCollector(const FeatureExtractor& extractor) : extractor_(extractor) {}
    // labels: one a picture, below 0 where unknown.
    void add(const at::Tensor& pictures_BHW3, const std::vector<int>& labels);
    FeatureSet take();

  private:
    const FeatureExtractor& extractor_;
    std::vector<at::Tensor> features_, logits_, labels_;
};

struct ExtractOptions {
    int batch = 16;
    // Turns pictures into others before they are looked at, e.g. their reconstructions; may be
    // empty. uint8 [B, H, W, 3] both.
    std::function<at::Tensor(const at::Tensor& pictures_BHW3)> through;
    std::function<void(std::int64_t done, std::int64_t count)> progress;  // may be empty
    std::stop_token stop;
};
// Reads pictures on several threads. Error(Cancelled) where stopped; Error(File).
FeatureSet extractFeatures(const PictureSet& pictures, const FeatureExtractor& extractor,
                           const ExtractOptions& options);

struct Scores {
    std::int64_t pictures = 0, labelled = 0;
    InceptionScore inceptionScore;
    double accuracy = 0;  // NaN where no label is known
};
struct Comparison {
    std::string features;  // the network's name
    int neighbours = kNeighbours;
    Scores first;
    std::optional<Scores> second;
    std::optional<double> frechetDistance;
    std::optional<PrecisionRecall> precisionRecall;
};
// Accuracy where the network's classes are the pictures' labels.
Scores scoresOf(const FeatureExtractor& extractor, const FeatureSet& set);
// second may be null: then the first set's own scores alone. Errors as frechetDistance and
// precisionRecall.
Comparison compareSets(const FeatureExtractor& extractor, const FeatureSet& first,
                       const FeatureSet* second, int neighbours = kNeighbours);

}  // namespace duo::eval
