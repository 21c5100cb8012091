// One model at work on one batch: its KV cache (allocated once, exact size, written in place) and
// its AdaLN table (computed once from the labels). RAII: the destructor frees both, or returns them
// to the graph cache that lent them. Letters as in var_transformer.h.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <stop_token>
#include <vector>

#include "model/adaln_table.h"
#include "model/var_transformer.h"

namespace duo {

class GraphedWork;    // model/graph_cache.h
struct SessionShape;  // model/session_work.h

class Session {
  public:
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

    // The class of the scales from the next one on. Keys and values of earlier scales stay as they
    // are.
    void setClass(const ClassBlend& blend);

    // Decodes the next scale k = nextScale(). map: [B, l, D] input map of scale k; ignored (may be
    // undefined) for k = 0.
    // -> logits [R, l, V] fp32 of scale k. Scale 0 uses no guidance, so only conditional rows: [B,
    // l, V].
    at::Tensor step(const at::Tensor& map_BlD);

    // Enters a fresh session at scale k. maps: the input maps of scales 1..k, block-causal.
    // -> logits of scale k only [R, l, V]; with wholePrefix of all scales 0..k [R, offset(k+1), V],
    // which the published random stream needs.
    at::Tensor prefill(int scale, const std::vector<at::Tensor>& maps_BlD,
                       bool wholePrefix = false);

    // Computes keys and values of the next scales and no logits, so that a later step needs no
    // prefill. maps: the input maps of scales nextScale(), nextScale() + 1, …; the first call of a
    // fresh session also takes in scale 0, which has no map.
    void absorb(const std::vector<at::Tensor>& maps_BlD);

    // From now on step, prefill and absorb check the token between blocks and throw
    // Error(Cancelled) once a stop is requested. Do not use the session after that.
    void stopWith(std::stop_token stop);

    int nextScale() const;
    std::int64_t cacheBytes() const;
    std::int64_t bytesFreedAtEnd() const;  // of the cache; 0 if a graph cache keeps it

  private:
    friend class VarTransformer;
    struct State;
    // graphs: lent for this session, or null
    Session(std::shared_ptr<const VarTransformer> model, std::shared_ptr<GraphedWork> graphs,
            const SessionShape& shape, const at::Tensor& labels_B);
    std::unique_ptr<State> state_;
};

}  // namespace duo
