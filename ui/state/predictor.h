// Predicts time and memory of a run from runs measured on this device. It predicts nothing without
// a measurement, and reports the error of its past predictions.
#pragma once

#include <QJsonObject>
#include <QString>
#include <map>
#include <optional>
#include <vector>

#include "state/batch_meter.h"

namespace duo::ui {

// Two batches with equal keys and equal splits cost the same.
struct CostKey {
    QString device, drafter, refiner, vqvae;  // device; digests or file names of the models
    Precision precision = Precision::Float32;
    int batch = 1;       // pictures decoded together
    bool guided = true;  // some guidance is above 0: two rows a picture instead of one
    bool operator==(const CostKey&) const = default;
    bool operator<(const CostKey& other) const;
};

struct Prediction {
    double decodeMs = 0;         // of one batch
    std::int64_t peakBytes = 0;  // caches and activations of drafter and refiner
    bool interpolated = false;   // the split's own entry pass was never measured
    bool extrapolated = false;   // nor was a scale of one of its models
    // Batch sizes this estimate was interpolated from. Empty if this batch size was measured.
    std::vector<int> fromBatches;
    double pastError = -1;  // mean of |predicted - measured| / measured, -1: none yet
    int runs = 0;           // measured so far under this key
};

class Predictor {
  public:
    // Adds the costs of a run's batches, each under its own size (key.batch is ignored), and scores
    // the predictions made for them.
    void learn(const CostKey& key, const std::vector<BatchFigures>& measured);
    // Adds the time of a run outside its decode, in milliseconds a picture: VQ-VAE, previews, and
    // token statistics if `insight`.
    void learnRest(const CostKey& key, bool insight, double ms);

    // Nothing if a model it needs was never measured (the refiner as a whole: its entries and its
    // steps are estimated from each other). An entry pass or a scale that was never
    // measured is interpolated between its measured neighbours by tokens (of the prefix, of the
    // scale), and extrapolated in proportion to them. A batch size that was never measured is
    // interpolated likewise by its number of pictures.
    std::optional<Prediction> predict(const CostKey& key, int split) const;
    // Milliseconds of a picture outside its decode; -1 if not measured.
    double predictRest(const CostKey& key, bool insight) const;
    // The smallest batch at which CoDe at this split peaks below plain VAR, from measured weights
    // and peaks per picture. Nothing if these are unknown or no batch does. The VQ-VAE's memory is
    // left out: it is the same in both.
    std::optional<int> batchWhereMemoryIsSaved(const CostKey& key, int split) const;

    QJsonObject toJson() const;
    static Predictor fromJson(const QJsonObject& json);

  private:
    // The cost of one scale for one model, and how often it was measured.
    struct Cost {
        double ms = 0;
        std::int64_t activationBytes = 0;
        int times = 0;
        void add(double milliseconds, std::int64_t bytes);
    };
    struct ScaleCosts {
        int side = 0;
        Cost drafter, refiner;  // one step each
        Cost entry;             // the refiner's first scale: hand-over, pass over the prefix, draw
    };
    // A KV cache is sized for the tokens its model will see.
    struct Cache {
        std::int64_t bytes = 0, tokens = 0;
        std::int64_t sized(std::int64_t forTokens) const;
    };
    struct Errors {
        double sum = 0;
        int count = 0;
        void add(double predicted, double measured);
        double mean() const { return count > 0 ? sum / count : -1; }
    };
    struct Costs {
        std::vector<ScaleCosts> scales;
        Cache drafterCache, refinerCache;
        std::int64_t drafterWeights = 0, refinerWeights = 0;
        Errors errors;
        int runs = 0;

        std::int64_t tokensBefore(int scale) const;
        // Tokens that the cost of this scale is taken to be in proportion to.
        std::int64_t tokensOf(int scale, Cost ScaleCosts::*part) const;
        // Measured, or from the nearest scales with a measured `part`. Nothing if there is none.
        std::optional<Cost> costAt(int scale, Cost ScaleCosts::*part) const;
        std::optional<Cost> fromOtherPart(int scale, Cost ScaleCosts::*part) const;
        std::optional<Prediction> predict(int split) const;
        void learn(const BatchFigures& batch);
    };
    // All batch sizes of one key.
    struct FamilyCosts {
        std::map<int, Costs> ofBatch;  // by pictures
        Errors estimates;              // of predictions for batch sizes or scales never measured
        Cost rest[2];                  // milliseconds a picture: without, with token statistics
    };
    // From other sizes of batch. extrapolated: also from predictions that are.
    static std::optional<Prediction> estimate(const FamilyCosts& family, int batch, int split,
                                              bool extrapolated);
    const FamilyCosts* familyOf(CostKey key) const;
    // The costs at its batch size, else at the nearest measured one that knows both splits.
    const Costs* costsNear(const CostKey& key, int split, int* batch) const;
    static QJsonObject toJson(const CostKey& key, const FamilyCosts& family);
    static QJsonObject toJson(int batch, const Costs& costs);
    static std::optional<Costs> costsFrom(const QJsonObject& json);
    static FamilyCosts familyFrom(const QJsonObject& json);

    std::map<CostKey, FamilyCosts> families_;  // under their keys with a batch of 0
};

}  // namespace duo::ui
