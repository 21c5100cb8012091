// The VAR transformer: weights only, immutable and shared. `open` starts a session on one batch.
// Source: VAR, arXiv 2404.02905; AdaLN blocks with normalised q and k. Letters: B pictures, R rows
// (2B with guidance: conditional rows first, then unconditional; B without), l tokens of a scale, L
// all, C width, H heads, V vocabulary, K scales, D code channels.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/memory_ledger.h"
#include "checkpoint/geometry.h"
#include "checkpoint/state_dict.h"

namespace duo {

class GraphCache;
class Session;
struct VarWeights;  // model/var_weights.h

class VarTransformer : public std::enable_shared_from_this<VarTransformer> {
  public:
    // Takes every tensor of tensorSpecs(geometry). ledger may be null (training, tests); owner
    // names the role in it.
    static std::shared_ptr<const VarTransformer> create(VarGeometry geometry, StateDict weights,
                                                        MemoryLedger* ledger = nullptr,
                                                        MemoryOwner owner = MemoryOwner::Drafter);
    // The same, but the weights stay in host memory or in their file's pages and are on `device`
    // only while a session is open.
    static std::shared_ptr<const VarTransformer> createOffloaded(VarGeometry geometry,
                                                                 StateDict weights,
                                                                 at::Device device,
                                                                 MemoryLedger* ledger,
                                                                 MemoryOwner owner);
    ~VarTransformer();

    // labels: [B] int64, 'no class' is geometry().classes. guided: also run the unconditional rows.
    // endScale: one past the last scale this session decodes; its KV cache is allocated once for
    // exactly schedule.offset(endScale) tokens and freed with the session.
    // graphs: if it has room, lends the session its KV cache and tables, which stay between
    // batches, and records the steps. Not used for offloaded weights.
    Session open(const at::Tensor& labels_B, bool guided, int endScale,
                 GraphCache* graphs = nullptr) const;

    // Bytes of the KV cache that a session of `rows` rows (R) up to endScale allocates.
    std::int64_t cacheBytes(std::int64_t rows, int endScale) const;

    // Teacher forcing over all scales (or the first ones, as many as maps holds) under the
    // block-causal rule, for training and parity; differentiable. recompute: a block's intermediate
    // results are computed again in the backward, not kept for it. labels: [B], maps: [B, L - l0,
    // D] -> logits [B, L, V] fp32
    at::Tensor forward(const at::Tensor& labels_B, const at::Tensor& maps_BLD,
                       bool recompute = false) const;

    const VarGeometry& geometry() const;
    const VarWeights& weights() const { return *weights_; }
    // For a session: offloaded weights are copied to the device for the first caller and freed when
    // the last one releases them. The transformer must outlive the result. Thread-safe.
    std::shared_ptr<const VarWeights> weightsAtWork() const;
    // Bytes of device memory that weightsAtWork() then takes; 0 if the weights are there already.
    std::int64_t bytesToLoad() const;
    at::Device device() const { return device_; }  // where sessions work
    // Charges bytes to the ledger under this model's owner; an empty charge without a ledger.
    MemoryLedger::Charge charge(MemoryKind kind, std::int64_t bytes) const;
    // For training: every parameter under its published name.
    std::vector<std::pair<std::string, at::Tensor>> parameters() const;

  private:
    struct AtWork;
    VarTransformer(VarGeometry geometry, StateDict weights, std::optional<at::Device> offloadedFrom,
                   MemoryLedger* ledger, MemoryOwner owner);
    const at::Tensor& mask() const;  // [L, L] bool, made on first use

    std::unique_ptr<VarWeights> weights_;
    at::Device device_;
    bool offloaded_;
    mutable std::mutex atWorkMutex_;
    mutable std::weak_ptr<const VarWeights> atWork_;
    mutable std::once_flag maskOnce_;
    mutable at::Tensor mask_LL_;
    MemoryLedger* ledger_;
    MemoryOwner owner_;
    MemoryLedger::Charge charge_;
};

}  // namespace duo
