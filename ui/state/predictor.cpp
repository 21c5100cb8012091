#include "state/predictor.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace duo::ui {
namespace {

// A new measurement weighs at least an eighth, so that figures follow a machine that got busy.
constexpr int kMaxRemembered = 8;

MemoryOwner ownerOf(ModelRole role) {
    return role == ModelRole::Drafter ? MemoryOwner::Drafter : MemoryOwner::Refiner;
}

std::int64_t between(std::int64_t a, std::int64_t b, double part) {
    return std::llround(static_cast<double>(a) + part * static_cast<double>(b - a));
}

bool unmeasured(const Prediction& prediction) {
    return !prediction.fromBatches.empty() || prediction.extrapolated;
}

CostKey withoutBatch(CostKey key) {
    key.batch = 0;
    return key;
}

// Between two measured batches, or in proportion to one of them.
Prediction forBatch(int batch, int batchA, const Prediction& a, int batchB, const Prediction& b) {
    const double part = static_cast<double>(batch - batchA) / (batchB - batchA);
    Prediction prediction = a;
    prediction.decodeMs = a.decodeMs + part * (b.decodeMs - a.decodeMs);
    prediction.peakBytes = between(a.peakBytes, b.peakBytes, part);
    prediction.interpolated = a.interpolated || b.interpolated;
    prediction.extrapolated = a.extrapolated || b.extrapolated;
    prediction.runs = a.runs + b.runs;
    return prediction;
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
    times = std::min(times + 1, kMaxRemembered);
    ms += (milliseconds - ms) / times;
    activationBytes = bytes;
}

void Predictor::Errors::add(double foretold, double measured) {
    if (measured <= 0) return;
    sum += std::abs(foretold - measured) / measured;
    ++count;
}

std::int64_t Predictor::Cache::sized(std::int64_t forTokens) const {
    return tokens > 0 ? bytes * forTokens / tokens : 0;
}

std::int64_t Predictor::Costs::tokensBefore(int scale) const {
    std::int64_t tokens = 0;
    for (int k = 0; k < scale; ++k) tokens += std::int64_t{scales[k].side} * scales[k].side;
    return tokens;
}

std::int64_t Predictor::Costs::tokensOf(int scale, Cost ScaleCosts::*part) const {
    const bool entry = part == &ScaleCosts::entry;  // it covers the whole prefix
    return tokensBefore(scale + 1) - (entry ? 0 : tokensBefore(scale));
}

std::optional<Predictor::Cost> Predictor::Costs::costAt(int scale, Cost ScaleCosts::*part) const {
    const auto known = [this, part](int k) { return (scales[k].*part).times > 0; };
    if (known(scale)) return scales[scale].*part;
    int below = scale, above = scale;
    const int count = static_cast<int>(scales.size());
    while (below >= 0 && !known(below)) --below;
    while (above < count && !known(above)) ++above;
    if (below < 0 && above == count) return fromOtherPart(scale, part);
    const Cost none;
    // With one neighbour the line goes through it and the origin: no tokens cost nothing.
    const bool bothKnown = below >= 0 && above < count;
    const int nearest = above < count ? above : below;
    const Cost& low = bothKnown ? scales[below].*part : none;
    const Cost& high = scales[nearest].*part;
    const auto lowTokens = static_cast<double>(bothKnown ? tokensOf(below, part) : 0);
    const double share = (static_cast<double>(tokensOf(scale, part)) - lowTokens) /
                         (static_cast<double>(tokensOf(nearest, part)) - lowTokens);
    return Cost{low.ms + share * (high.ms - low.ms),
                between(low.activationBytes, high.activationBytes, share), 0};
}

// The refiner's two ways to work, from each other: an entry as the steps over its prefix, a step in
// proportion to an entry's tokens.
std::optional<Predictor::Cost> Predictor::Costs::fromOtherPart(int scale,
                                                               Cost ScaleCosts::*part) const {
    if (part == &ScaleCosts::drafter) return {};
    const bool entry = part == &ScaleCosts::entry;
    const auto other = entry ? &ScaleCosts::refiner : &ScaleCosts::entry;
    const bool known = std::ranges::any_of(
        scales, [other](const ScaleCosts& costs) { return (costs.*other).times > 0; });
    if (!known) return {};
    Cost cost = *costAt(scale, other);
    cost.times = 0;
    if (entry) {
        for (int k = 0; k < scale; ++k) cost.ms += costAt(k, other)->ms;
    } else {
        const double share = static_cast<double>(tokensOf(scale, part)) /
                             static_cast<double>(tokensOf(scale, other));
        cost.ms *= share;
        cost.activationBytes = between(0, cost.activationBytes, share);
    }
    return cost;
}

std::optional<Prediction> Predictor::Costs::predict(int split) const {
    const int count = static_cast<int>(scales.size());
    if (runs == 0 || split < 0 || split > count) return {};
    Prediction prediction;
    const std::int64_t drafterCacheBytes = drafterCache.sized(tokensBefore(split));
    const std::int64_t refinerCacheBytes = refinerCache.sized(tokensBefore(count));
    for (int k = 0; k < count; ++k) {
        const bool enters = k == split && split > 0, drafts = k < split;
        const auto part = enters   ? &ScaleCosts::entry
                          : drafts ? &ScaleCosts::drafter
                                   : &ScaleCosts::refiner;
        const std::optional<Cost> cost = costAt(k, part);
        if (!cost) return {};
        const bool otherEntries = std::ranges::any_of(
            scales, [](const ScaleCosts& costs) { return costs.entry.times > 0; });
        if (cost->times == 0) {
            (enters && otherEntries ? prediction.interpolated : prediction.extrapolated) = true;
        }
        prediction.decodeMs += cost->ms;
        prediction.peakBytes =
            std::max(prediction.peakBytes,
                     (drafts ? drafterCacheBytes : refinerCacheBytes) + cost->activationBytes);
    }
    prediction.pastError = errors.mean();
    prediction.runs = runs;
    return prediction;
}

void Predictor::Costs::learn(const BatchFigures& batch) {
    const int count = static_cast<int>(batch.scales.size());
    if (static_cast<int>(scales.size()) != count) *this = {};
    scales.resize(count);
    for (int k = 0; k < count; ++k) scales[k].side = batch.scales[k].side;
    for (int k = 0; k < count; ++k) {
        const ScaleFigures& figures = batch.scales[k];
        const MemorySnapshot& memory = figures.memory;
        const MemoryOwner owner =
            ownerOf(k < batch.split ? ModelRole::Drafter : ModelRole::Refiner);
        const bool drafts = owner == MemoryOwner::Drafter;
        const bool enters = k == batch.split && k > 0;
        Cost& cost = enters ? scales[k].entry : drafts ? scales[k].drafter : scales[k].refiner;
        cost.add(figures.ms + (enters ? batch.handOverMs : 0),
                 memory.of(owner, MemoryKind::Activations));
        Cache& cache = drafts ? drafterCache : refinerCache;
        cache = {memory.of(owner, MemoryKind::KvCache),
                 tokensBefore(drafts ? batch.cachedScales : count)};
        drafterWeights =
            std::max(drafterWeights, memory.of(MemoryOwner::Drafter, MemoryKind::Weights));
        refinerWeights =
            std::max(refinerWeights, memory.of(MemoryOwner::Refiner, MemoryKind::Weights));
    }
    ++runs;
}

void Predictor::learn(const CostKey& key, const std::vector<BatchFigures>& measured) {
    if (measured.empty()) return;
    // Predictions made before any of these batches was known.
    std::vector<std::optional<Prediction>> foretold;
    CostKey own = key;
    for (const BatchFigures& batch : measured) {
        own.batch = batch.pictures;
        foretold.push_back(predict(own, batch.split));
    }
    FamilyCosts& family = families_[withoutBatch(key)];
    for (std::size_t i = 0; i < measured.size(); ++i) {
        Costs& costs = family.ofBatch[measured[i].pictures];
        if (foretold[i]) {
            Errors& errors = unmeasured(*foretold[i]) ? family.estimates : costs.errors;
            errors.add(foretold[i]->decodeMs, measured[i].decodeMs());
        }
        costs.learn(measured[i]);
    }
}

void Predictor::learnRest(const CostKey& key, bool insight, double ms) {
    families_[withoutBatch(key)].rest[insight].add(ms, 0);
}

const Predictor::FamilyCosts* Predictor::familyOf(CostKey key) const {
    const auto found = families_.find(withoutBatch(std::move(key)));
    return found == families_.end() ? nullptr : &found->second;
}

// A split whose scales were measured in another size of batch is better known than one whose scales
// were not.
std::optional<Prediction> Predictor::predict(const CostKey& key, int split) const {
    const FamilyCosts* family = familyOf(key);
    if (family == nullptr) return {};
    std::optional<Prediction> own;
    if (const auto found = family->ofBatch.find(key.batch); found != family->ofBatch.end()) {
        own = found->second.predict(split);
    }
    if (own && !own->extrapolated) return own;
    if (auto others = estimate(*family, key.batch, split, false)) return others;
    if (own) {
        own->pastError = family->estimates.mean();
        return own;
    }
    return estimate(*family, key.batch, split, true);
}

std::optional<Prediction> Predictor::estimate(const FamilyCosts& family, int batch, int split,
                                              bool extrapolated) {
    std::optional<std::pair<int, Prediction>> below, above;  // the nearest sizes with this split
    for (const auto& [pictures, costs] : family.ofBatch) {
        const auto known = costs.predict(split);
        if (!known || pictures == batch || (known->extrapolated && !extrapolated)) continue;
        if (pictures < batch) below = {pictures, *known};
        if (pictures > batch && !above) above = {pictures, *known};
    }
    if (!below && !above) return {};
    Prediction prediction;
    if (below && above) {
        prediction = forBatch(batch, below->first, below->second, above->first, above->second);
        prediction.fromBatches = {below->first, above->first};
    } else {
        const auto& [pictures, known] = below ? *below : *above;
        prediction = forBatch(batch, 0, Prediction{}, pictures, known);
        prediction.fromBatches = {pictures};
    }
    prediction.pastError = family.estimates.mean();
    return prediction;
}

double Predictor::predictRest(const CostKey& key, bool insight) const {
    const FamilyCosts* family = familyOf(key);
    return family == nullptr || family->rest[insight].times == 0 ? -1 : family->rest[insight].ms;
}

const Predictor::Costs* Predictor::costsNear(const CostKey& key, int split, int* batch) const {
    const FamilyCosts* family = familyOf(key);
    if (family == nullptr) return nullptr;
    const Costs* nearest = nullptr;
    for (const auto& [pictures, costs] : family->ofBatch) {
        const int scales = static_cast<int>(costs.scales.size());
        const auto own = costs.predict(split), plain = costs.predict(scales);
        if (!own || !plain || own->extrapolated || plain->extrapolated) continue;
        const bool nearer =
            nearest == nullptr || std::abs(pictures - key.batch) < std::abs(*batch - key.batch);
        if (!nearer) continue;
        nearest = &costs;
        *batch = pictures;
    }
    return nearest;
}

std::optional<int> Predictor::batchWhereMemoryIsSaved(const CostKey& key, int split) const {
    int measuredBatch = 0;
    const Costs* costs = costsNear(key, split, &measuredBatch);
    if (costs == nullptr || split == static_cast<int>(costs->scales.size())) return {};
    if (costs->drafterWeights == 0 || costs->refinerWeights == 0) return {};
    const Prediction code = *costs->predict(split);
    const Prediction plain = *costs->predict(static_cast<int>(costs->scales.size()));
    const std::int64_t savedBytes = plain.peakBytes - code.peakBytes;  // over the measured batch
    if (savedBytes <= 0) return {};
    // Adds the refiner's weights. The drafter's are in both, except for the refiner alone.
    const std::int64_t addedBytes =
        costs->refinerWeights - (split == 0 ? costs->drafterWeights : 0);
    if (addedBytes < 0) return 1;
    const std::int64_t batch = addedBytes * measuredBatch / savedBytes + 1;
    if (batch > std::numeric_limits<int>::max()) return {};
    return static_cast<int>(batch);
}

}  // namespace duo::ui
