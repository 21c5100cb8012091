// A VQ-VAE that only decodes: without its encoder, and with weights that stay in their file.
#include <gtest/gtest.h>

#include "io/temporary_folder.h"
#include "model/vqvae.h"
#include "support/lively_family.h"
#include "support/resident.h"

namespace duo::test {
namespace {

std::int64_t elementsOf(const std::vector<TensorSpec>& specs) {
    std::int64_t all = 0;
    for (const TensorSpec& spec : specs) all += c10::multiply_integers(spec.shape);
    return all;
}

struct SavedVqVae {
    VqVaeGeometry geometry = livelyVqVae()->geometry();
    TemporaryFolder folder;
    CheckpointFile file;

    SavedVqVae() {
        const std::string path = folder.file("vqvae.safetensors");
        saveStateDict(path, livelyState("vae", tensorSpecs(geometry)).tensors(), at::kFloat, {});
        file = openCheckpoint(path);
    }
    bool holds(const at::Tensor& tensor) const {
        const auto* at = static_cast<const std::byte*>(tensor.const_data_ptr());
        const std::span bytes = file.file.mappings.front().bytes;
        return at >= bytes.data() && at < bytes.data() + bytes.size();
    }
    StateDict load(bool inFile) const {
        LoadOptions options;
        options.inFile = inFile;
        return loadStateDict(file, decodingSpecs(geometry), options);
    }
    static at::Tensor latents() {
        const at::Tensor idx = at::arange(36, at::kLong).view({1, 36}) * 7 % 96;
        const ResidualQuantizer& quantizer = livelyVqVae()->quantizer();
        return quantizer.contribution(sixScales(), 5, quantizer.codes(idx));  // [1, 12, 6, 6]
    }
};

TEST(VqVae, DecodesWithoutItsEncoder) {
    const c10::InferenceMode inference;
    const SavedVqVae saved;
    const VqVae decoding(saved.geometry, saved.load(false));
    const at::Tensor expected = livelyVqVae()->decode(saved.latents());
    EXPECT_TRUE(at::equal(decoding.decode(saved.latents()), expected));
    EXPECT_THROW(decoding.encode(expected), c10::Error);
    for (const auto& [name, tensor] : decoding.parameters())
        EXPECT_FALSE(name.starts_with("encoder.") || name.starts_with("quant_conv.")) << name;
    EXPECT_EQ(decoding.bytesToLoad(), 0);
}

TEST(VqVae, LeavesItsWeightsInTheirFileButForADecode) {
    const c10::InferenceMode inference;
    const SavedVqVae saved;
    const at::Tensor latents = saved.latents(), expected = livelyVqVae()->decode(latents);
    MemoryLedger ledger;
    const std::int64_t before = residentFileBytes();
    const VqVae far(saved.geometry, saved.load(true), &ledger);
    const std::int64_t all = elementsOf(decodingSpecs(saved.geometry)) * 4;
    const auto held = [&] { return ledger.balance(MemoryOwner::VqVae, MemoryKind::Weights); };
    EXPECT_EQ(held().bytes + far.bytesToLoad(), all);
    EXPECT_LT(held().bytes, all / 100);  // the quantiser
    for (const auto& [name, tensor] : far.parameters()) EXPECT_TRUE(saved.holds(tensor)) << name;
    for (int again = 0; again < 2; ++again) {
        EXPECT_TRUE(at::equal(far.decode(latents), expected));
        EXPECT_EQ(held().peakBytes, all);
        EXPECT_EQ(held().bytes, all - far.bytesToLoad());
        EXPECT_EQ(ledger.fileBytes(), held().bytes);
        EXPECT_LT(residentFileBytes() - before, all / 4);  // 0 if the system does not report them
    }
}

}  // namespace
}  // namespace duo::test
