// One model at work on one batch: its KV cache (allocated once, exact size, written in place) and
// its AdaLN table (computed once from the labels). RAII: the end of the session frees both, or
// gives them back to the graph cache that lent them. Letters as in var_transformer.h.
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <stop_token>
#include <vector>

#include "model/var_transformer.h"

namespace duo {

class Session {
  public:
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

    // Decodes the next scale k = nextScale(). map: [B, l, D] input map of scale k; ignored (may be
    // undefined) for k = 0.
    // -> logits [R, l, V] fp32 of scale k; of scale 0, whose guidance is nought, those of the
    // conditional rows alone [B, l, V]
    at::Tensor step(const at::Tensor& map_BlD);

    // Enters a fresh session at scale k: maps holds the input maps of scales 1..k, block-causal.
    // -> logits of scale k alone [R, l, V]; with wholePrefix of all scales 0..k [R, offset(k+1), V]
    // (what the published random stream needs).
    at::Tensor prefill(int scale, const std::vector<at::Tensor>& maps_BlD,
                       bool wholePrefix = false);

    // Takes the next scales in for their keys and values alone, so that a later step need not
    // prefill. maps: the input maps of scales nextScale(), nextScale() + 1, …; scale 0, which has
    // none, comes with the first call of a fresh session.
    void absorb(const std::vector<at::Tensor>& maps_BlD);

    // step, prefill and absorb then ask between blocks and throw Error(Cancelled) once stop is
    // requested; the session is of no use after that.
    void stopWith(std::stop_token stop);

    int nextScale() const;
    std::int64_t cacheBytes() const;
    std::int64_t bytesFreedAtEnd() const;  // of the cache: none where it is kept with graphs

  private:
    friend class VarTransformer;
    struct State;
    explicit Session(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace duo
