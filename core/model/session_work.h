// What one batch's scales compute with: weights, tables made from the labels, positions and the KV
// cache. A session owns one, or borrows one that a graph cache keeps with its recorded graphs
// (graph_cache.h). Letters as in var_transformer.h.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/adaln_table.h"
#include "model/kv_cache.h"
#include "model/var_block.h"
#include "model/var_transformer.h"

namespace duo {

// The size of a session.
struct SessionShape {
    std::int64_t pictures = 0;
    bool guided = false;
    int endScale = 0;
    std::int64_t rows() const { return pictures * (guided ? 2 : 1); }
    bool operator==(const SessionShape&) const = default;
};

class SessionWork {
  public:
    // model: must outlive this object
    SessionWork(const VarTransformer& model, const SessionShape& shape);

    // Call one of these first, and again where the class changes. fill overwrites the table before,
    // so that all tensors keep their addresses.
    void begin(const ClassBlend& blend);
    void fill(const ClassBlend& blend);

    // Tokens of scales first … end - 1, without positions. maps: one for each of these scales but
    // scale 0, which has none. -> [R, l, C]
    at::Tensor tokens(int first, int end, const std::vector<at::Tensor>& maps_BlD) const;

    // x: [R, l, C] tokens of scales first … end - 1 -> those of scales wanted … end - 1 after all
    // blocks; undefined if wanted == end. Appends the keys and values of all of them to the cache,
    // which must hold the scales before `first`. For scales before `wanted`, the last block
    // computes keys and values only. Throws Error(Cancelled) between blocks once a stop is
    // requested.
    at::Tensor run(at::Tensor x_RlC, int first, int end, int wanted, const std::stop_token& stop);
    // x: tokens from this scale on -> [R, l, V] fp32. Scale 0 uses no guidance, so only conditional
    // rows: [B, l, V].
    at::Tensor logits(const at::Tensor& x_RlC, int scale) const;
    std::int64_t logitRows(int scale) const { return scale == 0 ? shape_.pictures : shape_.rows(); }

    const ScaleSchedule& schedule() const { return weights_->geometry.schedule; }
    int codeChannels() const { return weights_->geometry.codeChannels; }
    int vocabulary() const { return weights_->geometry.vocabulary; }
    const SessionShape& shape() const { return shape_; }
    std::int64_t cacheBytes() const { return cache_.bytes(); }

  private:
    void chargeTables();
    AdaLnTable tableOf(const ClassBlend& blend) const;
    at::Tensor attendCached(int layer, const at::Tensor& q_RHlh, int first, int end) const;

    std::shared_ptr<const VarWeights> weights_;
    SessionShape shape_;
    const VarTransformer& model_;
    MemoryLedger::Charge cacheCharge_,
        tableCharge_;  // declared first, so destroyed after what they count
    std::optional<AdaLnTable> adaLn_;
    std::vector<kernels::HeadSplit> splits_;  // one a layer
    at::Tensor positions_1EC_;
    KvCache cache_;
};

}  // namespace duo
