// What the scales of one batch run over: weights, tables made of the labels, positions and the KV
// cache. A session has its own, or one that is kept with recorded graphs (graph_cache.h). Letters
// as in var_transformer.h.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/adaln_table.h"
#include "model/decode_block.h"
#include "model/kv_cache.h"
#include "model/var_transformer.h"

namespace duo {

// How large a session is.
struct SessionShape {
    std::int64_t pictures = 0;
    bool guided = false;
    int endScale = 0;
    std::int64_t rows() const { return pictures * (guided ? 2 : 1); }
    bool operator==(const SessionShape&) const = default;
};

// Error(Cancelled) once stop is requested.
void requireNoStop(const std::stop_token& stop);

class SessionWork {
  public:
    // Weights that are not brought for it stay the model's, which has to live as long.
    SessionWork(const VarTransformer& model, const SessionShape& shape);

    // labels: [B] int64; before anything else. fill writes over the table of the batch before it,
    // so that all tensors stay where they are.
    void begin(const at::Tensor& labels_B);
    void fill(const at::Tensor& labels_B);

    // Tokens of scales first … end - 1, without their positions. maps: of these scales, save scale
    // 0, which has none. -> [R, l, C]
    at::Tensor tokens(int first, int end, const std::vector<at::Tensor>& maps_BlD) const;

    // x: [R, l, C] tokens of these scales -> those of scales wanted … end - 1 after all blocks; the
    // keys and values of all are in the cache then, which holds the scales before them already. Of
    // scales that are not wanted (none is where wanted is `end`) the last block takes nothing else.
    // Asks between blocks and throws Error(Cancelled) once stop is requested.
    at::Tensor run(at::Tensor x_RlC, int first, int end, int wanted, const std::stop_token& stop);
    // Of tokens that begin at this scale -> [R, l, V] fp32; of scale 0 alone, which is not guided,
    // of the conditional rows [B, l, V].
    at::Tensor logits(const at::Tensor& x_RlC, int scale) const;
    std::int64_t logitRows(int scale) const { return scale == 0 ? shape_.pictures : shape_.rows(); }

    const ScaleSchedule& schedule() const { return weights_->geometry.schedule; }
    int codeChannels() const { return weights_->geometry.codeChannels; }
    int vocabulary() const { return weights_->geometry.vocabulary; }
    const SessionShape& shape() const { return shape_; }
    std::int64_t cacheBytes() const { return cache_.bytes(); }

  private:
    void chargeTables();
    AdaLnTable tableOf(const at::Tensor& labels_B) const;
    at::Tensor attendCached(int layer, const at::Tensor& q_RHlh, int first, int end) const;

    std::shared_ptr<const VarWeights> weights_;
    SessionShape shape_;
    const VarTransformer& model_;
    MemoryLedger::Charge cacheCharge_, tableCharge_;  // before what they count: given back after it
    std::optional<AdaLnTable> adaLn_;
    std::vector<kernels::HeadSplit> splits_;  // a layer
    at::Tensor positions_1EC_;
    KvCache cache_;
};

}  // namespace duo
