#include "library/model_folder.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "checkpoint/catalog.h"
#include "support/expect_error.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

namespace fs = std::filesystem;

class ModelFolder : public testing::Test {
  protected:
    ModelFolder() {
        std::string path = (fs::temp_directory_path() / "duoscale-folder-XXXXXX").string();
        folder_ = mkdtemp(path.data());
    }
    ~ModelFolder() override { fs::remove_all(folder_); }
    void put(const std::string& name, const std::string& text = "") {
        std::ofstream(folder_ / name) << text;
    }
    std::string name(const std::string& path) const { return fs::path(path).filename(); }

    fs::path folder_;
};

TEST_F(ModelFolder, PlainNames) {
    for (const char* file : {"vqvae.safetensors", "drafter.safetensors", "refiner.safetensors"}) {
        put(file);
    }
    const ModelFiles files = findModels(folder_);
    EXPECT_EQ(files.drafter, folder_ / "drafter.safetensors");
    EXPECT_EQ(name(files.refiner), "refiner.safetensors");
    EXPECT_EQ(name(files.vqvae), "vqvae.safetensors");
}

TEST_F(ModelFolder, PublishedNamesTakeTheNearestSplit) {
    for (const char* file : {"vae_ch160v4096z32.pth", "drafter_6.pth", "drafter_8.pth",
                             "drafter_9.pth", "refiner_6.pth", "refiner_8.pth", "notes.txt"}) {
        put(file);
    }
    EXPECT_EQ(name(findModels(folder_, 6).drafter), "drafter_6.pth");
    EXPECT_EQ(name(findModels(folder_, 6).refiner), "refiner_6.pth");
    EXPECT_EQ(name(findModels(folder_, 9).refiner), "refiner_8.pth");
    EXPECT_EQ(name(findModels(folder_).drafter), "drafter_9.pth");
    EXPECT_EQ(name(findModels(folder_).vqvae), "vae_ch160v4096z32.pth");
}

TEST_F(ModelFolder, PlainVarsDraftDeepAndRefineShallow) {
    for (const char* file :
         {"vae_ch160v4096z32.pth", "var_d30.pth", "var_d16.pth", "var_d20.pth"}) {
        put(file);
    }
    EXPECT_EQ(name(findModels(folder_).drafter), "var_d30.pth");
    EXPECT_EQ(name(findModels(folder_).refiner), "var_d16.pth");
    fs::remove(folder_ / "var_d16.pth");
    fs::remove(folder_ / "var_d20.pth");
    EXPECT_EQ(findModels(folder_).refiner, "");
}

TEST_F(ModelFolder, OtherPublishedVarsAreFoundByTheCatalogue) {
    for (const char* file : {"vae_ch160v4096z32.pth", "VAR_d16_CCA.pth", "VAR_d24_CCA.pth"}) {
        put(file);
    }
    EXPECT_EQ(name(findModels(folder_).drafter), "VAR_d24_CCA.pth");
    EXPECT_EQ(name(findModels(folder_).refiner), "VAR_d16_CCA.pth");
    put("var_d20.pth");
    EXPECT_EQ(name(findModels(folder_).drafter), "var_d20.pth");
}

