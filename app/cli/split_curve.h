// Quality, speed and memory against the split point: what `sweep` measures, and its table.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace duo::cli {

struct CurveQuality {
    double frechetDistance = 0, precision = 0, recall = 0, inceptionScore = 0;
    double accuracy = 0;  // NaN where the feature network does not know the labels
};

// One line of the table: a split of one pair of models, or, with no split, what the pictures of the
// reference score themselves.
struct CurvePoint {
    std::optional<int> split;
    std::string pair;  // "training-free", "specialised"; else what the pictures are
    std::int64_t pictures = 0;
    double decodeMs = 0, vqvaeMs = 0;  // of all pictures, as this split costs alone
    std::int64_t peakBytes = 0;        // weights, caches and activations of one batch
    std::optional<CurveQuality> quality;

    double picturesPerSecond() const;  // the VQ-VAE not counted, as published
    double picturesPerSecondWithVqVae() const;
};

struct SplitCurve {
    std::string title;      // models and sampling in one line
    std::string features;   // the network; empty where quality was not measured
    std::string reference;  // what the pictures are held against
    std::string device;
    int batch = 0;
    std::vector<CurvePoint> points;
};

std::string curveText(const SplitCurve& curve);  // for people, in columns
std::string curveCsv(const SplitCurve& curve);   // one row a point; empty cells where unmeasured
nlohmann::ordered_json curveJson(const SplitCurve& curve);

// Draws distance, accuracy, speed and memory against the split as a PNG. Appears whole or not at
// all; Error(File).
void plotCurve(const SplitCurve& curve, const std::string& file);

}  // namespace duo::cli
