// Collaborative decoding (CoDe, arXiv 2411.17787): walks the runs of a DecodePlan. The scales of a
// run share a Session. At the end of a run its Session ends, which frees the KV cache, before the
// next one prefills. With overlapPrefill the next one prefills while the run is decoded.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <stop_token>
#include <vector>

#include "decode/token_pyramid.h"
#include "model/graph_cache.h"
#include "model/session.h"
#include "model/vqvae.h"
#include "protocol/generation_request.h"
#include "sampling/draw_key.h"
#include "sampling/sampler.h"

namespace duo {

struct ModelFamily {
    std::shared_ptr<const VarTransformer> drafter;  // may be null where the plan does not use it
    std::shared_ptr<const VarTransformer> refiner;
    std::shared_ptr<const VqVae> vqvae;
    GraphCache* graphs = nullptr;  // records and replays the work of a scale; null: no graphs
    const VarTransformer& model(ModelRole role) const;  // Error(Usage) if it is null
};

// One batch of a request.
struct DecodeBatch {
    std::vector<int> labels;    // B, kNoClass allowed
    std::vector<DrawKey> keys;  // B (counter draws); the published stream uses keys[0].seed
    DecodePlan plan;
    RngKind rng = RngKind::Counter;
    bool smooth = false;
    // The next session reads each scale of the current run when it is finished, on a thread and a
    // stream of its own, so that only the entry scale is left to compute at the hand-over. Both
    // caches are held. The tokens are the same. Counter draws only.
    bool overlapPrefill = false;
    std::vector<ScaleClass> classes;       // one a scale; empty: the labels at all scales
    std::shared_ptr<const SourceMix> mix;  // of an edit; null: all of the picture is drawn
};

struct ScaleReport {
    int scale = 0;
    ModelRole model = ModelRole::Drafter;
    std::int64_t tokens = 0;   // drawn over the whole batch
    double transformerMs = 0;  // session step; at the entry the prefill, or the rest of it
    double samplingMs = 0;     // guidance, filter, draw
    double pyramidMs = 0;      // codes, upsample, convolution, next map
    bool prefill = false;
    std::int64_t cacheBytes = 0;  // KV cache of the working session
};

// Called on the decoding thread. The arguments are valid during the call only.
class DecodeObserver {
  public:
    virtual ~DecodeObserver() = default;
    // logits: before filtering. pyramid: with this scale's tokens.
    virtual void scaleDone(const ScaleReport& report, const ScaleLogits& logits,
                           const TokenPyramid& pyramid) = 0;
    // Between two runs: a session has ended and the next one has not begun, except to prefill with
    // overlapPrefill. freedBytes: of the KV cache; 0 if the graph cache keeps it.
    virtual void handOver(int nextScale, ModelRole from, ModelRole to, std::int64_t freedBytes) = 0;
};

class SilentObserver final : public DecodeObserver {
    void scaleDone(const ScaleReport&, const ScaleLogits&, const TokenPyramid&) override {}
    void handOver(int, ModelRole, ModelRole, std::int64_t) override {}
};

// Runs under inference mode. Error(Cancelled) within one scale after a stop request; Error(Numeric)
// with model and scale if logits are NaN or Inf; Error(Memory) if memory ran out; Error(Usage) for
// a plan that does not fit the models.
TokenPyramid decodeTokens(const ModelFamily& family, const DecodeBatch& batch,
                          DecodeObserver& observer, std::stop_token stop);

// The pyramid before the first scale, for decodeScales. Errors as decodeTokens.
TokenPyramid emptyPyramid(const ModelFamily& family, const DecodeBatch& batch);
// The same where no transformer need be loaded. Error(Usage) without a VQ-VAE.
TokenPyramid emptyPyramid(const ModelFamily& family, const ScaleSchedule& schedule,
                          std::int64_t pictures);
// Decodes scales pyramid.scalesDone() … endScale - 1 of the plan; only their models need be loaded.
// The first one opens a new session and prefills from the pyramid's maps, whether a decode made
// them or somebody gave their tokens. No session is left at the end. The tokens are those of a
// decode in one piece: a draw depends on its scale, not on the draws before it, and the published
// stream spends the draws of the prefix. Errors as decodeTokens.
TokenPyramid decodeScales(const ModelFamily& family, const DecodeBatch& batch, TokenPyramid pyramid,
                          int endScale, DecodeObserver& observer, std::stop_token stop);

}  // namespace duo
