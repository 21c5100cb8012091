#include "kernels/draw_tokens.h"

#include <ATen/Parallel.h>

#include <memory>

#include "device/cuda_backend.h"
#include "kernels/cpu/tensor_access.h"
#include "kernels/filter_logits.h"

namespace duo::kernels {
namespace {

bool fits(const at::Tensor& logits_RlV) {
    const bool runs = logits_RlV.is_cuda() ? logits_RlV.size(2) <= kMaxCodesOnGpu
                                           : cpu::kernelsFor(logits_RlV) != nullptr;
    return runs && logits_RlV.scalar_type() == at::kFloat && logits_RlV.stride(2) == 1 &&
           logits_RlV.stride(1) == logits_RlV.size(2);
}

void requireRows(const at::Tensor& logits_RlV, const TokenDraw& draw) {
    const auto pictures = static_cast<std::int64_t>(draw.noise.seeds.size());
    TORCH_CHECK(logits_RlV.dim() == 3 && draw.noise.images.size() == draw.noise.seeds.size() &&
                    (logits_RlV.size(0) == pictures || logits_RlV.size(0) == 2 * pictures),
                "rows ", logits_RlV.size(0), " for ", pictures, " pictures");
}

}  // namespace

DrawJob drawJob(const at::Tensor& logits_RlV, const TokenDraw& draw) {
    const auto pictures = static_cast<std::int64_t>(draw.noise.seeds.size());
    DrawJob job;
    job.logits = logits_RlV.const_data_ptr<float>();
    job.tokens = logits_RlV.size(1);
    job.codes = logits_RlV.size(2);
    job.pictureStride = logits_RlV.stride(0);
    job.guided = logits_RlV.size(0) != pictures;
    job.unconditional = pictures * job.pictureStride;
    job.guidance = static_cast<float>(draw.guidance);
    job.topK = draw.topK;
    job.topP = draw.topP;
    job.temperature = draw.temperature;
    job.seeds = draw.noise.seeds.data();
    job.images = draw.noise.images.data();
    job.stream = draw.noise.stream;
    job.scale = static_cast<std::uint32_t>(draw.noise.scale);
    return job;
}

at::Tensor drawTokens(const at::Tensor& logits_RlV, const TokenDraw& draw) {
    requireRows(logits_RlV, draw);
    const auto pictures = static_cast<std::int64_t>(draw.noise.seeds.size());
    if (!fits(logits_RlV)) {
        const at::Tensor logits_BlV = guided(logits_RlV, pictures, draw.guidance);
        return gumbelArgmax(filterLogits(logits_BlV, draw.topK, draw.topP), draw.noise,
                            draw.temperature);
    }
    DrawJob job = drawJob(logits_RlV, draw);
    const at::Tensor idx_Bl =
        at::empty({pictures, job.tokens}, logits_RlV.options().dtype(at::kLong));
    job.idx = idx_Bl.mutable_data_ptr<std::int64_t>();
    if (logits_RlV.is_cuda()) {
        const DeviceKeys keys(draw.noise, logits_RlV.device());
        job.seeds = keys.seeds();
        job.images = keys.images();
        CudaBackend::load().drawTokens(logits_RlV.get_device(), job, idx_Bl.numel());
        return idx_Bl;
    }
    at::parallel_for(0, idx_Bl.numel(), 8, [&](std::int64_t begin, std::int64_t end) {
        const auto workspace =
            std::make_unique_for_overwrite<std::uint32_t[]>(cpu::kDrawWords * job.codes);
        cpu::cpuKernels()->draw(job, workspace.get(), begin, end);
    });
    return idx_Bl;
}

at::Tensor plainDrawTokens(const at::Tensor& logits_RlV, const TokenDraw& draw) {
    requireRows(logits_RlV, draw);
    const auto pictures = static_cast<std::int64_t>(draw.noise.seeds.size());
    const at::Tensor filtered_BlV =
        plainFilterLogits(guided(logits_RlV, pictures, draw.guidance), draw.topK, draw.topP);
    const at::Tensor noise_BlV =
        plainGumbelNoise(draw.noise, filtered_BlV.size(1), filtered_BlV.size(2));
    return (filtered_BlV / draw.temperature + noise_BlV.to(filtered_BlV.device())).argmax(-1);
}

at::Tensor guided(const at::Tensor& logits_RlV, std::int64_t pictures, double t) {
    if (logits_RlV.size(0) == pictures) return logits_RlV;
    TORCH_CHECK(logits_RlV.size(0) == 2 * pictures, "rows ", logits_RlV.size(0), " for ", pictures,
                " pictures");
    return (1 + t) * logits_RlV.narrow(0, 0, pictures) -
           t * logits_RlV.narrow(0, pictures, pictures);
}

}  // namespace duo::kernels
