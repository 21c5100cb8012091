#include "kernels/winograd.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "kernels/cpu/tensor_access.h"

namespace duo::kernels {
namespace {

constexpr std::int64_t kTileSide = 4;
// Tiles that a thread processes at a time. More tiles read the weights less often; fewer tiles keep
// all intermediate values in the cache.
constexpr std::int64_t kBlockTiles = 96;
// Below these the transforms cost more than they save: the weights' transform with few tiles, the
// pixels' transform with few inputs.
constexpr std::int64_t kMinTiles = 64;
constexpr std::int64_t kMinInputs = 16;

bool isPlainFloat(const at::Tensor& t) {
    return t.is_cpu() && t.scalar_type() == at::kFloat;
}

std::int64_t tilesAlong(std::int64_t side, bool doubled) {
    return ((doubled ? 2 * side : side) + kTileSide - 1) / kTileSide;
}

std::int64_t tilesOfPicture(const Conv3x3& conv) {
    return tilesAlong(conv.x_BIHW.size(2), conv.doubled) *
           tilesAlong(conv.x_BIHW.size(3), conv.doubled);
}

// Sizes only; the caller sets the pointers.
cpu::Conv3x3Job jobOf(const Conv3x3& conv) {
    cpu::Conv3x3Job job;
    job.doublings = conv.doubled ? 1 : 0;
    job.height = conv.x_BIHW.size(2) << job.doublings;
    job.width = conv.x_BIHW.size(3) << job.doublings;
    job.inputs = conv.w_OI33.size(1);
    job.outputs = conv.w_OI33.size(0);
    return job;
}

// weight: channels last -> the buffer for job.kernel
at::Tensor transformed(const cpu::Conv3x3Job& job, const at::Tensor& weight) {
    const cpu::WinogradKernels& kernels = cpu::cpuKernels()->winograd;
    const at::Tensor kernel = at::empty({kernels.kernelNumbers(job)}, at::kFloat);
    const std::int64_t steps = (job.inputs + kernels.inputStep - 1) / kernels.inputStep;
    at::parallel_for(0, steps, 1, [&](std::int64_t begin, std::int64_t end) {
        kernels.transformKernel(job, weight.const_data_ptr<float>(), kernel.data_ptr<float>(),
                                begin * kernels.inputStep,
                                std::min(end * kernels.inputStep, job.inputs));
    });
    return kernel;
}

// Blocks of about equal size, the same number for each thread.
void runBlocks(const cpu::Conv3x3Job& job, std::int64_t tiles) {
    const cpu::WinogradKernels& kernels = cpu::cpuKernels()->winograd;
    const std::int64_t threads = at::get_num_threads();
    const std::int64_t rounds = (tiles + threads * kBlockTiles - 1) / (threads * kBlockTiles);
    const std::int64_t share = (tiles + threads * rounds - 1) / (threads * rounds);
    const std::int64_t block = (share + kernels.tileStep - 1) / kernels.tileStep * kernels.tileStep;
    at::parallel_for(0, (tiles + block - 1) / block, 1, [&](std::int64_t begin, std::int64_t end) {
        const at::Tensor room = at::empty({kernels.roomNumbers(job, block)}, at::kFloat);
        for (std::int64_t i = begin; i < end; ++i) {
            kernels.convolve(job, room.data_ptr<float>(), i * block,
                             std::min((i + 1) * block, tiles));
        }
    });
}

}  // namespace

bool winogradPays(const Conv3x3& conv) {
    const at::Tensor& w = conv.w_OI33;
    if (cpu::cpuKernels() == nullptr || !isPlainFloat(conv.x_BIHW) || !isPlainFloat(w))
        return false;
    if (conv.onto.defined() && !conv.onto.is_contiguous(at::MemoryFormat::ChannelsLast))
        return false;
    if (w.size(2) != 3 || w.size(3) != 3) return false;
    return tilesOfPicture(conv) >= kMinTiles && w.size(1) >= kMinInputs;
}

at::Tensor winograd(const Conv3x3& conv) {
    if (cpu::cpuKernels() == nullptr) return plainWinograd(conv);
    constexpr auto kLast = at::MemoryFormat::ChannelsLast;
    cpu::Conv3x3Job job = jobOf(conv);
    const at::Tensor x = conv.x_BIHW.contiguous(kLast), bias = conv.bias_O.contiguous();
    const at::Tensor kernel = transformed(job, conv.w_OI33.contiguous(kLast));
    const at::Tensor y = conv.onto.defined()
                             ? conv.onto
                             : at::empty({x.size(0), job.outputs, job.height, job.width},
                                         x.options().memory_format(kLast));
    job.x = x.const_data_ptr<float>();
    job.kernel = kernel.const_data_ptr<float>();
    job.bias = bias.const_data_ptr<float>();
    job.y = y.data_ptr<float>();
    job.onto = conv.onto.defined();
    runBlocks(job, x.size(0) * tilesOfPicture(conv));
    return y;
}

at::Tensor plainWinograd(const Conv3x3& conv) {
    at::Tensor x = conv.x_BIHW;
    if (conv.doubled) x = at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)});
    const at::Tensor y = at::conv2d(x, conv.w_OI33, conv.bias_O, {1, 1}, {1, 1});
    return conv.onto.defined() ? at::Tensor(conv.onto).add_(y) : y;
}

}  // namespace duo::kernels
