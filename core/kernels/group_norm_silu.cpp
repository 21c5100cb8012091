#include "kernels/group_norm_silu.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/cpu/tensor_access.h"

namespace duo::kernels {
namespace {

// Pixels summed in fp32, whatever the number of threads; these sums are then added in double.
constexpr std::int64_t kSummedPixels = 256;
constexpr std::int64_t kNumbersOfThread = 8192;

bool fits(const at::Tensor& x_BCHW, const at::Tensor& weight_C, const at::Tensor& bias_C) {
    return x_BCHW.is_cpu() && x_BCHW.scalar_type() == at::kFloat && cpu::cpuKernels() != nullptr &&
           x_BCHW.is_contiguous(at::MemoryFormat::ChannelsLast) &&
           weight_C.scalar_type() == at::kFloat && bias_C.scalar_type() == at::kFloat &&
           weight_C.is_contiguous() && bias_C.is_contiguous();
}

// -> [pieces, 2, channels], as channelSums makes them of 256 pixels each
std::vector<float> sumsOf(const cpu::GroupNormJob& job, std::int64_t pixels) {
    const std::int64_t pieces = (pixels + kSummedPixels - 1) / kSummedPixels;
    std::vector<float> sums(pieces * 2 * job.channels);
    const std::int64_t grain = kNumbersOfThread / (kSummedPixels * job.channels) + 1;
    at::parallel_for(0, pieces, grain, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t piece = begin; piece < end; ++piece) {
            const std::int64_t first = piece * kSummedPixels;
            cpu::cpuKernels()->channelSums(job, sums.data() + piece * 2 * job.channels, first,
                                           std::min(first + kSummedPixels, pixels));
        }
    });
    return sums;
}

struct Norm {
    std::int64_t groups;
    const at::Tensor& weight_C;
    const at::Tensor& bias_C;
    double epsilon;
};

// A channel's factor and offset: y = silu(x * rate + offset).
struct Scales {
    std::vector<float> rate, offset;
};

// sums: of differences to the first pixel
Scales scalesOf(const std::vector<float>& sums, const float* firstPixel, std::int64_t pixels,
                const Norm& norm) {
    const std::int64_t channels = norm.weight_C.size(0), width = channels / norm.groups;
    const auto* weight = norm.weight_C.const_data_ptr<float>();
    const auto* bias = norm.bias_C.const_data_ptr<float>();
    std::vector<double> totals(2 * channels);
    for (std::size_t i = 0; i < sums.size(); ++i) totals[i % totals.size()] += sums[i];
    Scales scales{std::vector<float>(channels), std::vector<float>(channels)};
    for (std::int64_t first = 0; first < channels; first += width) {
        double sum = 0, squares = 0;
        for (std::int64_t c = first; c < first + width; ++c) {
            const double origin = firstPixel[c], all = static_cast<double>(pixels) * origin;
            sum += totals[c] + all;
            squares += totals[channels + c] + origin * (2 * totals[c] + all);
        }
        const double count = static_cast<double>(width * pixels), mean = sum / count;
        const double rate =
            1 / std::sqrt(std::max(squares / count - mean * mean, 0.0) + norm.epsilon);
        for (std::int64_t c = first; c < first + width; ++c) {
            scales.rate[c] = static_cast<float>(weight[c] * rate);
            scales.offset[c] = static_cast<float>(bias[c] - mean * rate * weight[c]);
        }
    }
    return scales;
}

// y may be x
void run(const at::Tensor& x_BCHW, const at::Tensor& y_BCHW, const Norm& norm) {
    const std::int64_t channels = x_BCHW.size(1), pixels = x_BCHW.size(2) * x_BCHW.size(3);
    cpu::GroupNormJob job;
    job.channels = channels;
    for (std::int64_t picture = 0; picture < x_BCHW.size(0); ++picture) {
        job.x = x_BCHW.const_data_ptr<float>() + picture * pixels * channels;
        job.y = y_BCHW.data_ptr<float>() + picture * pixels * channels;
        const Scales scales = scalesOf(sumsOf(job, pixels), job.x, pixels, norm);
        job.rate = scales.rate.data();
        job.offset = scales.offset.data();
        at::parallel_for(0, pixels, kNumbersOfThread / channels + 1,
                         [&](std::int64_t begin, std::int64_t end) {
                             cpu::cpuKernels()->scaleSilu(job, begin, end);
                         });
    }
}

}  // namespace

at::Tensor groupNormSilu(const at::Tensor& x_BCHW, std::int64_t groups, const at::Tensor& weight_C,
                         const at::Tensor& bias_C, double epsilon) {
    if (!fits(x_BCHW, weight_C, bias_C)) {
        return plainGroupNormSilu(x_BCHW, groups, weight_C, bias_C, epsilon);
    }
    const at::Tensor y_BCHW = at::empty_like(x_BCHW);
    run(x_BCHW, y_BCHW, {groups, weight_C, bias_C, epsilon});
    return y_BCHW;
}

void groupNormSilu_(at::Tensor& x_BCHW, std::int64_t groups, const at::Tensor& weight_C,
                    const at::Tensor& bias_C, double epsilon) {
    if (fits(x_BCHW, weight_C, bias_C)) {
        run(x_BCHW, x_BCHW, {groups, weight_C, bias_C, epsilon});
    } else {
        x_BCHW = plainGroupNormSilu(x_BCHW, groups, weight_C, bias_C, epsilon);
    }
}

at::Tensor plainGroupNormSilu(const at::Tensor& x_BCHW, std::int64_t groups,
                              const at::Tensor& weight_C, const at::Tensor& bias_C,
                              double epsilon) {
    const at::ScalarType type = x_BCHW.scalar_type();
    at::Tensor y_BCHW = at::group_norm(x_BCHW, groups, weight_C.to(type), bias_C.to(type), epsilon);
    return at::silu_(y_BCHW);
}

}  // namespace duo::kernels
