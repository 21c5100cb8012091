// Draws by Gumbel-max and noise for soft mixtures, keyed by (seed, image, stream, scale, position,
// code): one pass over the logits, no noise for codes that are filtered out, no temporary as large
// as the logits. CPU here, CUDA in the plug-in (cuda/gumbel_body.h). Letters as in
// sampling/sampler.h.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace duo::kernels {

// Whose noise: one entry a picture, and what they share.
struct GumbelDraw {
    std::vector<std::uint64_t> seeds;   // B
    std::vector<std::uint32_t> images;  // B
    std::uint32_t stream = 0;
    int scale = 0;
};

// The keys of a draw in the memory of a GPU, for as long as this lives; the copy waits for nothing.
class DeviceKeys {
  public:
    DeviceKeys(const GumbelDraw& draw, at::Device device);
    const std::uint64_t* seeds() const;   // B
    const std::uint32_t* images() const;  // B

  private:
    at::Tensor words_;  // [3B] int32: seeds, images
};

// argmax over codes of logits / temperature + noise, the lower code where two are equal.
// logits: [B, l, V] fp32, -inf for filtered codes -> [B, l] int64
at::Tensor gumbelArgmax(const at::Tensor& logits_BlV, const GumbelDraw& draw, float temperature);

// (logits * factor + noise) / tau, -inf where logits are. logits: [B, l, V] fp32 -> [B, l, V] fp32
at::Tensor gumbelPerturb(const at::Tensor& logits_BlV, const GumbelDraw& draw, float factor,
                         float tau);

// The same two in plain ATen over a noise tensor, which tests hold the kernels to.
at::Tensor plainGumbelNoise(const GumbelDraw& draw, std::int64_t tokens, std::int64_t codes);

}  // namespace duo::kernels
