// Projections whose q, k and v are stored apart, or under another name.
#include <gtest/gtest.h>

#include <algorithm>

#include "checkpoint/digest.h"
#include "checkpoint/state_dict.h"
#include "models.h"

namespace duo {
namespace {

using namespace test;

// A tiny VAR whose numbers differ from row to row.
Weights countedVar() {
    Weights weights = varWeights(tinyVar());
    for (auto& [name, values] : weights.values) {
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
    }
    return weights;
}

// Cuts a tensor into three along its first dimension.
void cut(Weights& weights, const std::string& whole, const std::vector<std::string>& parts) {
    std::vector<std::int64_t> shape = weights.shapes.at(whole);
    const std::vector<float> values = weights.values.at(whole);
    weights.erase(whole);
    shape.front() /= 3;
    const std::size_t size = values.size() / 3;
    for (std::size_t i = 0; i < 3; ++i) {
        weights.set(parts[i], shape);
        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(i * size), size,
                    weights.values.at(parts[i]).begin());
    }
}

std::string layer(int block) {
    return "blocks." + std::to_string(block) + ".attn.";
}

void rename(Weights& weights, const std::string& from, const std::string& to) {
    weights.shapes[to] = weights.shapes.at(from);
    weights.values[to] = weights.values.at(from);
    weights.erase(from);
}

// The same model with three matrices of these names, and biases beside them if so asked.
Weights apart(const std::vector<std::string>& names, bool biases) {
    Weights weights = countedVar();
    for (int block = 0; block < 2; ++block) {
        const std::string at = layer(block);
        cut(weights, at + "mat_qkv.weight",
            {at + names[0] + ".weight", at + names[1] + ".weight", at + names[2] + ".weight"});
        if (!biases) continue;
        rename(weights, at + "q_bias", at + names[0] + ".bias");
        rename(weights, at + "v_bias", at + names[2] + ".bias");
        weights.set(at + names[1] + ".bias", {8});
        std::ranges::fill(weights.values.at(at + names[1] + ".bias"), -0.0f);
    }
    return weights;
}

TEST(JoinQkv, AVarWithSplitProjectionsIsTheSameModel) {
    const Saved joined(countedVar());
    EXPECT_EQ(joined.checkpoint.joinedLayers, 0);
    const auto specs = tensorSpecs(tinyVar());
    const StateDict expected = loadStateDict(joined.checkpoint, specs, {});
    for (const std::vector<std::string>& names :
         {std::vector<std::string>{"q_proj", "k_proj", "v_proj"},
          {"to_q", "to_k", "to_v"},
          {"q", "k", "v"}}) {
        for (const bool biases : {false, true}) {
            const Saved saved(apart(names, biases), "model.");
            EXPECT_EQ(saved.checkpoint.joinedLayers, 2);
            EXPECT_EQ(detectVar(saved.checkpoint), tinyVar());
            EXPECT_EQ(weightDigest(saved.checkpoint), weightDigest(joined.checkpoint));
            const StateDict loaded = loadStateDict(saved.checkpoint, specs, {});
            for (const auto& [name, tensor] : expected.tensors()) {
                EXPECT_TRUE(at::equal(loaded.tensors().at(name), tensor)) << name;
            }
        }
    }
}

TEST(JoinQkv, AVarWithAJoinedProjectionOfAnotherName) {
    const Saved joined(countedVar());
    Weights weights = countedVar();
    for (int block = 0; block < 2; ++block) {
        const std::string at = layer(block);
        rename(weights, at + "mat_qkv.weight", at + "qkv.weight");
        std::vector<float> bias(24);
        std::ranges::copy(weights.values.at(at + "q_bias"), bias.begin());
        std::ranges::copy(weights.values.at(at + "v_bias"), bias.begin() + 16);
        weights.erase(at + "q_bias");
        weights.erase(at + "v_bias");
        weights.set(at + "qkv.bias", {24});
        weights.values.at(at + "qkv.bias") = bias;
    }
    const Saved saved(weights);
    EXPECT_EQ(detectVar(saved.checkpoint), tinyVar());
    EXPECT_EQ(weightDigest(saved.checkpoint), weightDigest(joined.checkpoint));
    weights.values.at("blocks.1.attn.qkv.bias")[9] = 1;
    EXPECT_NE(refusal([&] { Saved{weights}; }).find("'blocks.1.attn.k' has a bias other than 0"),
              std::string::npos);
}

TEST(JoinQkv, ABiasOfKCountsOnlyWhereKIsNormalised) {
    Weights weights = apart({"q_proj", "k_proj", "v_proj"}, true);
    weights.values.at("blocks.0.attn.k_proj.bias")[0] = 1;
    refusal([&] { Saved{weights}; });
    weights.erase("blocks.0.attn.scale_mul_1H11");
    EXPECT_EQ(Saved(weights).checkpoint.joinedLayers, 2);
}

TEST(JoinQkv, PartsThatDoNotMatchAreNamed) {
    Weights weights = apart({"q_proj", "k_proj", "v_proj"}, false);
    weights.set("blocks.0.attn.k_proj.weight", {4, 8});
    EXPECT_NE(refusal([&] { Saved{weights}; }).find("'blocks.0.attn.k_proj.weight' differs"),
              std::string::npos);
    weights.erase("blocks.0.attn.k_proj.weight");
    EXPECT_NE(refusal([&] { Saved{weights}; }).find("'blocks.0.attn.k_proj.weight' is missing"),
              std::string::npos);
}

TEST(JoinQkv, AVqVaeWithSplitProjectionsIsTheSameModel) {
    VqVaeGeometry geometry = tinyVqVae();
    geometry.attention = true;
    Weights weights(tensorSpecs(geometry));
    const Saved joined(weights);
    int layers = 0;
    for (const TensorSpec& spec : tensorSpecs(geometry)) {
        const std::size_t at = spec.name.find(".qkv.");
        if (at == std::string::npos) continue;
        const std::string before = spec.name.substr(0, at + 1), after = spec.name.substr(at + 4);
        cut(weights, spec.name, {before + "q" + after, before + "k" + after, before + "v" + after});
        layers += after == ".weight" ? 1 : 0;
    }
    const Saved saved(weights);
    EXPECT_EQ(saved.checkpoint.joinedLayers, layers);
    EXPECT_GT(layers, 3);
    EXPECT_EQ(detectVqVae(saved.checkpoint), geometry);
    EXPECT_EQ(weightDigest(saved.checkpoint), weightDigest(joined.checkpoint));
}

TEST(JoinQkv, StackedTensorsCannotStayInTheirFile) {
    const Saved saved(apart({"q", "k", "v"}, false));
    LoadOptions options;
    options.inFile = true;
    const auto specs = tensorSpecs(tinyVar());
    EXPECT_FALSE(usableInPlace(saved.checkpoint, specs, at::kFloat));
    EXPECT_NE(refusal([&] { loadStateDict(saved.checkpoint, specs, options); }).find("one aligned"),
              std::string::npos);
}

TEST(Bfloat16, FilesGiveTheSameNumbersAtFullPrecision) {
    const Saved whole(countedVar());
    const auto specs = tensorSpecs(tinyVar());
    const StateDict weights = loadStateDict(whole.checkpoint, specs, {});
    const std::string path = whole.folder.file("bf16.safetensors");
    saveStateDict(path, weights.tensors(), at::kBFloat16, geometryMetadata(tinyVar()));
    const CheckpointFile file = openCheckpoint(path);
    EXPECT_EQ(file.file.tensors.at("class_emb.weight").dtype, io::DType::BFloat16);
    EXPECT_EQ(detectVar(file), tinyVar());
    const StateDict loaded = loadStateDict(file, specs, {});
    for (const auto& [name, tensor] : loaded.tensors()) {
        EXPECT_EQ(tensor.scalar_type(), at::kFloat) << name;
        const at::Tensor rounded = weights.tensors().at(name).to(at::kBFloat16).to(at::kFloat);
        EXPECT_TRUE(at::equal(tensor, rounded)) << name;
    }
}

}  // namespace
}  // namespace duo