// Writes the header of a published VAR; its weights are a hole that takes no disk space.
void putHollow(const std::string& path, const VarGeometry& geometry,
               const nlohmann::json& metadata = nlohmann::json::object()) {
    nlohmann::json header{{"__metadata__", metadata}};
    std::int64_t offset = 0;
    for (const TensorSpec& spec : tensorSpecs(geometry)) {
        const std::int64_t end = offset + 2 * parameterCount({spec});
        header[spec.name] = {
            {"dtype", "BF16"}, {"shape", spec.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    const std::string text = header.dump();
    const std::uint64_t length = text.size();
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(&length), sizeof length);
    file << text;
    file.close();
    fs::resize_file(path, sizeof length + length + static_cast<std::uint64_t>(offset));
}

TEST_F(ModelFolder, ModelsTunedWithoutGuidanceAreDecodedWithout) {
    const VarGeometry d16 = std::get<VarGeometry>(findPublished("var_d16.pth")->geometry);
    const ModelFiles files{"", folder_ / "var_d16.safetensors",
                           folder_ / "VAR_d16_CCA.safetensors"};
    putHollow(files.drafter, d16);
    putHollow(files.refiner, d16);
    DecodePlan plan = DecodePlan::published(10, 8);
    const double before = plan.scales[0].guidance;
    takePublishedGuidance(plan, files);
    EXPECT_EQ(plan.scales[7].guidance, before);
    EXPECT_EQ(plan.scales[8].guidance, 0);
    EXPECT_FALSE(plan.runs().back().guided);
    VarGeometry other = d16;
    other.depth = 2;  // another model of the same name
    putHollow(files.refiner, other);
    plan = DecodePlan::published(10, 8);
    takePublishedGuidance(plan, files);
    EXPECT_EQ(plan.scales[8].guidance, before);
}

TEST_F(ModelFolder, FamilyFileNamesThem) {
    put("family.json", R"({"vqvae": "a.pth", "drafter": "sub/b.pth"})");
    const ModelFiles files = findModels(folder_);
    EXPECT_EQ(files.vqvae, folder_ / "a.pth");
    EXPECT_EQ(files.drafter, folder_ / "sub/b.pth");
    EXPECT_EQ(files.refiner, "");
    put("family.json", R"({"vqvae": 3})");
    EXPECT_DUO_ERROR(findModels(folder_), ErrorKind::File, "family.json", "'vqvae'");
    put("family.json", "[");
    EXPECT_DUO_ERROR(findModels(folder_), ErrorKind::File, "family.json");
}

TEST_F(ModelFolder, SaysWhatIsMissing) {
    EXPECT_DUO_ERROR(findModels(folder_), ErrorKind::File, "no VQ-VAE");
    put("vqvae.safetensors");
    EXPECT_DUO_ERROR(findModels(folder_), ErrorKind::File, "no VAR");
    EXPECT_DUO_ERROR(findModels(folder_ / "x"), ErrorKind::File, "does not exist", "--models");
}

TEST_F(ModelFolder, EnvironmentNamesTheDefault) {
    setenv("DUOSCALE_MODELS", folder_.c_str(), 1);
    EXPECT_EQ(defaultModelFolder(), folder_);
    unsetenv("DUOSCALE_MODELS");
}

TEST_F(ModelFolder, OwnClassNamesWin) {
    const ModelFiles files{folder_ / "v.pth", folder_ / "d.pth", ""};
    EXPECT_EQ(classNamesFor(files, 1000).shown(207), "golden retriever");
    EXPECT_EQ(classNamesFor(files, 16).count(), 0);
    put("classes.tsv", "0\t\tsunset\n1\t\tforest\n");
    EXPECT_EQ(classNamesFor(files, 2).shown(1), "forest");
    EXPECT_DUO_ERROR(classNamesFor(files, 3), ErrorKind::File, "classes.tsv", "lists 2", "have 3");
}

TEST_F(ModelFolder, ClassNamesTravelInTheWeights) {
    VarGeometry two = std::get<VarGeometry>(findPublished("var_d16.pth")->geometry);
    two.classes = 2;
    const ModelFiles files{folder_ / "v.pth", "", folder_ / "refiner.safetensors"};
    putHollow(files.refiner, two, {{kClassNamesKey, classNamesMetadata({"cats", "dogs"})}});
    EXPECT_EQ(classNamesFor(files, 2).find("dogs", 2), 1);
    EXPECT_EQ(classNamesFor(files, 16).count(), 0) << "names of another number of classes";
    EXPECT_EQ(classNamesFor(files, 1000).shown(207), "golden retriever");
    put("classes.tsv", "0\t\tsunset\n1\t\tforest\n");
    EXPECT_EQ(classNamesFor(files, 2).shown(1), "forest") << "the list beside the files wins";
}

}  // namespace
}  // namespace duo
