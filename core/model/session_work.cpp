#include "model/session_work.h"

#include <algorithm>

#include "base/stop.h"
#include "kernels/attention.h"
#include "model/var_tokens.h"

namespace duo {

SessionWork::SessionWork(const VarTransformer& model, const SessionShape& shape)
    : weights_(model.weightsAtWork()),
      shape_(shape),
      model_(model),
      splits_(headSplits(*weights_)),
      positions_1EC_(scalePositions(*weights_, shape.endScale)),
      cache_(model.geometry().depth,
             KvCache::shapeOf(model.geometry(), shape.rows(), shape.endScale),
             at::device(model.device()).dtype(weights_->computeType())) {
    cacheCharge_ = model.charge(MemoryKind::KvCache, cache_.bytes());
    if (weights_->pages != nullptr) cache_.growByPages();  // offloaded because memory is short
}

// With guidance the unconditional rows follow the conditional ones.
AdaLnTable SessionWork::tableOf(const ClassBlend& blend) const {
    const auto rows = [this](const at::Tensor& labels_B) {  // -> [R]
        const at::Tensor labels = labels_B.to(model_.device());
        if (!shape_.guided) return labels;
        return at::cat({labels, at::full_like(labels, weights_->geometry.classes)});
    };
    if (!blend.second_B.defined()) return {*weights_, rows(blend.labels_B)};
    return {*weights_, rows(blend.labels_B), rows(blend.second_B), blend.weight};
}

void SessionWork::begin(const ClassBlend& blend) {
    adaLn_.emplace(tableOf(blend));
    chargeTables();
}

void SessionWork::fill(const ClassBlend& blend) {
    if (adaLn_) return adaLn_->take(tableOf(blend));
    adaLn_.emplace(tableOf(blend)).expandRows();
    chargeTables();
}

void SessionWork::chargeTables() {
    const auto positions = static_cast<std::int64_t>(positions_1EC_.nbytes());
    tableCharge_ = model_.charge(MemoryKind::Activations, adaLn_->bytes() + positions);
}

at::Tensor SessionWork::tokens(int first, int end, const std::vector<at::Tensor>& maps_BlD) const {
    TORCH_CHECK(first < end && end <= shape_.endScale &&
                    static_cast<int>(maps_BlD.size()) == end - std::max(first, 1),
                "scales ", first, " to ", end - 1, " of a session of ", shape_.endScale,
                " scales do not match ", maps_BlD.size(), " maps");
    const auto start = [this] {  // [R, l0, C]
        return startTokens(*weights_, adaLn_->condition());
    };
    if (maps_BlD.empty()) return start();
    const at::Tensor x_BlC = mapTokens(*weights_, at::cat(maps_BlD, 1));
    const at::Tensor x_RlC = shape_.guided ? x_BlC.repeat({2, 1, 1}) : x_BlC;
    return first == 0 ? at::cat({start(), x_RlC}, 1) : x_RlC;
}

// Queries of the scales first … end - 1 over the cache, which already has their keys and values:
// each scale sees itself and all scales before it. -> [R, l, C]
at::Tensor SessionWork::attendCached(int layer, const at::Tensor& q_RHlh, int first,
                                     int end) const {
    const at::Tensor mixed_RlC = at::empty(
        {q_RHlh.size(0), q_RHlh.size(2), q_RHlh.size(1) * q_RHlh.size(3)}, q_RHlh.options());
    for (int scale = first; scale < end; ++scale) {
        const std::int64_t begin = schedule().offset(scale) - schedule().offset(first);
        const std::int64_t fresh = schedule().tokens(scale);
        const KvCache::View seen =
            cache_.first(layer, schedule().offset(scale + 1));  // [R, H, n, h]
        kernels::attend(q_RHlh.narrow(2, begin, fresh), seen.k, seen.v,
                        mixed_RlC.narrow(1, begin, fresh));
    }
    return mixed_RlC;
}

at::Tensor SessionWork::run(at::Tensor x_RlC, int first, int end, int wanted,
                            const std::stop_token& stop) {
    const VarWeights& w = *weights_;
    const std::int64_t held = schedule().offset(first);
    x_RlC = (x_RlC + positions_1EC_.narrow(1, held, x_RlC.size(1))).contiguous();
    for (int layer = 0; layer < w.geometry.depth; ++layer) {
        requireNoStop(stop);
        const auto [k, v] = cache_.room(layer);
        const CacheRoom room{k, v, held};
        const BlockModulation modulation(adaLn_->block(layer));
        const int from = layer + 1 < w.geometry.depth ? first : wanted;
        if (from == end) {
            cacheHeads(w.blocks[layer], splits_[layer], modulation, x_RlC, room);
            return {};
        }
        decodeBlock(w.blocks[layer], splits_[layer], modulation, x_RlC, room,
                    schedule().offset(from) - held, [&](const at::Tensor& q_RHlh) {
                        return attendCached(layer, q_RHlh, from, end);
                    });
        if (end == shape_.endScale) w.release(w.blocks[layer]);  // no later scale needs it
    }
    return x_RlC;
}

at::Tensor SessionWork::logits(const at::Tensor& x_RlC, int scale) const {
    const std::int64_t rows = logitRows(scale);
    const HeadModulation modulation(adaLn_->head().narrow(0, 0, rows));
    return decodeHead(*weights_, modulation, x_RlC.narrow(0, 0, rows));
}

}  // namespace duo
