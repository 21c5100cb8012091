// AdamW and the running average against their formulas.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/error.h"
#include "train/adamw.h"
#include "train/ema.h"

namespace duo::train {
namespace {

NamedTensors twoParameters() {
    NamedTensors parameters{{"layer.weight", at::tensor({1.0f, -2.0f, 3.0f}).view({1, 3})},
                            {"layer.bias", at::tensor({0.5f})}};
    collectGradients(parameters);
    return parameters;
}

void giveGradients(const NamedTensors& parameters, float scale) {
    for (const auto& [name, tensor] : parameters)
        tensor.mutable_grad() = at::full_like(tensor.detach(), scale);
}

TEST(AdamW, FollowsItsFormulaAndDecaysMatricesAlone) {
    const NamedTensors parameters = twoParameters();
    const AdamWOptions options{0.9, 0.99, 1e-8, 0.1, 0};
    AdamW optimiser(parameters, options);
    double weight = 1.0, bias = 0.5, mean = 0, square = 0;
    for (int step = 1; step <= 3; ++step) {
        const double gradient = 0.2 * step, rate = 0.01;
        giveGradients(parameters, static_cast<float>(gradient));
        EXPECT_NEAR(optimiser.step(rate), gradient * 2, 1e-6);  // norm of four equal numbers
        mean = 0.9 * mean + 0.1 * gradient;
        square = 0.99 * square + 0.01 * gradient * gradient;
        const double update = (mean / (1 - std::pow(0.9, step))) /
                              (std::sqrt(square / (1 - std::pow(0.99, step))) + 1e-8);
        weight = weight * (1 - rate * 0.1) - rate * update;
        bias = bias - rate * update;
    }
    EXPECT_NEAR(parameters[0].second[0][0].item<double>(), weight, 1e-5);
    EXPECT_NEAR(parameters[1].second[0].item<double>(), bias, 1e-5);
}

TEST(AdamW, ClipsTheGradientsTogether) {
    const NamedTensors large = twoParameters(), small = twoParameters();
    const AdamWOptions options{0.9, 0.99, 1.0, 0,
                               1.0};  // a large epsilon keeps the gradient's size visible
    AdamW first(large, options), second(small, options);
    giveGradients(large, 50);
    giveGradients(small, 0.5);  // norm 1
    EXPECT_NEAR(first.step(0.1), 100, 1e-3);
    EXPECT_NEAR(second.step(0.1), 1, 1e-6);
    EXPECT_TRUE(at::allclose(large[0].second, small[0].second));
}

TEST(AdamW, RefusesGradientsThatAreNoNumbers) {
    const NamedTensors parameters = twoParameters();
    AdamW optimiser(parameters, {});
    giveGradients(parameters, std::numeric_limits<float>::quiet_NaN());
    try {
        optimiser.step(0.1);
        FAIL() << "a step was taken";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Numeric);
    }
    EXPECT_EQ(parameters[0].second[0][1].item<double>(), -2.0);
}

TEST(Ema, WarmsUpThenFollowsItsDecay) {
    const NamedTensors parameters{{"x", at::tensor({1.0f})}};
    Ema ema(parameters, 0.5);
    double average = 1.0;
    for (int update = 0; update < 12; ++update) {
        parameters[0].second.fill_(update);
        ema.update();
        const double decay = std::min(0.5, (1.0 + update) / (10.0 + update));
        average = decay * average + (1 - decay) * update;
    }
    EXPECT_NEAR(ema.average()[0].second.item<double>(), average, 1e-5);
    EXPECT_EQ(parameters[0].second.item<double>(), 11);
}

}  // namespace
}  // namespace duo::train
