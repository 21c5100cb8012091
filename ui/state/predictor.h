// Time and memory of a run before it is made, from runs measured on this device: nothing is
// predicted that no measurement supports, and the error of past predictions is told.
#pragma once

#include <QJsonObject>
#include <QString>
#include <map>
#include <optional>
#include <vector>

#include "state/run.h"

namespace duo::ui {

// Two runs with equal keys cost the same but for their split.
struct CostKey {
    QString device, drafter, refiner, vqvae;  // device; digests or file names of the models
    Precision precision = Precision::Float32;
    int batch = 1;
    auto operator<=>(const CostKey&) const = default;
};

struct Prediction {
    double decodeMs = 0;
    std::int64_t peakBytes = 0;     // caches and activations
    bool interpolated = false;      // the split's own entry pass was never measured
    double pastError = -1;          // mean of |predicted - measured| / measured, -1: none yet
    int runs = 0;                   // measured so far under this key
};

class Predictor {
  public:
    // Takes a finished Generate run's scales and report, and scores the prediction it had.
    void learn(const CostKey& key, const Run& run);
    // Nothing where a scale of one of the models it would need was never measured.
    std::optional<Prediction> predict(const CostKey& key, int split) const;
    // The smallest batch at which CoDe at this split peaks below plain VAR, from measured peaks per
    // picture and weights; nothing where that is not known.
    std::optional<int> batchWhereMemoryIsSaved(const CostKey& key, int split) const;

    QJsonObject toJson() const;
    static Predictor fromJson(const QJsonObject& json);

  private:
    struct ScaleCost {
        double stepMs = 0;
        int steps = 0;
        double entryMs = 0;  // as the first scale of the refiner
        int entries = 0;
        std::int64_t peakBytes = 0;  // caches and activations of its owner at this scale
    };
    struct Costs {
        std::vector<ScaleCost> drafter, refiner;
        std::int64_t drafterWeights = 0, refinerWeights = 0;
        double errorSum = 0;
        int errors = 0, runs = 0;
    };
    std::map<CostKey, Costs> costs_;
};

}  // namespace duo::ui
