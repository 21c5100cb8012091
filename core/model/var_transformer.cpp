#include "model/var_transformer.h"

#include "model/graph_cache.h"
#include "model/kv_cache.h"
#include "model/modulation.h"
#include "model/recompute.h"
#include "model/session.h"
#include "model/session_work.h"
#include "model/var_block.h"
#include "model/var_tokens.h"
#include "model/var_weights.h"

namespace duo {

std::shared_ptr<const VarTransformer> VarTransformer::create(VarGeometry geometry,
                                                             StateDict weights,
                                                             MemoryLedger* ledger,
                                                             MemoryOwner owner) {
    return std::shared_ptr<const VarTransformer>(
        new VarTransformer(std::move(geometry), std::move(weights), {}, ledger, owner));
}

std::shared_ptr<const VarTransformer> VarTransformer::createOffloaded(VarGeometry geometry,
                                                                      StateDict weights,
                                                                      at::Device device,
                                                                      MemoryLedger* ledger,
                                                                      MemoryOwner owner) {
    return std::shared_ptr<const VarTransformer>(
        new VarTransformer(std::move(geometry), std::move(weights), device, ledger, owner));
}

VarTransformer::VarTransformer(VarGeometry geometry, StateDict weights,
                               std::optional<at::Device> offloadedFrom, MemoryLedger* ledger,
                               MemoryOwner owner)
    : weights_(std::make_unique<VarWeights>(std::move(geometry), std::move(weights))),
      device_(offloadedFrom.value_or(weights_->device())),
      offloaded_(offloadedFrom.has_value()),
      ledger_(ledger),
      owner_(owner) {
    if (ledger != nullptr && !offloaded_) {
        charge_ = ledger->charge(owner, MemoryKind::Weights, weights_->bytes());
    }
}

VarTransformer::~VarTransformer() = default;

const VarGeometry& VarTransformer::geometry() const {
    return weights_->geometry;
}

Session VarTransformer::open(const at::Tensor& labels_B, bool guided, int endScale,
                             GraphCache* graphs) const {
    TORCH_CHECK(endScale >= 1 && endScale <= geometry().schedule.count(), "endScale ", endScale);
    const SessionShape shape{labels_B.size(0), guided, endScale};
    std::shared_ptr<GraphedWork> lent;
    if (graphs != nullptr && !offloaded_) lent = graphs->lend(shared_from_this(), shape);
    return Session(shared_from_this(), std::move(lent), shape, labels_B);
}

std::int64_t VarTransformer::cacheBytes(std::int64_t rows, int endScale) const {
    return KvCache::bytes(geometry().depth, KvCache::shapeOf(geometry(), rows, endScale),
                          weights_->computeType());
}

// Offloaded weights while a session works with them: a copy on its device, or the file's pages.
struct VarTransformer::AtWork {
    explicit AtWork(const VarTransformer& model) : pages(model.weights_->pages) {
        const bool inFile = pages != nullptr;
        if (!inFile) {
            copy.emplace(model.geometry(), onDevice(model.weights_->parameters, model.device_,
                                                    /*copy=*/true));
        }
        weights = inFile ? model.weights_.get() : &*copy;
        if (model.ledger_ == nullptr) return;
        charge = model.ledger_->charge(model.owner_, MemoryKind::Weights, model.bytesToLoad(),
                                       inFile ? MemoryPlace::File : MemoryPlace::Allocator);
    }
    ~AtWork() {
        if (pages != nullptr) pages->releaseAll();
    }

    std::shared_ptr<const WeightPages> pages;
    std::optional<VarWeights> copy;
    const VarWeights* weights = nullptr;
    MemoryLedger::Charge charge;
};

std::shared_ptr<const VarWeights> VarTransformer::weightsAtWork() const {
    if (!offloaded_) return {std::shared_ptr<void>(), weights_.get()};
    const std::lock_guard lock(atWorkMutex_);
    std::shared_ptr<const VarWeights> working = atWork_.lock();
    if (working == nullptr) {
        const auto made = std::make_shared<const AtWork>(*this);
        working = {made, made->weights};
        atWork_ = working;
    }
    return working;
}

MemoryLedger::Charge VarTransformer::charge(MemoryKind kind, std::int64_t bytes) const {
    if (ledger_ == nullptr) return {};
    return ledger_->charge(owner_, kind, bytes);
}

std::int64_t VarTransformer::bytesToLoad() const {
    if (!offloaded_) return 0;
    // From a file the AdaLN projections are read once; then their pages are released.
    return weights_->bytes() - (weights_->pages != nullptr ? weights_->adaLnBytes() : 0);
}

std::vector<std::pair<std::string, at::Tensor>> VarTransformer::parameters() const {
    return weights_->parameters;
}

const at::Tensor& VarTransformer::mask() const {
    std::call_once(maskOnce_, [this] {
        // Outside inference mode, so that a later training step can save it for its backward.
        const c10::InferenceMode guard(false);
        mask_LL_ = blockCausalMask(geometry().schedule, device());
    });
    return mask_LL_;
}

at::Tensor VarTransformer::forward(const at::Tensor& labels_B, const at::Tensor& maps_BLD,
                                   bool recompute) const {
    TORCH_CHECK(device_ == weights_->device(), "offloaded weights serve sessions only");
    const VarWeights& w = *weights_;
    const ScaleSchedule& schedule = w.geometry.schedule;
    const at::Tensor condition_BC = condition(w, labels_B);  // [B, C]
    at::Tensor x_BLC = startTokens(w, condition_BC);         // [B, l0, C]
    int endScale = 1;
    if (maps_BLD.defined() && maps_BLD.size(1) > 0) {
        x_BLC = at::cat({x_BLC, mapTokens(w, maps_BLD)}, 1);  // [B, L, C]
        while (endScale < schedule.count() && schedule.offset(endScale) < x_BLC.size(1)) ++endScale;
    }
    TORCH_CHECK(schedule.offset(endScale) == x_BLC.size(1), "maps and the first scale have ",
                x_BLC.size(1), " tokens, which is not a whole number of scales");
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
            return runBlock(w.geometry, block, BlockModulation(modulation), x, attention);
        };
        x_BLC = recompute ? recomputed(run, x_BLC, modulation_B6C) : run(x_BLC, modulation_B6C);
    }
    return runHead(w, HeadModulation(headModulation(w, condition_BC)), x_BLC);  // [B, L, V]
}

}  // namespace duo
