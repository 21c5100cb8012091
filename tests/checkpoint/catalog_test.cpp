// The catalogue, the digest and inspection.
#include "checkpoint/catalog.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "checkpoint/digest.h"
#include "checkpoint/inspect.h"
#include "models.h"

namespace duo {
namespace {

using namespace test;

TEST(Catalog, ListsThePublishedFiles) {
    std::set<std::string> files;
    for (const CatalogEntry& entry : catalog()) {
        files.insert(entry.file);
        EXPECT_TRUE(entry.source.ends_with("/" + entry.file)) << entry.file;
    }
    EXPECT_EQ(files.size(), 20u);
    for (const char* file : {"vae_ch160v4096z32.pth", "var_d16.pth", "var_d36.pth", "drafter_9.pth",
                             "refiner_6.pth", "VAR_d24_CCA.pth", "var_d30-ddo.pth"}) {
        EXPECT_TRUE(files.contains(file)) << file;
    }
    EXPECT_EQ(findPublished("some/folder/drafter_8.pth")->draftSteps, 8);
    EXPECT_EQ(findPublished("other.pth"), nullptr);
    EXPECT_EQ(findPublished("var_d16.safetensors"), findPublished("var_d16.pth"));  // converted
}

TEST(Catalog, KnowsTheModelsThatNeedNoGuidance) {
    int without = 0;
    for (const CatalogEntry& entry : catalog()) {
        if (!entry.guidance) continue;
        ++without;
        EXPECT_EQ(*entry.guidance, 0) << entry.file;
        const VarGeometry& geometry = std::get<VarGeometry>(entry.geometry);
        EXPECT_EQ(publishedGuidance("folder/" + entry.file, geometry), 0.0);
        EXPECT_EQ(publishedGuidance(entry.file, tinyVar()), std::nullopt);
        EXPECT_EQ(geometry,
                  std::get<VarGeometry>(
                      findPublished("var_d" + std::to_string(geometry.depth) + ".pth")->geometry));
    }
    EXPECT_EQ(without, 6);
    const CatalogEntry& plain = *findPublished("var_d16.pth");
    EXPECT_EQ(publishedGuidance(plain.file, std::get<VarGeometry>(plain.geometry)), std::nullopt);
}

TEST(Catalog, ParameterCountsAreThoseThatTheProjectRounds) {
    const auto millions = [](const char* file) {
        return static_cast<double>(parameterCount(findPublished(file)->geometry)) / 1e6;
    };
    EXPECT_NEAR(millions("var_d16.pth"), 310, 5);
    EXPECT_NEAR(millions("var_d20.pth"), 600, 10);
    EXPECT_NEAR(millions("var_d24.pth"), 1000, 50);
    EXPECT_NEAR(millions("var_d30.pth"), 2000, 50);
    EXPECT_NEAR(millions("var_d36.pth"), 2300, 60);
    EXPECT_EQ(millions("drafter_9.pth"), millions("var_d30.pth"));
    EXPECT_EQ(millions("refiner_9.pth"), millions("var_d16.pth"));
}

TEST(Catalog, DescribesByNameOnlyWhereTheGeometryAgrees) {
    const CatalogEntry& d16 = *findPublished("var_d16.pth");
    EXPECT_EQ(describe("x/var_d16.pth", d16.geometry),
              "VAR-d16 of the VAR project, 256 x 256 pixels");
    const std::string other = describe("var_d16.pth", tinyVar());
    EXPECT_NE(other.find("depth 2, width 8"), std::string::npos) << other;
    EXPECT_NE(describe("vqvae.safetensors", tinyVqVae()).find("6 codes of 4 channels"),
              std::string::npos);
}

TEST(Digest, IsOfTheWeightsNotOfTheFile) {
    const TemporaryFolder folder;
    Weights weights(tensorSpecs(tinyVar()));
    weights.metadata = geometryMetadata(tinyVar());
    const auto digest = [&](const Weights& which, const std::string& prefix = "") {
        const std::string path = folder.file("model.safetensors");
        which.save(path, prefix);
        return weightDigest(openCheckpoint(path));
    };
    const std::string first = digest(weights);
    EXPECT_EQ(first.size(), 32u);
    EXPECT_EQ(first.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(digest(weights, "module."), first);
    Weights noted = weights;
    noted.metadata["note"] = "other";
    noted.set("lvl_1L", {1, 14});  // a buffer, no weight
    EXPECT_EQ(digest(noted), first);
    Weights changed = weights;
    changed.values["head.bias"][3] += 1;
    EXPECT_NE(digest(changed), first);
    Weights renamed = weights;
    renamed.erase("head.bias");
    renamed.set("head.bia2", {6});
    EXPECT_NE(digest(renamed), first);
    Weights reshaped = weights;
    reshaped.set("head.bias", {2, 3});
    EXPECT_NE(digest(reshaped), first);
}

TEST(Digest, IsTheSameInEveryFormatAndForEveryStride) {
    const std::string zip = weightDigest(openCheckpoint(fixture("values.pth")));
    EXPECT_EQ(weightDigest(openCheckpoint(fixture("values_legacy.pth"))), zip);
    EXPECT_EQ(weightDigest(openCheckpoint(fixture("values.safetensors"))), zip);
    EXPECT_EQ(weightDigest(openCheckpoint(fixture("views.pth"))),
              weightDigest(openCheckpoint(fixture("views_legacy.pth"))));
    // A turned view and its row-major copy hold the same tensor.
    io::TensorFile views = io::openTensorFile(fixture("views.pth"));
    const io::TensorEntry turned = views.tensors.at("turned");
    std::vector<std::byte> copy(static_cast<std::size_t>(turned.elements()) * 4);
    io::copyRowMajor(turned, 0, turned.elements(), copy.data());
    CheckpointFile strided{views, ""};
    strided.file.tensors = {{"w", turned}};
    CheckpointFile plain = strided;
    plain.file.tensors["w"].strides = {4, 1};
    plain.file.tensors["w"].data = copy.data();
    EXPECT_EQ(weightDigest(plain), weightDigest(strided));
}

TEST(Inspect, TellsWhatAFileIs) {
    const TemporaryFolder folder;
    const std::string path = folder.file("var.safetensors");
    Weights weights(tensorSpecs(tinyVar()));
    weights.metadata = geometryMetadata(tinyVar());
    weights.metadata["note"] = "hello";
    weights.save(path);
    const Inspection found = inspectFile(path, {.want = std::nullopt, .digest = true});
    EXPECT_TRUE(found.problem.empty());
    EXPECT_EQ(found.parameters, parameterCount(tinyVar()));
    EXPECT_EQ(found.bytes, static_cast<std::int64_t>(std::filesystem::file_size(path)));
    const nlohmann::json json = toJson(found);
    EXPECT_EQ(json["geometry"]["kind"], "var");
    EXPECT_EQ(json["geometry"]["schedule"], (std::vector<int>{1, 2, 3}));
    EXPECT_EQ(json["digest"], weightDigest(openCheckpoint(path)));
    EXPECT_EQ(json["metadata"]["note"], "hello");
    const std::string text = toText(found);
    for (const char* line : {"depth: 2\n", "scales: 1,2,3\n", "format: safetensors\n",
                             "metadata note: hello\n", "tokens: 14\n"}) {
        EXPECT_NE(text.find(line), std::string::npos) << text;
    }
}

TEST(Inspect, TrainingCheckpointsShowWhatTheyNest) {
    const Inspection var = inspectFile(fixture("training.pth"));
    EXPECT_EQ(var.unwrapped, "trainer.var_wo_ddp.");
    EXPECT_TRUE(var.holdsBothKinds);
    EXPECT_EQ(var.metadata.at("epoch"), "3");
    EXPECT_EQ(std::get<VarGeometry>(*var.geometry), tinyVar());
    EXPECT_FALSE(var.digest.has_value());
}

TEST(Inspect, AFileThatIsNoModelIsStillDescribed) {
    const Inspection found = inspectFile(fixture("values.pth"));
    EXPECT_FALSE(found.geometry.has_value());
    EXPECT_NE(found.problem.find("neither a VAR nor a VQ-VAE"), std::string::npos);
    EXPECT_EQ(found.dtypes.at("bfloat16"), 6);
    EXPECT_TRUE(toJson(found)["geometry"].is_null());
    EXPECT_NE(toText(found).find("problem: "), std::string::npos);
}

}  // namespace
}  // namespace duo
