#include "kernels/gumbel_draw.h"

#include <ATen/Parallel.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "device/cuda_backend.h"
#include "kernels/jobs/gumbel_jobs.h"
#include "kernels/philox.h"

namespace duo::kernels {
namespace {

constexpr float kFiltered = -std::numeric_limits<float>::infinity();

NoiseKey keyOfRow(const GumbelDraw& draw, std::int64_t row, std::int64_t tokens) {
    const std::int64_t picture = row / tokens;
    return {draw.seeds[picture], draw.images[picture], draw.stream,
            static_cast<std::uint32_t>(draw.scale), static_cast<std::uint32_t>(row % tokens)};
}

// Calls use(code, noise) for every code of a row that is not filtered out.
template <typename Use>
void forKeptCodes(const float* logits, std::int64_t codes, const NoiseKey& key, Use use) {
    for (std::int64_t first = 0; first < codes; first += 4) {
        const std::int64_t end = std::min<std::int64_t>(first + 4, codes);
        bool kept = false;
        for (std::int64_t code = first; code < end; ++code) kept |= logits[code] != kFiltered;
        if (!kept) continue;
        const PhiloxWords words = noiseWords(key, static_cast<std::uint32_t>(first / 4));
        for (std::int64_t code = first; code < end; ++code) {
            if (logits[code] != kFiltered) use(code, gumbelOf(words.w[code - first]));
        }
    }
}

std::int64_t argmaxRow(const float* logits, std::int64_t codes, const NoiseKey& key,
                       float temperature) {
    float best = kFiltered;
    std::int64_t bestCode = 0;
    forKeptCodes(logits, codes, key, [&](std::int64_t code, float noise) {
        const float value = logits[code] / temperature + noise;
        if (value > best) {
            best = value;
            bestCode = code;
        }
    });
    return bestCode;
}

void requireLogits(const at::Tensor& logits_BlV, const GumbelDraw& draw) {
    TORCH_CHECK(logits_BlV.dim() == 3 && logits_BlV.scalar_type() == at::kFloat,
                "logits must be [B, l, V] fp32");
    TORCH_CHECK(logits_BlV.size(0) == static_cast<std::int64_t>(draw.seeds.size()) &&
                    draw.seeds.size() == draw.images.size(),
                "one key a picture: ", draw.seeds.size(), " for ", logits_BlV.size(0));
}

GumbelRows rowsOf(const at::Tensor& logits_BlV, const DeviceKeys& keys, const GumbelDraw& draw) {
    GumbelRows rows;
    rows.logits = logits_BlV.const_data_ptr<float>();
    rows.seeds = keys.seeds();
    rows.images = keys.images();
    rows.tokens = logits_BlV.size(1);
    rows.codes = logits_BlV.size(2);
    rows.stream = draw.stream;
    rows.scale = static_cast<std::uint32_t>(draw.scale);
    return rows;
}

}  // namespace

DeviceKeys::DeviceKeys(const GumbelDraw& draw, at::Device device) {
    const std::size_t pictures = draw.seeds.size();
    const at::Tensor words =
        at::empty({3 * static_cast<std::int64_t>(pictures)},
                  at::device(at::kCPU).dtype(at::kInt).pinned_memory(device.is_cuda()));
    auto* to = static_cast<unsigned char*>(words.mutable_data_ptr());
    std::memcpy(to, draw.seeds.data(), pictures * sizeof(std::uint64_t));
    std::memcpy(to + pictures * sizeof(std::uint64_t), draw.images.data(),
                pictures * sizeof(std::uint32_t));
    words_ = words.to(at::device(device), /*non_blocking=*/true);
}

const std::uint64_t* DeviceKeys::seeds() const {
    return static_cast<const std::uint64_t*>(words_.const_data_ptr());
}

const std::uint32_t* DeviceKeys::images() const {
    return static_cast<const std::uint32_t*>(words_.const_data_ptr()) + 2 * (words_.numel() / 3);
}

at::Tensor gumbelArgmax(const at::Tensor& logits_BlV, const GumbelDraw& draw, float temperature) {
    requireLogits(logits_BlV, draw);
    const at::Tensor logits = logits_BlV.contiguous();
    const std::int64_t tokens = logits.size(1), codes = logits.size(2);
    const at::Tensor idx_Bl =
        at::empty({logits.size(0), tokens}, logits.options().dtype(at::kLong));
    if (logits.is_cuda()) {
        const DeviceKeys keys(draw, logits.device());
        CudaBackend::load().gumbelArgmax(
            logits.get_device(),
            {rowsOf(logits, keys, draw), temperature, idx_Bl.data_ptr<std::int64_t>()},
            idx_Bl.numel());
        return idx_Bl;
    }
    const float* from = logits.data_ptr<float>();
    std::int64_t* to = idx_Bl.data_ptr<std::int64_t>();
    at::parallel_for(0, idx_Bl.numel(), 8, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            to[row] =
                argmaxRow(from + row * codes, codes, keyOfRow(draw, row, tokens), temperature);
        }
    });
    return idx_Bl;
}

at::Tensor gumbelPerturb(const at::Tensor& logits_BlV, const GumbelDraw& draw, float factor,
                         float tau) {
    requireLogits(logits_BlV, draw);
    const at::Tensor logits = logits_BlV.contiguous();
    const std::int64_t tokens = logits.size(1), codes = logits.size(2);
    const at::Tensor noisy_BlV = at::empty_like(logits);
    if (logits.is_cuda()) {
        const DeviceKeys keys(draw, logits.device());
        CudaBackend::load().gumbelPerturb(
            logits.get_device(),
            {rowsOf(logits, keys, draw), factor, tau, noisy_BlV.data_ptr<float>()},
            logits.size(0) * tokens);
        return noisy_BlV;
    }
    const float* from = logits.data_ptr<float>();
    float* to = noisy_BlV.data_ptr<float>();
    at::parallel_for(0, logits.size(0) * tokens, 8, [&](std::int64_t begin, std::int64_t end) {
        std::fill(to + begin * codes, to + end * codes, kFiltered);
        for (std::int64_t row = begin; row < end; ++row) {
            const float* in = from + row * codes;
            float* out = to + row * codes;
            forKeptCodes(in, codes, keyOfRow(draw, row, tokens), [&](std::int64_t c, float noise) {
                out[c] = (in[c] * factor + noise) / tau;
            });
        }
    });
    return noisy_BlV;
}

at::Tensor plainGumbelNoise(const GumbelDraw& draw, std::int64_t tokens, std::int64_t codes) {
    const auto pictures = static_cast<std::int64_t>(draw.seeds.size());
    const at::Tensor noise_BlV = at::empty({pictures, tokens, codes}, at::kFloat);
    float* to = noise_BlV.data_ptr<float>();
    for (std::int64_t i = 0; i < noise_BlV.numel(); ++i) {
        to[i] =
            gumbelNoise(keyOfRow(draw, i / codes, tokens), static_cast<std::uint32_t>(i % codes));
    }
    return noise_BlV;
}

}  // namespace duo::kernels
