// Sessions over int8 weights.
#include <gtest/gtest.h>

#include "model/var_weights.h"
#include "support/lively_family.h"
#include "support/lively_weights.h"

namespace duo::test {
namespace {

const at::Tensor& labels() {
    static const at::Tensor labels = at::tensor({1, 2}, at::kLong);
    return labels;
}

// Logits of four scales at once, then of one more.
std::vector<at::Tensor> logitsOf(const VarTransformer& model) {
    const c10::InferenceMode inference;
    std::vector<at::Tensor> maps;
    for (int scale = 1; scale <= 4; ++scale) {
        const std::int64_t tokens = model.geometry().schedule.tokens(scale);
        const std::vector<std::int64_t> shape{2, tokens, model.geometry().codeChannels};
        maps.push_back(
            at::tensor(livelyTensor("input/int8." + std::to_string(scale), shape)).view(shape));
    }
    Session session = model.open(labels(), true, 5);
    std::vector<at::Tensor> logits{
        session.prefill(3, {maps.begin(), maps.begin() + 3}, /*wholePrefix=*/true)};
    logits.push_back(session.step(maps.back()));
    return logits;
}

class Int8Weights : public testing::TestWithParam<VarGeometry> {
  protected:
    VarGeometry geometry = GetParam();
    std::shared_ptr<const VarTransformer> exact = livelyVar("drafter", geometry);
    std::shared_ptr<const VarTransformer> rounded =
        VarTransformer::create(geometry, livelyInt8State("drafter", tensorSpecs(geometry)));
};

TEST_P(Int8Weights, StayCloseToFp32) {
    const std::vector<at::Tensor> expected = logitsOf(*exact), found = logitsOf(*rounded);
    for (std::size_t part = 0; part < expected.size(); ++part) {
        EXPECT_EQ(found[part].scalar_type(), at::kFloat);
        const double error = (found[part] - expected[part]).norm().item<double>() /
                             expected[part].norm().item<double>();
        // bf16 activations alone give 0.12 here (session_test.cpp)
        EXPECT_LT(error, 0.15);
        EXPECT_GT(error, 1e-4);  // they are rounded
    }
}

TEST_P(Int8Weights, TakeAQuarterOfTheBytes) {
    const VarWeights& weights = rounded->weights();
    EXPECT_TRUE(weights.headWeight.isInt8());
    EXPECT_TRUE(weights.headAdaWeight.isInt8());
    EXPECT_TRUE(weights.blocks[0].qkvWeight.isInt8());
    EXPECT_EQ(weights.wordWeight.scalar_type(), at::kFloat);
    EXPECT_EQ(weights.headBias.scalar_type(), weights.computeType());
    EXPECT_LT(weights.bytes(), exact->weights().bytes() * 35 / 100);  // embeddings stay fp32
    EXPECT_LT(weights.adaLnBytes(), exact->weights().adaLnBytes() * 27 / 100);
}

TEST_P(Int8Weights, ComeAndGoWithASessionWhereOffloaded) {
    MemoryLedger ledger;
    const auto far =
        VarTransformer::createOffloaded(geometry, livelyInt8State("drafter", tensorSpecs(geometry)),
                                        at::kCPU, &ledger, MemoryOwner::Drafter);
    EXPECT_EQ(far->bytesToLoad(), rounded->weights().bytes());
    EXPECT_TRUE(at::equal(logitsOf(*far).back(), logitsOf(*rounded).back()));
}

// Teacher forcing takes the path of training, without gradients of these weights.
TEST_P(Int8Weights, GiveTheSameLogitsUnderTeacherForcing) {
    const at::Tensor forced = rounded->forward(labels(), {});
    Session session = rounded->open(labels(), false, 1);
    EXPECT_LT(relativeError(forced, session.step({})), 0.02);
}

INSTANTIATE_TEST_SUITE_P(Families, Int8Weights,
                         testing::Values(drafterGeometry(), sharedGeometry()),
                         [](const auto& info) {
                             return info.index == 0 ? "Plain" : "SharedAdaLn";
                         });

}  // namespace
}  // namespace duo::test
