// The transformer compared with the published code: one block and the head, then teacher forcing.
#include <gtest/gtest.h>

#include <cmath>

#include "kernels/norm_modulate.h"
#include "model/modulation.h"
#include "model/var_block.h"
#include "model/var_tokens.h"
#include "support/fixture.h"
#include "support/lively_family.h"
#include "support/lively_weights.h"

namespace duo::test {
namespace {

constexpr double kTolerance = 1e-4;  // of the largest magnitude

at::Tensor hashed(const std::string& name, std::vector<std::int64_t> shape) {
    return at::tensor(livelyTensor(name, shape)).view(shape);
}

struct Subject {
    const char* name;
    const VarTransformer& model;
};

std::vector<Subject> subjects() {
    return {
        {"drafter", *livelyDrafter()}, {"refiner", *livelyRefiner()}, {"shared", *livelyShared()}};
}

TEST(VarParity, OneBlockAndTheHeadAlone) {
    const Fixture fixture("var");
    for (const auto& [name, model] : subjects()) {
        if (std::string(name) == "refiner") continue;  // the drafter's kind at another size
        SCOPED_TRACE(name);
        const VarWeights& w = model.weights();
        const std::string prefix(name);
        const at::Tensor x = hashed("input/" + prefix + ".x", {2, 5, w.geometry.width});
        const at::Tensor condition_BC = hashed("input/" + prefix + ".cond", {2, w.geometry.width});
        const VarBlockWeights& block = w.blocks[1];
        const at::Tensor mask =  // of the first two scales
            blockCausalMask(w.geometry.schedule, at::kCPU).narrow(0, 0, 5).narrow(1, 0, 5);
        const Attention byScale = [&](const Heads& heads) {
            return attend(heads.q, heads.k, heads.v, mask);
        };
        EXPECT_LT(relativeError(selfAttention(w.geometry, block, x, byScale),
                                fixture[prefix + ".block1.attn"]),
                  kTolerance);
        EXPECT_LT(relativeError(mlp(block, x), fixture[prefix + ".block1.ffn"]), kTolerance);
        const at::Tensor modulation =
            blockModulation(block, condition_BC, sharedModulation(w, condition_BC));
        EXPECT_LT(
            relativeError(runBlock(w.geometry, block, BlockModulation(modulation), x, byScale),
                          fixture[prefix + ".block1"]),
            kTolerance);
        const at::Tensor head = headModulation(w, condition_BC);
        EXPECT_LT(relativeError(kernels::plainNormModulate(x, head.select(1, 0), head.select(1, 1)),
                                fixture[prefix + ".head_nm"]),
                  kTolerance);
        EXPECT_LT(
            relativeError(runHead(w, HeadModulation(head), x), fixture[prefix + ".get_logits"]),
            kTolerance);
    }
}

at::Tensor forcedMaps(const Fixture& fixture) {
    const ScaleSchedule schedule = sixScales();
    std::vector<at::Tensor> tokens;
    for (int scale = 0; scale < schedule.count(); ++scale) {
        tokens.push_back(
            fixture["forward.tokens"].narrow(1, schedule.offset(scale), schedule.tokens(scale)));
    }
    return livelyVqVae()->quantizer().teacherInputs(schedule, tokens);  // [3, 90, 12]
}

TEST(VarParity, TeacherForcing) {
    const Fixture fixture("var");
    const at::Tensor maps = forcedMaps(fixture);
    for (const auto& [name, model] : subjects()) {
        SCOPED_TRACE(name);
        const std::string prefix(name);
        const at::Tensor logits = model.forward(fixture["labels"], maps);  // [3, 91, 96]
        EXPECT_LT(
            relativeError(logits.slice(2, 0, at::nullopt, 8), fixture[prefix + ".forward.logits"]),
            kTolerance);
        EXPECT_TRUE(at::equal(logits.argmax(-1), fixture[prefix + ".forward.best"]));
    }
}

TEST(VarTransformer, TeacherForcingOfTheFirstScalesAlone) {
    const Fixture fixture("var");
    const at::Tensor maps = forcedMaps(fixture);
    const at::Tensor all = livelyDrafter()->forward(fixture["labels"], maps);
    const at::Tensor first = livelyDrafter()->forward(fixture["labels"], maps.narrow(1, 0, 13));
    EXPECT_LT(relativeError(first, all.narrow(1, 0, 14)), 1e-5);  // scales 1, 2, 3
    const at::Tensor one = livelyDrafter()->forward(fixture["labels"], {});
    EXPECT_LT(relativeError(one, all.narrow(1, 0, 1)), 1e-5);
    EXPECT_THROW(livelyDrafter()->forward(fixture["labels"], maps.narrow(1, 0, 12)), c10::Error);
}

// Every parameter changes the loss, except scales of q that all lie above their cap.
TEST(VarTransformer, GradientsReachEveryParameter) {
    for (const bool shared : {false, true}) {
        SCOPED_TRACE(shared ? "shared AdaLN" : "own AdaLN");
        VarGeometry geometry = livelyGeometry(2, ScaleSchedule({1, 2, 3}), 16, shared);
        const auto model = livelyVar(shared ? "gradient.shared" : "gradient", geometry);
        const at::Tensor labels = at::tensor({0, 10, 4}, at::kLong);
        const at::Tensor maps = hashed("input/gradient.maps", {3, 13, 12});
        const auto loss = [&] {
            return model->forward(labels, maps).log_softmax(-1).square().mean();
        };
        for (const auto& [name, parameter] : model->parameters()) parameter.requires_grad_(true);
        const at::Tensor before = loss();
        before.backward();
        for (const auto& [name, parameter] : model->parameters()) {
            ASSERT_TRUE(parameter.grad().defined()) << name;
            const bool capped = name.ends_with("scale_mul_1H11") &&
                                parameter.min().item<double>() > std::log(100.0);
            EXPECT_EQ(parameter.grad().abs().max().item<double>() > 0, !capped) << name;
        }
    }
}

TEST(VarTransformer, AGradientPredictsTheLoss) {
    const auto model = livelyVar("gradient", livelyGeometry(2, ScaleSchedule({1, 2, 3}), 16));
    const at::Tensor labels = at::tensor({0, 10, 4}, at::kLong);
    const at::Tensor maps = hashed("input/gradient.maps", {3, 13, 12});
    const auto loss = [&] { return model->forward(labels, maps).log_softmax(-1).square().mean(); };
    for (const auto& [name, parameter] : model->parameters()) parameter.requires_grad_(true);
    loss().backward();
    for (const auto& [name, parameter] : model->parameters()) {
        at::Tensor data = parameter.detach();  // shares the parameter's memory
        const at::Tensor direction = parameter.grad() / parameter.grad().norm();
        const double slope = parameter.grad().norm().item<double>();
        const double step = 1e-2 * std::max(1.0, data.norm().item<double>()) / 10;
        data.add_(direction, step);
        const double up = loss().item<double>();
        data.add_(direction, -2 * step);
        const double down = loss().item<double>();
        data.add_(direction, step);
        EXPECT_NEAR((up - down) / (2 * step), slope, 0.1 * slope + 2e-3) << name;
    }
}

// All calls share the mask: making it under inference mode must not break training.
TEST(VarTransformer, TrainsAfterInference) {
    const auto model = livelyVar("gradient", livelyGeometry(2, ScaleSchedule({1, 2}), 16));
    const at::Tensor labels = at::tensor({1}, at::kLong);
    const at::Tensor maps = hashed("input/gradient.maps", {1, 4, 12});
    {
        const c10::InferenceMode inference;
        model->forward(labels, maps);
    }
    for (const auto& [name, parameter] : model->parameters()) parameter.requires_grad_(true);
    EXPECT_NO_THROW(model->forward(labels, maps).sum().backward());
}

// Without qk normalisation the scale is a quarter of the usual one (published code).
TEST(VarTransformer, WithoutNormalisedHeads) {
    VarGeometry geometry = livelyGeometry(2, ScaleSchedule({1, 2}), 16);
    geometry.qkNormalised = false;
    const auto model = livelyVar("plain", geometry);
    const VarBlockWeights& b = model->weights().blocks[0];
    const at::Tensor x = hashed("input/plain.x", {1, 5, 128});
    const at::Tensor qkv = at::linear(x, b.qkvWeight.values)
                               .view({1, 5, 3, 2, 64})
                               .permute({2, 0, 3, 1, 4});  // [3, 1, H, 5, h]
    const at::Tensor q = qkv[0] + b.qBias.view({1, 2, 1, 64});
    const at::Tensor v = qkv[2] + b.vBias.view({1, 2, 1, 64});
    const at::Tensor weights = (q.matmul(qkv[1].transpose(-2, -1)) * (0.25 / 8)).softmax(-1);
    const at::Tensor expected = at::linear(weights.matmul(v).transpose(1, 2).reshape({1, 5, 128}),
                                           b.projWeight.values, b.projBias);
    const at::Tensor found = selfAttention(
        geometry, b, x, [](const Heads& heads) { return attend(heads.q, heads.k, heads.v); });
    EXPECT_LT(relativeError(found, expected), kTolerance);
}

TEST(VarTransformer, ParametersCarryThePublishedNames) {
    for (const auto& [name, model] : subjects()) {
        SCOPED_TRACE(name);
        std::map<std::string, at::Tensor> found;
        for (const auto& [parameter, tensor] : model.parameters()) found[parameter] = tensor;
        const std::vector<TensorSpec> specs = tensorSpecs(model.geometry());
        EXPECT_EQ(found.size(), specs.size());
        for (const TensorSpec& spec : specs) {
            ASSERT_TRUE(found.contains(spec.name)) << spec.name;
            EXPECT_EQ(found[spec.name].sizes(), at::IntArrayRef(spec.shape)) << spec.name;
        }
    }
}

TEST(VarTransformer, ChargesItsWeightsToTheLedger) {
    MemoryLedger ledger;
    auto model = livelyVar("refiner", refinerGeometry(), &ledger, MemoryOwner::Refiner);
    std::int64_t bytes = 0;
    for (const auto& [name, tensor] : model->parameters()) bytes += tensor.nbytes();
    EXPECT_EQ(ledger.balance(MemoryOwner::Refiner, MemoryKind::Weights).bytes, bytes);
    model.reset();
    EXPECT_EQ(ledger.totalBytes(), 0);
}

}  // namespace
}  // namespace duo::test
