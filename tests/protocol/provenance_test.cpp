#include "protocol/provenance.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/expect_error.h"

namespace duo {
namespace {

Provenance sample() {
    Provenance p;
    p.program = "Duoscale 0.1.0";
    p.label = 207;
    p.labelName = "golden retriever";
    p.seed = 18446744073709551615u;
    p.image = 12;
    p.batchLabels = {88, 207, kNoClass};
    p.batchPosition = 1;
    p.sides = {1, 2, 3, 4, 5, 6, 8, 10, 13, 16};
    p.plan = DecodePlan::published(10, 8);
    p.rng = RngKind::Published;
    p.smooth = true;
    p.precision = Precision::BFloat16;
    p.device = "cuda:0";
    p.width = p.height = 256;
    p.vqvae = {"vae_ch160v4096z32.pth", "00112233445566778899aabbccddeeff"};
    p.drafter = {"drafter_8.pth", "ffeeddccbbaa99887766554433221100"};
    p.refiner = {"refiner_8.pth", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"};
    return p;
}

// Its last picture keeps two scales of another one.
Provenance child() {
    Provenance p = sample();
    p.sides = {1, 2, 3};
    p.plan = DecodePlan::published(3, 2);
    p.smooth = false;
    p.tokens = packTokens({4095, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 4094}, 3, 4096);
    p.prefix = {packTokens({4095, 0, 1, 2, 3}, 2, 4096)};
    p.endScale = 2;
    p.parent = {"castle.png", "0123456789abcdef"};
    p.classes = {{3, kNoClass, 0}, {3, kNoClass, 0}, {kOwnClass, 5, 0.25}};
    p.edit = {EditMix::Latent, {2, 2, {1, 2, 1}}, p.tokens, 4};
    return p;
}

TEST(Provenance, ReadsBack) {
    EXPECT_EQ(parseProvenance(provenanceText(sample())), sample());
    EXPECT_EQ(parseProvenance(provenanceText(child())), child());
}

TEST(Provenance, WithoutTokensItHasTheFieldsOfOlderPrograms) {
    const auto json = nlohmann::ordered_json::parse(provenanceText(sample()));
    std::string names;
    for (const auto& [name, value] : json.items()) names += name + " ";
    EXPECT_EQ(names,
              "version program label labelName seed image batchLabels batchPosition sides plan rng "
              "smooth precision device width height vqvae drafter refiner ");
}

TEST(Provenance, TokensReadBackAndBeginOtherPictures) {
    EXPECT_TRUE(tokensOf(sample()).empty());
    const std::vector<std::int32_t> tokens = tokensOf(child());
    EXPECT_EQ(tokens.size(), 14u);
    EXPECT_EQ(tokens.front(), 4095);
    EXPECT_EQ(tokens.back(), 4094);
    const TokenPrefix prefix = prefixOf(child(), 2);
    EXPECT_EQ(prefix.scales, 2);
    EXPECT_EQ(prefix.sides, child().sides);
    EXPECT_EQ(prefix.vqvaeDigest, child().vqvae.digest);
    EXPECT_EQ(prefix.of(1), (std::vector<std::int32_t>{4095, 0, 1, 2, 3}));
    EXPECT_EQ(requestOf(child()).prefix, prefix);
    EXPECT_EQ(requestOf(child()).parent, child().parent);
    EXPECT_EQ(requestOf(child()).endScale, 2);
    EXPECT_EQ(requestOf(child()).classes, child().classes);
    EXPECT_NE(parametersText(child()).find("Classes: \"3*2,own+0.25*5*1\""), std::string::npos);
    const PictureEdit edit = requestOf(child()).edit;
    EXPECT_EQ(edit.mix, EditMix::Latent);
    EXPECT_EQ(edit.mask, child().edit.mask);
    EXPECT_EQ(edit.source, tokens);
    EXPECT_EQ(edit.feather, 4);

    EXPECT_DUO_ERROR(prefixOf(child(), 0), ErrorKind::Usage, "1 to 3", "found 0");
    EXPECT_DUO_ERROR(prefixOf(child(), 4), ErrorKind::Usage, "1 to 3", "found 4");
    EXPECT_DUO_ERROR(prefixOf(sample(), 1), ErrorKind::File, "smooth");
    Provenance old = sample();
    old.smooth = false;
    EXPECT_DUO_ERROR(prefixOf(old, 1), ErrorKind::File, "no token maps");
}

TEST(Provenance, ThePictureIdChangesWithTheMetadata) {
    EXPECT_EQ(pictureId(""), "cbf29ce484222325");  // the FNV-1a offset
    EXPECT_EQ(pictureId("a"), "af63dc4c8601ec8c");
}

TEST(Provenance, TextIsOneLineOfJson) {
    const std::string text = provenanceText(sample());
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const auto json = nlohmann::json::parse(text);
    EXPECT_EQ(json["version"], 1);
    EXPECT_EQ(json["plan"]["scales"][9]["model"], "refiner");
    EXPECT_EQ(json["rng"], "reference");
    EXPECT_EQ(json["seed"], 18446744073709551615u);
}

TEST(Provenance, RequestIsTheWholeBatch) {
    const GenerationRequest request = requestOf(sample());
    EXPECT_EQ(request.labels, (std::vector<int>{88, 207, kNoClass}));
    EXPECT_EQ(request.firstImage, 11u);
    EXPECT_EQ(request.batch, 3);
    EXPECT_EQ(request.seed, sample().seed);
    EXPECT_EQ(request.plan, sample().plan);
    EXPECT_EQ(request.rng, RngKind::Published);
    EXPECT_TRUE(request.smooth);
}

TEST(Provenance, BadTextsSaySo) {
    EXPECT_DUO_ERROR(parseProvenance("not json"), ErrorKind::File, "not JSON");
    EXPECT_DUO_ERROR(parseProvenance("[1]"), ErrorKind::File, "settings");
    EXPECT_DUO_ERROR(parseProvenance(std::string(200000, '[')), ErrorKind::File, "deep");
    auto json = nlohmann::json::parse(provenanceText(sample()));
    json["version"] = 2;
    EXPECT_DUO_ERROR(parseProvenance(json.dump()), ErrorKind::File, "version 2", "version 1");
    json["version"] = 1;
    json["batchPosition"] = 3;
    EXPECT_DUO_ERROR(parseProvenance(json.dump()), ErrorKind::File, "picture 3", "batch of 3");
    json["batchPosition"] = 1;
    json.erase("seed");
    EXPECT_DUO_ERROR(parseProvenance(json.dump()), ErrorKind::File, "settings.seed");
    json["seed"] = "seven";
    EXPECT_DUO_ERROR(parseProvenance(json.dump()), ErrorKind::File, "settings.seed", "string");
}

TEST(Provenance, ParametersTextAsOtherToolsReadIt) {
    EXPECT_EQ(parametersText(sample()),
              "golden retriever\nSteps: 10, Sampler: CoDe 8+2, CFG scale: 4, "
              "Seed: 18446744073709551615, Size: 256x256, Model hash: ffeeddccbb, "
              "Model: drafter_8.pth + refiner_8.pth, VAE: vae_ch160v4096z32.pth, Class: 207, "
              "Image: 12, Top-k: 600, Top-p: 0.95, Temperature: \"1.1*7,1*3\", RNG: reference, "
              "Smooth: true, Version: Duoscale 0.1.0");
    Provenance p = sample();
    p.label = kNoClass;
    p.labelName.clear();
    p.plan.assignSplit(10);
    EXPECT_TRUE(parametersText(p).starts_with("no class\nSteps: 10, Sampler: VAR, "));
    p.label = 3;
    p.plan.scales[0].model = ModelRole::Refiner;
    EXPECT_TRUE(parametersText(p).starts_with("class 3\nSteps: 10, Sampler: CoDe RDDDDDDDDD, "));
}

}  // namespace
}  // namespace duo
