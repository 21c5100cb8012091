// Collaborative decoding (CoDe, arXiv 2411.17787): walks a DecodePlan scale by scale. Consecutive
// scales of one model share a Session; where the model changes, the old Session ends (its KV cache
// is freed) before the next one prefills, or, where that is asked for, the next one prefills
// meanwhile.
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
    GraphCache* graphs = nullptr;  // where a scale's work is recorded and replayed
    const VarTransformer& model(ModelRole role) const;  // Error(Usage) where it is null
};

// One batch of a request.
struct DecodeBatch {
    std::vector<int> labels;    // B, kNoClass allowed
    std::vector<DrawKey> keys;  // B (counter draws); reference draws use keys[0].seed
    DecodePlan plan;
    RngKind rng = RngKind::Counter;
    bool smooth = false;
    // The next session takes in the scales of the one at work as they are finished, on a thread or
    // a stream of its own: both caches are held, and the hand-over finds one scale left to do. The
    // same tokens; counter draws only.
    bool overlapPrefill = false;
};

struct ScaleReport {
    int scale = 0;
    ModelRole model = ModelRole::Drafter;
    std::int64_t tokens = 0;   // drawn over the whole batch
    double transformerMs = 0;  // session step, or prefill (or what is left of it) at the entry
    double samplingMs = 0;     // guidance, filter, draw
    double pyramidMs = 0;      // codes, upsample, convolution, next map
    bool prefill = false;
    std::int64_t cacheBytes = 0;  // KV cache of the working session
};

// Called on the decoding thread; views are valid during the call.
class DecodeObserver {
  public:
    virtual ~DecodeObserver() = default;
    // logits: before filtering; pyramid after this scale's tokens
    virtual void scaleDone(const ScaleReport& report, const ScaleLogits& logits,
                           const TokenPyramid& pyramid) = 0;
    // The drafter's (or, in a free plan, any) session has ended and the next has not begun, save to
    // prefill where that overlaps. freedBytes: none where the graph cache keeps them.
    virtual void handOver(int nextScale, ModelRole from, ModelRole to, std::int64_t freedBytes) = 0;
};

// Runs under inference mode. Errors: Error(Cancelled) once stop is requested, within one scale;
// Error(Numeric) naming model and scale where logits are NaN or Inf; Error(Memory) where memory ran
// out; Error(Usage) for a plan that does not fit.
TokenPyramid decodeTokens(const ModelFamily& family, const DecodeBatch& batch,
                          DecodeObserver& observer, std::stop_token stop);

// The same in parts. The pyramid before the first scale:
TokenPyramid emptyPyramid(const ModelFamily& family, const DecodeBatch& batch);
// Scales pyramid.scalesDone() … endScale - 1 of the plan. The first of them opens a session anew,
// with the pyramid's maps, and no session is left at the end. With counter draws the tokens are
// those of a decode in one go.
TokenPyramid decodeScales(const ModelFamily& family, const DecodeBatch& batch, TokenPyramid pyramid,
                          int endScale, DecodeObserver& observer, std::stop_token stop);

}  // namespace duo
