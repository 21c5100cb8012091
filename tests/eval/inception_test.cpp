// The Inception network against torch-fidelity's and pytorch-fid's, which agree, with hashed
// weights (tests/data/make_evaluation_fixtures.py). The published weights are not needed.
#include "eval/inception_v3.h"

#include <gtest/gtest.h>

#include "io/temporary_folder.h"
#include "support/expect_error.h"
#include "support/fixture.h"
#include "support/lively_weights.h"

namespace duo::eval {
namespace {

at::Tensor lively(const std::string& name, const std::vector<std::int64_t>& shape) {
    const std::vector<float> values = test::livelyTensor(name, shape);
    return at::tensor(values, at::kFloat).view(shape);
}

// Norms need a positive scale and variance; the hash decides by the end of the name.
std::string hashName(const std::string& name) {
    const std::size_t norm = name.find(".bn.");
    if (norm == std::string::npos) return "inception/" + name;
    const std::string kind = name.substr(norm + 4);
    const std::string rule = kind == "weight"         ? "norm.weight"
                             : kind == "bias"         ? "bias"
                             : kind == "running_mean" ? "mean.bias"
                                                      : "variance.norm.weight";
    return "inception/" + name.substr(0, norm) + ".bn." + rule;
}

std::map<std::string, at::Tensor> hashedWeights() {
    std::map<std::string, at::Tensor> weights;
    for (const TensorSpec& spec : inceptionSpecs()) {
        weights[spec.name] = lively(hashName(spec.name), spec.shape);
    }
    return weights;
}

at::Tensor pictures() {
    const at::Tensor values = lively("picture/inception", {2, 3, 48, 40});
    return ((values + 1) * 127.5).round().clamp(0, 255).to(at::kByte).permute({0, 2, 3, 1});
}

void expectClose(const at::Tensor& made, const at::Tensor& due, double tolerance) {
    ASSERT_EQ(made.sizes(), due.sizes());
    EXPECT_LT((made - due).abs().max().item<double>(), tolerance * due.abs().max().item<double>());
}

TEST(InceptionV3, ResizesAsTensorFlow1) {
    const test::Fixture fixture("evaluation");
    const at::Tensor resized = resizeLikeTensorFlow1(toPlanes(pictures(), at::kCPU), 299);
    using at::indexing::Slice;
    expectClose(
        resized.index({"...", Slice(0, at::indexing::None, 23), Slice(0, at::indexing::None, 23)}),
        fixture["inception.resized"], 1e-6);
}

TEST(InceptionV3, AgreesWithTorchFidelityAndPytorchFid) {
    const test::Fixture fixture("evaluation");
    const InceptionV3 network(StateDict("hashed", hashedWeights()));
    const Features made = network(pictures());
    using at::indexing::Slice;
    const auto part = [](const at::Tensor& x) {
        return x.index({"...", Slice(0, at::indexing::None, 8)});
    };
    EXPECT_EQ(made.features_BF.size(1), 2048);
    EXPECT_EQ(made.logits_BK.size(1), 1008);
    expectClose(part(made.features_BF), fixture["inception.features"], 1e-4);
    expectClose(part(made.logits_BK), fixture["inception.logits"], 1e-4);
}

TEST(InceptionV3, LoadsByNameAndSaysWhatIsMissing) {
    const test::TemporaryFolder folder;
    auto weights = hashedWeights();
    weights["fc.bias"] = at::zeros({1008});  // in the published file; not used
    saveStateDict(folder.file("whole.safetensors"), weights, at::kFloat, {});
    EXPECT_TRUE(isInceptionV3(folder.file("whole.safetensors")));
    const auto loaded = loadInceptionV3(folder.file("whole.safetensors"), at::kCPU);
    const InceptionV3 direct(StateDict("hashed", hashedWeights()));
    EXPECT_TRUE(at::equal((*loaded)(pictures()).features_BF, direct(pictures()).features_BF));
    weights.erase("Mixed_7c.branch_pool.bn.running_var");
    saveStateDict(folder.file("part.safetensors"), weights, at::kFloat, {});
    EXPECT_DUO_ERROR(loadInceptionV3(folder.file("part.safetensors"), at::kCPU),
                     ErrorKind::Checkpoint, "Mixed_7c.branch_pool.bn.running_var",
                     "part.safetensors");
}

}  // namespace
}  // namespace duo::eval
