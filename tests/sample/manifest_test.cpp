// Folders are claimed by one run, also those of older versions.
#include "sample/manifest.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "io/temporary_folder.h"
#include "sample/sample_support.h"
#include "support/expect_error.h"

namespace duo::sample {
namespace {

namespace fs = std::filesystem;

// The weights that made it are no longer in models/demo.
const std::map<std::string, std::string> kOldWeights{
    {"vqvae", "vqvae.safetensors (digest 811d43a2d08efcdf8f27e3c6e3bdf368)"},
    {"drafter", "drafter.safetensors (digest a2ed333b9778cdb33e497892dc2452c1)"},
    {"refiner", "refiner.safetensors (digest 8420290a00a841b83d7ca4a887e9aac7)"}};

// The run of tests/data/runs/sample-1.json, as it would be asked for today.
SampleManifest theOldRunToday(const std::string& recipe = {}) {
    GenerateCommand command;
    const std::string models = DUO_MODELS "/demo/";
    command.files = {models + "vqvae.safetensors", models + "drafter.safetensors",
                     models + "refiner.safetensors"};
    command.request.labels = {3, 0};
    command.request.seed = 7;
    command.request.plan = DecodePlan::published(10, 8);
    SampleManifest manifest =
        describeSample(command, 2, ClassNames::read(models + "classes.tsv"), recipe);
    for (auto& [key, value] : manifest.settings) {
        const auto old = kOldWeights.find(key);
        if (old == kOldWeights.end()) continue;
        EXPECT_EQ(value.size(), old->second.size()) << "a name and a digest: " << value;
        value = old->second;
    }
    return manifest;
}

struct ManifestTest : testing::Test {
    test::TemporaryFolder scratch;
    std::string folder = scratch.file("run");

    void SetUp() override { fs::create_directories(folder); }
    void putOldManifest() const {
        fs::copy_file(DUO_TEST_DATA "/runs/sample-1.json", fs::path(folder) / kSampleManifestFile);
    }
};

TEST_F(ManifestTest, AClaimedFolderIsRecognised) {
    const SampleManifest manifest = test::smallJob(folder).manifest;
    claimFolder(folder, manifest);
    EXPECT_EQ(readManifest(folder), manifest);
    claimFolder(folder, manifest);
    SampleManifest other = manifest;
    other.seed = 8;
    other.command = "sweep";
    EXPECT_DUO_ERROR(claimFolder(folder, other), ErrorKind::File,
                     "the command is sample there and sweep here", "the seed is 7 there and 8");
}

TEST_F(ManifestTest, AFolderOfVersionOneGoesOn) {
    putOldManifest();
    claimFolder(folder, theOldRunToday());
    SampleManifest other = theOldRunToday();
    other.settings.front().second = "6";
    EXPECT_DUO_ERROR(claimFolder(folder, other), ErrorKind::File, "the split is 8 there and 6");
    requireSameRun(readManifest(folder), "a", theOldRunToday(), "b");
}

// Pictures depend on the values, not on the name they were asked for by.
TEST_F(ManifestTest, TheRecipeIsRecordedButNotCompared) {
    const SampleManifest named = theOldRunToday("code"), plain = theOldRunToday();
    EXPECT_EQ(named.setting("recipe"), "code");
    EXPECT_EQ(plain.setting("recipe"), "");
    claimFolder(folder, named);
    EXPECT_EQ(readManifest(folder).setting("recipe"), "code");
    claimFolder(folder, plain);
    requireSameRun(named, "a", plain, "b");
}

TEST_F(ManifestTest, ANewerVersionIsRefusedByItsProgram) {
    test::writeFile(folder + "/sample.json",
                    R"({"format": "duoscale sample 3", "program": "Duoscale 9.1.0"})");
    EXPECT_DUO_ERROR(claimFolder(folder, theOldRunToday()), ErrorKind::File, "version 3",
                     "Duoscale 9.1.0", "reads versions 1 to 2");
}

TEST_F(ManifestTest, PicturesWithoutAManifestAreRefused) {
    test::writeFile(folder + "/a.png", "");
    EXPECT_DUO_ERROR(claimFolder(folder, theOldRunToday()), ErrorKind::File,
                     "no sample.json that says which run");
    EXPECT_DUO_ERROR(readManifest(folder), ErrorKind::File, "holds no run of sample");
}

TEST_F(ManifestTest, AClassIsNamedOnce) {
    GenerateCommand command;
    command.request.labels = {1, 1};
    EXPECT_DUO_ERROR(describeSample(command, 1, {}), ErrorKind::Usage, "class 1 is named twice");
}

}  // namespace
}  // namespace duo::sample
