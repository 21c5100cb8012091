#include "state/predictor.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace duo::ui {
namespace {

// A new measurement weighs at least an eighth, so that figures follow a machine that got busy.
constexpr int kMostRemembered = 8;

MemoryOwner ownerOf(ModelRole role) {
    return role == ModelRole::Drafter ? MemoryOwner::Drafter : MemoryOwner::Refiner;
}

bool isMeasurement(const CostKey& key, const Run& run, int split) {
    const JobReport& report = run.report;
    const std::size_t scales = report.scales.size();
    const auto done = [](const ScaleFigures& figures) { return figures.done; };
    return run.kind == RunKind::Generate && run.state == RunState::Done && split >= 0 &&
           !run.request.wantTrace && report.batches > 0 &&
           report.pictures == report.batches * key.batch && scales > 0 &&
           run.request.plan.scales.size() == scales && run.scales.size() == scales &&
           std::ranges::all_of(run.scales, done);
}

std::int64_t between(std::int64_t a, std::int64_t b, double part) {
    return std::llround(static_cast<double>(a) + part * static_cast<double>(b - a));
}

}  // namespace

bool CostKey::operator<(const CostKey& other) const {
    const auto all = [](const CostKey& key) {
        return std::tie(key.device, key.drafter, key.refiner, key.vqvae, key.precision, key.batch,
                        key.guided);
    };
    return all(*this) < all(other);
}

void Predictor::Cost::add(double milliseconds, std::int64_t bytes) {
    times = std::min(times + 1, kMostRemembered);
    ms += (milliseconds - ms) / times;
    activationBytes = bytes;
}

std::int64_t Predictor::Cache::sized(std::int64_t forTokens) const {
    return tokens > 0 ? bytes * forTokens / tokens : 0;
}

std::int64_t Predictor::Costs::tokensBefore(int scale) const {
    std::int64_t tokens = 0;
    for (int k = 0; k < scale; ++k) tokens += std::int64_t{scales[k].side} * scales[k].side;
    return tokens;
}

std::optional<Predictor::Cost> Predictor::Costs::entryAt(int scale, bool* interpolated) const {
    *interpolated = scales[scale].entry.times == 0;
    if (!*interpolated) return scales[scale].entry;
    int below = scale, above = scale;
    const int count = static_cast<int>(scales.size());
    while (below >= 0 && scales[below].entry.times == 0) --below;
    while (above < count && scales[above].entry.times == 0) ++above;
    if (below < 0 && above == count) return {};
    const Cost none;
    // With one neighbour alone the line goes through it and through no tokens at no cost.
    const bool bothKnown = below >= 0 && above < count;
    const int known = above < count ? above : below;
    const Cost& low = bothKnown ? scales[below].entry : none;
    const Cost& high = scales[known].entry;
    const auto lowTokens = static_cast<double>(bothKnown ? tokensBefore(below + 1) : 0);
    const double part = (static_cast<double>(tokensBefore(scale + 1)) - lowTokens) /
                        (static_cast<double>(tokensBefore(known + 1)) - lowTokens);
    return Cost{low.ms + part * (high.ms - low.ms),
                between(low.activationBytes, high.activationBytes, part), 1};
}

std::optional<Prediction> Predictor::Costs::predict(int split) const {
    const int count = static_cast<int>(scales.size());
    if (runs == 0 || split < 0 || split > count) return {};
    Prediction prediction;
    const auto take = [&prediction](const Cost& cost, std::int64_t cacheBytes) {
        prediction.decodeMs += cost.ms;
        prediction.peakBytes = std::max(prediction.peakBytes, cacheBytes + cost.activationBytes);
        return cost.times > 0;
    };
    const std::int64_t drafterCacheBytes = drafterCache.sized(tokensBefore(split));
    const std::int64_t refinerCacheBytes = refinerCache.sized(tokensBefore(count));
    for (int k = 0; k < count; ++k) {
        if (k == split && split > 0) {
            const std::optional<Cost> entry = entryAt(k, &prediction.interpolated);
            if (!entry || !take(*entry, refinerCacheBytes)) return {};
        } else if (k < split ? !take(scales[k].drafter, drafterCacheBytes)
                             : !take(scales[k].refiner, refinerCacheBytes)) {
            return {};
        }
    }
    prediction.pastError = errors > 0 ? errorSum / errors : -1;
    prediction.runs = runs;
    return prediction;
}

void Predictor::Costs::learnScales(const Run& run, int split) {
    const JobReport& report = run.report;
    const double batches = report.batches;
    const int count = static_cast<int>(report.scales.size());
    if (static_cast<int>(scales.size()) != count) *this = {};
    scales.resize(count);
    for (int k = 0; k < count; ++k) scales[k].side = report.scales[k].side;
    for (int k = 0; k < count; ++k) {
        const ScaleTotals& totals = report.scales[k];
        const MemorySnapshot& memory = run.scales[k].memory;
        const MemoryOwner owner = ownerOf(totals.model);
        const bool drafts = owner == MemoryOwner::Drafter;
        const bool enters = k == split && split > 0;
        const double ms = totals.transformerMs + totals.samplingMs + totals.pyramidMs +
                          (enters ? report.handOverMs : 0);
        Cost& cost = enters ? scales[k].entry : drafts ? scales[k].drafter : scales[k].refiner;
        cost.add(ms / batches, memory.of(owner, MemoryKind::Activations));
        Cache& cache = drafts ? drafterCache : refinerCache;
        cache = {memory.of(owner, MemoryKind::KvCache), tokensBefore(drafts ? split : count)};
        drafterWeights =
            std::max(drafterWeights, memory.of(MemoryOwner::Drafter, MemoryKind::Weights));
        refinerWeights =
            std::max(refinerWeights, memory.of(MemoryOwner::Refiner, MemoryKind::Weights));
    }
    ++runs;
}

void Predictor::learn(const CostKey& key, const Run& run) {
    const int split = run.request.plan.split();
    if (!isMeasurement(key, run, split)) return;
    Costs& costs = costs_[key];
    const std::optional<Prediction> foretold = costs.predict(split);
    const double measured = run.report.decodeMs / run.report.batches;
    if (foretold && measured > 0) {
        costs.errorSum += std::abs(foretold->decodeMs - measured) / measured;
        ++costs.errors;
    }
    costs.learnScales(run, split);
}

std::optional<Prediction> Predictor::predict(const CostKey& key, int split) const {
    const auto found = costs_.find(key);
    return found == costs_.end() ? std::nullopt : found->second.predict(split);
}

std::optional<int> Predictor::batchWhereMemoryIsSaved(const CostKey& key, int split) const {
    const auto found = costs_.find(key);
    if (found == costs_.end()) return {};
    const Costs& costs = found->second;
    const int count = static_cast<int>(costs.scales.size());
    const std::optional<Prediction> code = costs.predict(split);
    const std::optional<Prediction> plain = costs.predict(count);
    if (!code || !plain || split == count) return {};
    if (costs.drafterWeights == 0 || costs.refinerWeights == 0) return {};
    const std::int64_t savedBytes = plain->peakBytes - code->peakBytes;  // over key.batch pictures
    if (savedBytes <= 0) return {};
    // The refiner's weights come on top; the drafter's are in both, but for the refiner alone.
    const std::int64_t addedBytes = costs.refinerWeights - (split == 0 ? costs.drafterWeights : 0);
    if (addedBytes < 0) return 1;
    const std::int64_t batch = addedBytes * key.batch / savedBytes + 1;
    if (batch > std::numeric_limits<int>::max()) return {};
    return static_cast<int>(batch);
}

}  // namespace duo::ui
