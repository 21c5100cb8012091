// Time and memory of a run before it is made, from runs measured on this device: nothing is
// predicted that no measurement supports, and the error of past predictions is told.
#pragma once

#include <QJsonObject>
#include <QString>
#include <map>
#include <optional>
#include <vector>

#include "state/batch_meter.h"

namespace duo::ui {

// Two batches with equal keys cost the same but for their split.
struct CostKey {
    QString device, drafter, refiner, vqvae;  // device; digests or file names of the models
    Precision precision = Precision::Float32;
    int batch = 1;       // pictures decoded together
    bool guided = true;  // some guidance is above 0: every picture takes two rows, not one
    bool operator==(const CostKey&) const = default;
    bool operator<(const CostKey& other) const;
};

struct Prediction {
    double decodeMs = 0;         // of one batch
    std::int64_t peakBytes = 0;  // caches and activations of drafter and refiner
    bool interpolated = false;   // the split's own entry pass was never measured
    // Batch sizes this estimate was interpolated from. Empty if this batch size was measured.
    std::vector<int> fromBatches;
    double pastError = -1;  // mean of |predicted - measured| / measured, -1: none yet
    int runs = 0;           // measured so far under this key
};

class Predictor {
  public:
    // Takes what a run's batches cost, each under its own size whatever key.batch says, and scores
    // the predictions they had.
    void learn(const CostKey& key, const std::vector<BatchFigures>& measured);
    // What a run takes beside its decode, in milliseconds a picture: VQ-VAE, previews, and token
    // statistics where `insight`.
    void learnRest(const CostKey& key, bool insight, double ms);

    // Nothing where a scale of one of the models it would need was never measured. An entry pass
    // that never was lies between its measured neighbours, by the tokens of the prefix it covers;
    // beyond the outermost one it costs in proportion to them. A size of batch that never was lies
    // likewise between measured ones, by its pictures.
    std::optional<Prediction> predict(const CostKey& key, int split) const;
    // Milliseconds of a picture beside its decode; -1 where not measured.
    double predictRest(const CostKey& key, bool insight) const;
    // The smallest batch at which CoDe at this split peaks below plain VAR, from measured peaks per
    // picture and weights; nothing where that is not known or no batch does. What the VQ-VAE needs
    // is left out: it is alike in both.
    std::optional<int> batchWhereMemoryIsSaved(const CostKey& key, int split) const;

    QJsonObject toJson() const;
    static Predictor fromJson(const QJsonObject& json);

  private:
    // What a scale costs its model, and how often that was measured.
    struct Cost {
        double ms = 0;
        std::int64_t activationBytes = 0;
        int times = 0;
        void add(double milliseconds, std::int64_t bytes);
    };
    struct ScaleCosts {
        int side = 0;
        Cost drafter, refiner;  // a step of it
        Cost entry;             // the refiner's first scale: hand-over, pass over the prefix, draw
    };
    // A KV cache is sized for the tokens its model will see, so it grows with them.
    struct Cache {
        std::int64_t bytes = 0, tokens = 0;
        std::int64_t sized(std::int64_t forTokens) const;
    };
    struct Errors {
        double sum = 0;
        int count = 0;
        void add(double foretold, double measured);
        double mean() const { return count > 0 ? sum / count : -1; }
    };
    struct Costs {
        std::vector<ScaleCosts> scales;
        Cache drafterCache, refinerCache;
        std::int64_t drafterWeights = 0, refinerWeights = 0;
        Errors errors;
        int runs = 0;

        std::int64_t tokensBefore(int scale) const;
        std::optional<Cost> entryAt(int scale, bool* interpolated) const;
        std::optional<Prediction> predict(int split) const;
        void learn(const BatchFigures& batch);
    };
    // Whatever the size of the batch.
    struct FamilyCosts {
        std::map<int, Costs> ofBatch;  // by pictures
        Errors estimates;              // predictions for sizes that had not been measured
        Cost rest[2];                  // milliseconds a picture: without, with token statistics
    };
    static std::optional<Prediction> estimate(const FamilyCosts& family, int batch, int split);
    const FamilyCosts* familyOf(CostKey key) const;
    // Those of its size of batch, else of the next measured one that knows both splits.
    const Costs* costsNear(const CostKey& key, int split, int* batch) const;
    static QJsonObject toJson(const CostKey& key, const FamilyCosts& family);
    static QJsonObject toJson(int batch, const Costs& costs);
    static std::optional<Costs> costsFrom(const QJsonObject& json);
    static FamilyCosts familyFrom(const QJsonObject& json);

    std::map<CostKey, FamilyCosts> families_;  // under their keys with a batch of 0
};

}  // namespace duo::ui
