#include "model/var_transformer.h"

#include "model/recompute.h"
#include "model/var_blocks.h"
#include "model/var_weights.h"

namespace duo {

std::shared_ptr<const VarTransformer> VarTransformer::create(VarGeometry geometry,
                                                             StateDict weights,
                                                             MemoryLedger* ledger,
                                                             MemoryOwner owner) {
    return std::shared_ptr<const VarTransformer>(
        new VarTransformer(std::move(geometry), std::move(weights), ledger, owner));
}

VarTransformer::VarTransformer(VarGeometry geometry, StateDict weights, MemoryLedger* ledger,
                               MemoryOwner owner)
    : weights_(std::make_unique<VarWeights>(std::move(geometry), std::move(weights))),
      ledger_(ledger),
      owner_(owner) {
    if (ledger != nullptr) {
        charge_ = ledger->charge(owner, MemoryKind::Weights, weights_->bytes());
    }
}

VarTransformer::~VarTransformer() = default;

const VarGeometry& VarTransformer::geometry() const {
    return weights_->geometry;
}

at::Device VarTransformer::device() const {
    return weights_->device();
}

std::vector<std::pair<std::string, at::Tensor>> VarTransformer::parameters() const {
    return weights_->parameters;
}

const at::Tensor& VarTransformer::mask() const {
    std::call_once(maskOnce_, [this] {
        // Made outside inference mode, or a later training step could not save it for its backward.
        const c10::InferenceMode guard(false);
        mask_LL_ = blockCausalMask(geometry().schedule, device());
    });
    return mask_LL_;
}

at::Tensor VarTransformer::forward(const at::Tensor& labels_B, const at::Tensor& maps_BLD,
                                   bool recompute) const {
    const VarWeights& w = *weights_;
    const ScaleSchedule& schedule = w.geometry.schedule;
    const at::Tensor condition_BC = condition(w, labels_B);  // [B, C]
    at::Tensor x_BLC = startTokens(w, condition_BC);         // [B, l0, C]
    int endScale = 1;
    if (maps_BLD.defined() && maps_BLD.size(1) > 0) {
        x_BLC = at::cat({x_BLC, mapTokens(w, maps_BLD)}, 1);  // [B, L, C]
        while (endScale < schedule.count() && schedule.offset(endScale) < x_BLC.size(1)) ++endScale;
    }
    TORCH_CHECK(schedule.offset(endScale) == x_BLC.size(1), "maps hold ", x_BLC.size(1),
                " tokens with the first scale, which is no whole number of scales");
    x_BLC = x_BLC + scalePositions(w, endScale);

    const at::Tensor shared_B6C = sharedModulation(w, condition_BC);
    const at::Tensor mask_ll = mask().narrow(0, 0, x_BLC.size(1)).narrow(1, 0, x_BLC.size(1));
    const Attention attention = [mask_ll](const Heads& heads) {
        return attend(heads.q, heads.k, heads.v, mask_ll);  // [B, H, L, h]
    };
    for (const VarBlockWeights& block : w.blocks) {
        const at::Tensor modulation_B6C = blockModulation(block, condition_BC, shared_B6C);
        const BlockFunction run = [&w, &block, attention](const at::Tensor& x,
                                                          const at::Tensor& modulation) {
            return runBlock(w.geometry, block, modulation, x, attention);
        };
        x_BLC = recompute ? recomputed(run, x_BLC, modulation_B6C) : run(x_BLC, modulation_B6C);
    }
    return runHead(w, headModulation(w, condition_BC), x_BLC);  // [B, L, V]
}

}  // namespace duo
