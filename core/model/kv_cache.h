// Keys and values of the tokens a session has seen. Allocated once at its exact size and written in
// place, so decoding never grows or copies it. Letters as in var_transformer.h; h is the head's
// width, E the most tokens that the session can see.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "checkpoint/geometry.h"

namespace duo {

class KvCache {
  public:
    struct View {
        at::Tensor k, v;  // [R, H, n, h] each, in the cache itself
    };

    KvCache(int layers, std::vector<std::int64_t> shape_RHEh, at::TensorOptions options);

    // [R, H, E, h] of a session of `rows` rows (R) up to endScale.
    static std::vector<std::int64_t> shapeOf(const VarGeometry& geometry, std::int64_t rows,
                                             int endScale);

    // On the CPU: memory is taken page by page as tokens are written. (Huge pages would take the
    // whole cache with its first token.) Call it before anything is written.
    void growByPages() const;

    // The whole room of a layer, [R, H, E, h].
    View room(int layer) const { return {keys_[layer], values_[layer]}; }
    // The first n tokens of a layer.
    View first(int layer, std::int64_t n) const;
    std::int64_t bytes() const;
    // Bytes of a cache of this shape.
    static std::int64_t bytes(int layers, const std::vector<std::int64_t>& shape_RHEh,
                              at::ScalarType type);

  private:
    std::vector<at::Tensor> keys_, values_;  // [R, H, E, h] a layer
};

}  // namespace duo
