// Keys and values of the tokens a session has seen. Allocated once at its exact size and written in
// place, so decoding never grows or copies it. Letters as in var_transformer.h; h is the head's
// width, E the tokens the session will ever see.
#pragma once

#include <ATen/ATen.h>

#include <vector>

namespace duo {

class KvCache {
  public:
    struct View {
        at::Tensor k, v;  // [R, H, n, h] each, in the cache itself
    };

    KvCache(int layers, std::vector<std::int64_t> shape_RHEh, at::TensorOptions options);

    // On the processor: what is not yet written takes no memory, small page by small page; large
    // ones would bring the cache whole with its first token. Before anything is written.
    void growByPages() const;

    // All that a layer has room for, [R, H, E, h].
    View room(int layer) const { return {keys_[layer], values_[layer]}; }
    // The first n tokens of a layer.
    View first(int layer, std::int64_t n) const;
    std::int64_t bytes() const;
    // What a cache of this shape takes.
    static std::int64_t bytes(int layers, const std::vector<std::int64_t>& shape_RHEh,
                              at::ScalarType type);

  private:
    std::vector<at::Tensor> keys_, values_;  // [R, H, E, h] a layer
};

}  // namespace duo
