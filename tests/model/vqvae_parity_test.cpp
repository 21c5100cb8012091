// The VQ-VAE compared with the published code: block by block, then encoder, tokens and decoder.
#include <gtest/gtest.h>

#include <functional>

#include "model/vqvae_modules.h"
#include "support/fixture.h"
#include "support/lively_family.h"
#include "support/lively_weights.h"

namespace duo::test {
namespace {

constexpr double kTolerance = 1e-4;  // of the largest magnitude

at::Tensor hashed(const std::string& name, std::vector<std::int64_t> shape) {
    return at::tensor(livelyTensor(name, shape)).view(shape);
}

StateDict vaeState() {
    return livelyState("vae", tensorSpecs(livelyVqVae()->geometry()));
}

TEST(VqVaeParity, BlocksAlone) {
    const Fixture fixture("vqvae");
    StateDict weights = vaeState();
    ParameterReader reader(weights);
    const auto expectSame = [&](const std::string& name, const at::Tensor& found) {
        EXPECT_LT(relativeError(found, fixture["module." + name]), kTolerance) << name;
    };
    const std::string widens = "encoder.down.2.block.0", keeps = "encoder.down.1.block.1";
    expectSame(widens, ResnetBlock(reader, widens, true)(hashed("input/" + widens, {1, 64, 4, 3})));
    expectSame(keeps, ResnetBlock(reader, keeps, false)(hashed("input/" + keeps, {1, 64, 3, 4})));
    const std::string attention = "encoder.down.4.attn.0";
    expectSame(attention,
               AttentionBlock(reader, attention)(hashed("input/" + attention, {1, 256, 3, 2})));
    const std::string down = "encoder.down.1.downsample", up = "decoder.up.1.upsample";
    expectSame(down,
               halve(Conv2d(reader, down + ".conv", 2, 0), hashed("input/" + down, {1, 64, 7, 5})));
    const Conv2d doubling(reader, up + ".conv", 1, 1);
    expectSame(up, twice(doubling, hashed("input/" + up, {1, 64, 2, 3})));
    const c10::InferenceMode inference;
    expectSame(up, twice(doubling, hashed("input/" + up, {1, 64, 2, 3})));
}

TEST(VqVaeParity, EncodesToTheSameFeaturesAndTokens) {
    const Fixture fixture("vqvae");
    const VqVae& vqvae = *livelyVqVae();
    StateDict weights = vaeState();
    ParameterReader reader(weights);
    const at::Tensor picture = hashed("picture/vqvae", {2, 3, 96, 96});
    const VqVaeEncoder encoder(reader, vqvae.geometry());
    EXPECT_LT(relativeError(encoder(picture), fixture["encoder"]), kTolerance);
    const at::Tensor features = vqvae.encode(picture);  // [2, 12, 6, 6]
    EXPECT_LT(relativeError(features, fixture["features"]), kTolerance);
    const at::Tensor tokens = at::cat(vqvae.quantizer().tokens(sixScales(), features), 1);
    EXPECT_TRUE(at::equal(tokens, fixture["tokens"]));
}

TEST(VqVaeParity, DecodesToTheSamePicture) {
    const Fixture fixture("vqvae");
    const VqVae& vqvae = *livelyVqVae();
    const ScaleSchedule schedule = sixScales();
    std::vector<at::Tensor> idx_Bl;
    for (int scale = 0; scale < schedule.count(); ++scale) {
        idx_Bl.push_back(
            fixture["tokens"].narrow(1, schedule.offset(scale), schedule.tokens(scale)));
        EXPECT_LT(relativeError(vqvae.quantizer().latent(schedule, idx_Bl),
                                fixture["f_hat." + std::to_string(scale)]),
                  kTolerance);
    }
    for (const bool inference : {false, true}) {  // its upsampling convolutions are folded there
        const c10::InferenceMode guard(inference);
        const at::Tensor raw = vqvae.decodeRaw(fixture["f_hat.5"]);  // [2, 3, 96, 96]
        EXPECT_LT(relativeError(raw.slice(2, 1, at::nullopt, 3).slice(3, 1, at::nullopt, 3),
                                fixture["decoded_raw"]),
                  kTolerance);
    }
    const at::Tensor shown = vqvae.decode(vqvae.quantizer().latent(schedule, idx_Bl)) * 2 - 1;
    EXPECT_LT(relativeError(shown.slice(2, 3, at::nullopt, 7).slice(3, 3, at::nullopt, 7),
                            fixture["decoded"]),
              kTolerance);
}

TEST(VqVae, DecodesAPictureAloneAsInABatch) {
    const c10::InferenceMode inference;
    const VqVae& vqvae = *livelyVqVae();
    const at::Tensor fHat = hashed("input/latents", {3, 12, 6, 6});
    const at::Tensor together = vqvae.decode(fHat);
    for (int picture = 0; picture < 3; ++picture) {
        const at::Tensor alone = vqvae.decode(fHat.narrow(0, picture, 1));
        EXPECT_TRUE(at::equal(alone[0], together[picture])) << picture;
    }
}

// Training's form, and inference's form in place and with folded taps, agree up to the rounding of
// sums in another order.
TEST(VqVaeParity, InferenceModeChangesNothing) {
    const VqVae& vqvae = *livelyVqVae();
    const at::Tensor picture = hashed("picture/mode", {1, 3, 96, 96});
    const at::Tensor trained = vqvae.decodeRaw(vqvae.encode(picture));
    at::Tensor used;
    {
        const c10::InferenceMode inference;
        used = vqvae.decodeRaw(vqvae.encode(picture)).clone();
    }
    EXPECT_LT(relativeError(used, trained), 1e-5);
}

TEST(VqVaeParity, EveryParameterIsThereForTraining) {
    const VqVaeGeometry& geometry = livelyVqVae()->geometry();
    std::map<std::string, std::vector<std::int64_t>> due, found;
    for (const TensorSpec& spec : tensorSpecs(geometry)) due[spec.name] = spec.shape;
    for (const auto& [name, tensor] : livelyVqVae()->parameters())
        found[name] = tensor.sizes().vec();
    EXPECT_EQ(found, due);
}

}  // namespace
}  // namespace duo::test
