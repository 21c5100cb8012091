#include "kernels/winograd.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include "kernels/random_tensors.h"

namespace duo::test {
namespace {

constexpr auto kLast = at::MemoryFormat::ChannelsLast;
constexpr double kWinogradError = 3e-5;  // its transforms cancel some digits

struct Size {
    int pictures, inputs, outputs, height, width;
};

kernels::Conv3x3 randomConv(const Size& s, bool doubled) {
    return {randomTensor({s.pictures, s.inputs, s.height, s.width}, 1).contiguous(kLast),
            randomTensor({s.outputs, s.inputs, 3, 3}, 2).contiguous(kLast),
            randomTensor({s.outputs}, 3), doubled, at::Tensor()};
}

// In double precision.
at::Tensor exact(kernels::Conv3x3 conv) {
    for (at::Tensor* t : {&conv.x_BIHW, &conv.w_OI33, &conv.bias_O, &conv.onto}) {
        if (t->defined()) *t = t->to(at::kDouble, /*non_blocking=*/false, /*copy=*/true);
    }
    return kernels::plainWinograd(conv);
}

class EverySize : public testing::TestWithParam<bool> {};

TEST_P(EverySize, AgreesWithTheConvolutionInDouble) {
    const c10::InferenceMode inference;
    const bool doubled = GetParam();
    for (int side = 1; side <= 19; ++side) {
        for (const int channels : {1, 3, 5, 32, 160}) {
            const int others = side % 2 == 0 ? 5 : channels;
            const Size size{1 + side % 2, channels, others, side, 20 - side};
            const kernels::Conv3x3 conv = randomConv(size, doubled);
            const at::Tensor y = kernels::winograd(conv);
            EXPECT_TRUE(y.is_contiguous(kLast));
            EXPECT_LT(errorOf(y, exact(conv)), kWinogradError)
                << channels << " to " << others << " channels, " << side << " x " << 20 - side;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Winograd, EverySize, testing::Bool(),
                         [](const auto& info) { return info.param ? "Upsampled" : "Plain"; });

TEST(Winograd, TakesAnyLayout) {
    const c10::InferenceMode inference;
    kernels::Conv3x3 conv = randomConv({2, 32, 24, 9, 7}, false);
    const at::Tensor expected = kernels::winograd(conv);
    conv.x_BIHW = conv.x_BIHW.contiguous();
    conv.w_OI33 = conv.w_OI33.contiguous();
    EXPECT_TRUE(at::equal(kernels::winograd(conv), expected));
}

TEST(Winograd, AddsItselfInPlace) {
    const c10::InferenceMode inference;
    kernels::Conv3x3 conv = randomConv({2, 32, 24, 9, 7}, false);
    conv.onto = randomTensor({2, 24, 9, 7}, 4).contiguous(kLast);
    const at::Tensor expected = exact(conv), y = kernels::winograd(conv);
    EXPECT_TRUE(y.is_same(conv.onto));
    EXPECT_LT(errorOf(y, expected), kWinogradError);
}

TEST(Winograd, APictureDependsOnNoOtherAndOnNoThreads) {
    const c10::InferenceMode inference;
    kernels::Conv3x3 conv = randomConv({3, 48, 80, 37, 41}, false);
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const at::Tensor together = kernels::winograd(conv);
    at::set_num_threads(3);
    EXPECT_TRUE(at::equal(kernels::winograd(conv), together));
    conv.x_BIHW = conv.x_BIHW.narrow(0, 1, 1);
    EXPECT_TRUE(at::equal(kernels::winograd(conv)[0], together[1]));
    at::set_num_threads(threads);
}

TEST(Winograd, PaysOnLargeMapsInFloat32) {
    const auto pays = [](const Size& size, bool doubled) {
        return kernels::winogradPays(randomConv(size, doubled));
    };
    if (!pays({1, 160, 160, 64, 64}, false)) GTEST_SKIP() << "this processor has none of the sets";
    EXPECT_TRUE(pays({1, 320, 320, 16, 16}, true));
    EXPECT_FALSE(pays({1, 320, 320, 16, 16}, false));
    EXPECT_TRUE(pays({1, 160, 3, 64, 64}, false));
    EXPECT_FALSE(pays({1, 3, 160, 64, 64}, false));
    kernels::Conv3x3 conv = randomConv({1, 160, 160, 64, 64}, false);
    conv.w_OI33 = conv.w_OI33.to(at::kBFloat16);
    EXPECT_FALSE(kernels::winogradPays(conv));
    conv.w_OI33 = randomTensor({160, 160, 1, 1}, 1);
    EXPECT_FALSE(kernels::winogradPays(conv));
}

}  // namespace
}  // namespace duo::test
