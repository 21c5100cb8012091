// Draws by Gumbel-max and noise for soft mixtures, keyed by (seed, image, stream, scale, position,
// code). One pass over the logits, without noise for filtered codes and without a temporary of the
// logits' size. The CUDA forms are in cuda/gumbel_body.h. Letters: B pictures, l tokens, V
// vocabulary.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace duo::kernels {

// Keys of the noise: one seed and one image number a picture; stream and scale are shared.
struct GumbelDraw {
    std::vector<std::uint64_t> seeds;   // B
    std::vector<std::uint32_t> images;  // B
    std::uint32_t stream = 0;
    int scale = 0;
};

// The keys of a draw in the memory of a GPU while this object lives. The copy does not block.
class DeviceKeys {
  public:
    DeviceKeys(const GumbelDraw& draw, at::Device device);
    const std::uint64_t* seeds() const;   // B
    const std::uint32_t* images() const;  // B

  private:
    at::Tensor words_;  // [3B] int32: seeds, images
};

// argmax over codes of logits / temperature + noise; of equal codes the lower one.
// logits: [B, l, V] fp32, -inf for filtered codes -> [B, l] int64
at::Tensor gumbelArgmax(const at::Tensor& logits_BlV, const GumbelDraw& draw, float temperature);

// (logits * factor + noise) / tau, -inf where logits are. logits: [B, l, V] fp32 -> [B, l, V] fp32
at::Tensor gumbelPerturb(const at::Tensor& logits_BlV, const GumbelDraw& draw, float factor,
                         float tau);

// The noise [B, tokens, codes], from which plain ATen makes the same two results in tests.
at::Tensor plainGumbelNoise(const GumbelDraw& draw, std::int64_t tokens, std::int64_t codes);

}  // namespace duo::kernels
