#include "bench/random_weights.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "bench/presets.h"
#include "decode/collaborative_decoder.h"

namespace duo {
namespace {

StateDict make(const std::string& model, const VarGeometry& geometry, std::uint64_t seed,
               at::ScalarType type = at::kFloat) {
    LoadOptions options;
    options.dtype = type;
    return randomWeights(model, tensorSpecs(geometry), seed, options);
}

TEST(RandomWeights, FollowTheirRuleInTheTypeOfAFile) {
    const StateDict weights = make("VAR", publishedVar(2), 1, at::kBFloat16);
    const at::Tensor head = weights.tensors().at("head.weight");  // deviation 2 / sqrt(128)
    EXPECT_EQ(head.scalar_type(), at::kBFloat16);
    EXPECT_NEAR(head.to(at::kFloat).std().item<double>(), 2 / std::sqrt(128.0), 1e-3);
    EXPECT_NEAR(head.to(at::kFloat).mean().item<double>(), 0, 1e-3);
    const at::Tensor classes = weights.tensors().at("class_emb.weight");
    EXPECT_EQ(classes.scalar_type(), at::kFloat);
    EXPECT_NEAR(classes.std().item<double>(), 1, 0.01);
}

TEST(RandomWeights, AreTheSameForASeedAndOthersForAnother) {
    const VarGeometry geometry = publishedVar(1);
    const auto head = [&](const std::string& model, std::uint64_t seed) {
        return make(model, geometry, seed).take("head.weight");
    };
    EXPECT_TRUE(at::equal(head("a", 1), head("a", 1)));
    EXPECT_FALSE(at::equal(head("a", 1), head("a", 2)));
    EXPECT_FALSE(at::equal(head("a", 1), head("b", 1)));
    const StateDict weights = make("a", geometry, 1);
    EXPECT_FALSE(at::equal(weights.tensors().at("blocks.0.ffn.fc1.weight").flatten(),
                           weights.tensors().at("blocks.0.ffn.fc2.weight").flatten()));
}

// Logits that are finite, and no two tokens or labels alike.
TEST(RandomWeights, MakeALivelyModel) {
    const c10::InferenceMode inference;
    const VarGeometry geometry = publishedVar(3);
    const auto model = VarTransformer::create(geometry, make("VAR", geometry, 1));
    Session session = model->open(at::tensor({1, 98}, at::kLong), true, 2);
    session.step({});
    const at::Tensor logits_RlV = session.step(at::randn({2, 4, 32}));
    EXPECT_TRUE(at::isfinite(logits_RlV).all().item<bool>());
    EXPECT_GT(logits_RlV.std(-1).min().item<double>(), 0.5);
    EXPECT_LT(logits_RlV.abs().max().item<double>(), 100);
    std::set<std::int64_t> best;
    const at::Tensor best_n = logits_RlV.argmax(-1).flatten();
    for (int i = 0; i < best_n.numel(); ++i) best.insert(best_n[i].item<std::int64_t>());
    EXPECT_GT(best.size(), 8u);  // of 16
}

}  // namespace
}  // namespace duo
