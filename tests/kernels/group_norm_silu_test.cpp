#include "kernels/group_norm_silu.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

constexpr auto kLast = at::MemoryFormat::ChannelsLast;
constexpr double kEpsilon = 1e-6;

struct Input {
    Input(int pictures, int channels, int height, int width)
        : x((randomTensor({pictures, channels, height, width}, 1) * 3 + 5).contiguous(kLast)),
          weight(randomTensor({channels}, 2)),
          bias(randomTensor({channels}, 3)) {}

    at::Tensor x, weight, bias;
};

TEST(GroupNormSilu, AgreesWithPlainAtenInDouble) {
    const c10::InferenceMode inference;
    for (const auto& [pictures, groups, channels, height, width] :
         std::vector<std::tuple<int, int, int, int, int>>{{1, 1, 1, 1, 2},
                                                          {2, 8, 24, 5, 7},
                                                          {1, 32, 160, 40, 33},
                                                          {3, 32, 96, 16, 16},
                                                          {1, 5, 15, 1, 1}}) {
        const Input in(pictures, channels, height, width);
        const at::Tensor expected =
            kernels::plainGroupNormSilu(in.x.to(at::kDouble), groups, in.weight.to(at::kDouble),
                                        in.bias.to(at::kDouble), kEpsilon);
        const at::Tensor y = kernels::groupNormSilu(in.x, groups, in.weight, in.bias, kEpsilon);
        EXPECT_LT(errorOf(y, expected), 1e-5) << channels << " channels";
        at::Tensor owned = in.x.clone();
        kernels::groupNormSilu_(owned, groups, in.weight, in.bias, kEpsilon);
        EXPECT_TRUE(at::equal(owned, y)) << channels << " channels";
    }
}

TEST(GroupNormSilu, KeepsSmallDifferencesFarFromZero) {
    const c10::InferenceMode inference;
    const Input in(1, 32, 40, 33);
    const at::Tensor x = (in.x * 1e-3 + 100).contiguous(kLast);
    const at::Tensor expected = kernels::plainGroupNormSilu(
        x.to(at::kDouble), 32, in.weight.to(at::kDouble), in.bias.to(at::kDouble), kEpsilon);
    // Near 100 the step between fp32 numbers is about 1e-5, a hundredth of the deviation.
    EXPECT_LT(errorOf(kernels::groupNormSilu(x, 32, in.weight, in.bias, kEpsilon), expected), 5e-3);
}

TEST(GroupNormSilu, APictureDependsOnNoOtherAndOnNoThreads) {
    const c10::InferenceMode inference;
    const Input in(3, 96, 37, 41);
    const auto run = [&](const at::Tensor& x) {
        return kernels::groupNormSilu(x, 32, in.weight, in.bias, kEpsilon);
    };
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const at::Tensor x = (in.x * 100).contiguous(kLast), together = run(x);
    at::set_num_threads(3);
    EXPECT_TRUE(at::equal(run(x), together));
    EXPECT_TRUE(at::equal(run(x.narrow(0, 1, 1))[0], together[1]));
    at::set_num_threads(threads);
}

TEST(GroupNormSilu, LeavesOtherLayoutsAndTypesToPlainAten) {
    const c10::InferenceMode inference;
    const Input in(1, 32, 6, 5);
    for (const at::Tensor& x : {in.x.contiguous(), in.x.to(at::kBFloat16)}) {
        const at::Tensor y = kernels::groupNormSilu(x, 8, in.weight, in.bias, kEpsilon);
        EXPECT_TRUE(at::equal(y, kernels::plainGroupNormSilu(x, 8, in.weight, in.bias, kEpsilon)));
        at::Tensor owned = x.clone();
        kernels::groupNormSilu_(owned, 8, in.weight, in.bias, kEpsilon);
        EXPECT_TRUE(at::equal(owned, y));
    }
}

}  // namespace
}  // namespace duo::test
