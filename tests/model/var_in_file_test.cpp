// A VAR whose weights stay in their file while a session works with them.
#include <gtest/gtest.h>

#include "io/temporary_folder.h"
#include "model/session.h"
#include "support/lively_family.h"
#include "support/resident.h"

namespace duo::test {
namespace {

// 36 MB in its blocks without AdaLN: large enough to see in the resident memory.
struct SavedVar {
    VarGeometry geometry = livelyDrafter()->geometry();
    std::int64_t blockBytes;
    TemporaryFolder folder;
    std::string path = folder.file("var.safetensors");

    SavedVar() {
        geometry.depth = 3;
        geometry.width = 512;
        geometry.heads = 8;
        geometry.mlpWidth = 2048;
        blockBytes = std::int64_t{4} * geometry.depth * 12 * geometry.width * geometry.width;
        std::map<std::string, at::Tensor> tensors;
        for (const TensorSpec& spec : tensorSpecs(geometry))
            tensors[spec.name] = at::randn(spec.shape) * 0.05;
        saveStateDict(path, tensors, at::kFloat, {});
    }
    StateDict load(bool inFile) const {
        LoadOptions options;
        options.inFile = inFile;
        return loadStateDict(openCheckpoint(path), tensorSpecs(geometry), options);
    }
};

TEST(VarInItsFile, LetsGoOfABlockThatNoScaleComesBackTo) {
    const c10::InferenceMode inference;
    const SavedVar saved;
    const auto near = VarTransformer::create(saved.geometry, saved.load(false));
    const auto far = VarTransformer::createOffloaded(saved.geometry, saved.load(true), at::kCPU,
                                                     nullptr, MemoryOwner::Drafter);
    const at::Tensor labels = at::tensor({1}, at::kLong);
    const at::Tensor map =
        at::randn({1, saved.geometry.schedule.tokens(1), saved.geometry.codeChannels});
    Session expected = near->open(labels, true, 2), session = far->open(labels, true, 2);
    const std::int64_t before = residentFileBytes();
    if (before < 0) GTEST_SKIP() << "the system does not tell resident pages";
    EXPECT_TRUE(at::equal(session.step({}), expected.step({})));
    EXPECT_GT(residentFileBytes() - before, saved.blockBytes * 9 / 10);
    EXPECT_TRUE(at::equal(session.step(map), expected.step(map)));
    EXPECT_LT(residentFileBytes() - before, saved.blockBytes / 10);
}

}  // namespace
}  // namespace duo::test
