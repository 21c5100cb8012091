#include "kernels/split_heads.h"

#include <ATen/Parallel.h>

#include "device/cuda_backend.h"
#include "kernels/cpu/tensor_access.h"

namespace duo::kernels {
namespace {

constexpr double kMinLength = 1e-12;

// x: [R, H, l, h] fp32 -> its rows scaled to length one
at::Tensor unit(const at::Tensor& x) {
    return x / at::linalg_vector_norm(x, 2, at::IntArrayRef{-1}, /*keepdim=*/true)
                   .clamp_min(kMinLength);
}

bool fits(const at::Tensor& qkv_Rl3C, at::ScalarType type) {
    if (!qkv_Rl3C.is_contiguous()) return false;
    if (qkv_Rl3C.is_cuda()) return isElement(qkv_Rl3C.scalar_type()) && isElement(type);
    return cpu::kernelsFor(qkv_Rl3C) != nullptr && qkv_Rl3C.scalar_type() == at::kFloat &&
           (type == at::kFloat || type == at::kBFloat16);
}

}  // namespace

at::Tensor splitHeads(const at::Tensor& qkv_Rl3C, const HeadSplit& split, at::Tensor& keys_RHEh,
                      at::Tensor& values_RHEh, std::int64_t held) {
    if (!fits(qkv_Rl3C, keys_RHEh.scalar_type())) {
        return plainSplitHeads(qkv_Rl3C, split, keys_RHEh, values_RHEh, held);
    }
    const std::int64_t rows = qkv_Rl3C.size(0), tokens = qkv_Rl3C.size(1);
    const at::Tensor q_RHlh =
        at::empty({rows, keys_RHEh.size(1), tokens, keys_RHEh.size(3)}, keys_RHEh.options());
    const at::Tensor qBias = split.qBias.to(at::kFloat), vBias = split.vBias.to(at::kFloat);
    SplitHeadsJob job;
    job.in = elementOf(qkv_Rl3C);
    job.out = elementOf(keys_RHEh);
    job.qkv = qkv_Rl3C.const_data_ptr();
    job.qBias = qBias.const_data_ptr<float>();
    job.vBias = vBias.const_data_ptr<float>();
    if (split.queryScale.defined()) job.queryScale = split.queryScale.const_data_ptr<float>();
    job.plainScale = static_cast<float>(split.plainScale);
    job.q = q_RHlh.data_ptr();
    job.k = keys_RHEh.data_ptr();
    job.v = values_RHEh.data_ptr();
    job.tokens = tokens;
    job.heads = keys_RHEh.size(1);
    job.headWidth = keys_RHEh.size(3);
    job.capacity = keys_RHEh.size(2);
    job.held = held;
    if (qkv_Rl3C.is_cuda()) {
        CudaBackend::load().splitHeads(qkv_Rl3C.get_device(), job, rows * tokens);
        return q_RHlh;
    }
    at::parallel_for(0, rows * tokens, 4096 / (job.heads * job.headWidth) + 1,
                     [&](std::int64_t begin, std::int64_t end) {
                         cpu::cpuKernels()->splitHeads(job, begin, end);
                     });
    return q_RHlh;
}

at::Tensor plainSplitHeads(const at::Tensor& qkv_Rl3C, const HeadSplit& split,
                           at::Tensor& keys_RHEh, at::Tensor& values_RHEh, std::int64_t held) {
    const std::int64_t tokens = qkv_Rl3C.size(1);
    const at::Tensor bias_3C = at::cat({split.qBias, at::zeros_like(split.qBias), split.vBias});
    const std::vector<at::Tensor> parts =
        (qkv_Rl3C + bias_3C)
            .view({qkv_Rl3C.size(0), tokens, 3, keys_RHEh.size(1), keys_RHEh.size(3)})
            .permute({2, 0, 3, 1, 4})  // [3, R, H, l, h]
            .unbind(0);
    const bool normalised = split.queryScale.defined();
    keys_RHEh.narrow(2, held, tokens).copy_(normalised ? unit(parts[1]) : parts[1]);
    values_RHEh.narrow(2, held, tokens).copy_(parts[2]);
    const at::Tensor q_RHlh = normalised ? unit(parts[0]) * split.queryScale.view({1, -1, 1, 1})
                                         : parts[0] * split.plainScale;
    return q_RHlh.to(keys_RHEh.scalar_type());
}

}  // namespace duo::kernels
