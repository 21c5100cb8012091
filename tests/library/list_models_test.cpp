#include "library/list_models.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "io/tensor_entry.h"
#include "support/expect_error.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

namespace fs = std::filesystem;

class ListModels : public testing::Test {
  protected:
    void put(const std::string& name, const std::string& text) {
        std::ofstream(folder() / name) << text;
    }
    fs::path folder() const { return family_.folder(); }

    test::TinyFamily family_;
};

TEST_F(ListModels, TellsEveryModelByName) {
    put("notes.txt", "no model");
    put("broken.pth", "no model either");
    fs::create_directory(folder() / "folder.safetensors");
    fs::create_directory(folder() / "below");
    fs::copy(folder() / "drafter.safetensors", folder() / "below");
    const ModelsListed listed = listModels({42, folder().string() + "/./"});
    EXPECT_EQ(listed.tag, 42u);
    EXPECT_EQ(listed.folder, folder());
    EXPECT_EQ(listed.suggested, family_.files());
    ASSERT_EQ(listed.files.size(), 3u);
    EXPECT_EQ(listed.files[0].file, family_.files().drafter);
    EXPECT_FALSE(listed.files[0].vqvae);
    EXPECT_EQ(listed.files[0].depth, 3);
    EXPECT_NE(listed.files[0].description.find("VAR of depth 3"), std::string::npos);
    EXPECT_EQ(listed.files[0].bytes,
              static_cast<std::int64_t>(fs::file_size(family_.files().drafter)));
    EXPECT_EQ(listed.files[1].depth, 2);
    EXPECT_GT(listed.files[0].parameters, listed.files[1].parameters);
    EXPECT_EQ(listed.files[2].file, family_.files().vqvae);
    EXPECT_TRUE(listed.files[2].vqvae);
    EXPECT_EQ(listed.files[2].depth, 0);
}

TEST_F(ListModels, ListsShardsOnceByTheirIndex) {
    fs::rename(folder() / "drafter.safetensors", folder() / "drafter-1-of-1.safetensors");
    const io::TensorFile shard = io::openTensorFile(folder() / "drafter-1-of-1.safetensors");
    std::string map;
    for (const auto& [name, tensor] : shard.tensors) {
        map += (map.empty() ? "\"" : ", \"") + name + "\": \"drafter-1-of-1.safetensors\"";
    }
    put("drafter.safetensors.index.json", "{\"weight_map\": {" + map + "}}");
    put("broken.safetensors.index.json", "{}");
    const ModelsListed listed = listModels({1, folder()});
    ASSERT_EQ(listed.files.size(), 3u);
    EXPECT_EQ(listed.files[0].file, folder() / "drafter.safetensors.index.json");
    EXPECT_EQ(listed.files[0].depth, 3);
    EXPECT_EQ(weightFiles(folder()).size(), 4u);  // with the broken index
}

TEST_F(ListModels, TellsWhichSplitsHaveModelsOfTheirOwn) {
    const fs::path drafter = family_.files().drafter, refiner = family_.files().refiner;
    fs::copy_file(drafter, folder() / "drafter_3.safetensors");
    fs::copy_file(drafter, folder() / "drafter_2.safetensors");
    fs::copy_file(refiner, folder() / "refiner_2.safetensors");
    put("refiner_3.safetensors", "no model");
    put("refiner_1.safetensors", "no model");
    put("drafter_2b.safetensors", "no number");
    const ModelsListed listed = listModels({1, folder()});
    EXPECT_EQ(listed.suggested, family_.files());
    const std::vector<SpecialisedPair> expected{
        {2, folder() / "drafter_2.safetensors", folder() / "refiner_2.safetensors"},
        {3, folder() / "drafter_3.safetensors", ""}};
    EXPECT_EQ(listed.specialised, expected);
    const ModelFiles at3 = filesAt(listed.suggested, listed.specialised, 3);
    EXPECT_EQ(at3.drafter, folder() / "drafter_3.safetensors");
    EXPECT_EQ(at3.refiner, refiner);  // the family's own stands in
    EXPECT_EQ(filesAt(listed.suggested, listed.specialised, 1), listed.suggested);
    EXPECT_TRUE(isSpecialised(at3, 3));
    EXPECT_FALSE(isSpecialised(at3, 2));
    EXPECT_FALSE(isSpecialised(listed.suggested, 3));
}

TEST_F(ListModels, SuggestsNothingWhereTheNamesTellNothing) {
    fs::rename(folder() / "vqvae.safetensors", folder() / "first.safetensors");
    const ModelsListed listed = listModels({1, folder()});
    EXPECT_EQ(listed.files.size(), 3u);
    EXPECT_EQ(listed.suggested, ModelFiles());
}

TEST_F(ListModels, NamesTheDefaultFolderInFull) {
    setenv("DUOSCALE_MODELS", folder().c_str(), 1);
    EXPECT_EQ(listModels({1, ""}).folder, folder());
    unsetenv("DUOSCALE_MODELS");
    const fs::path before = fs::current_path();
    fs::current_path(folder().parent_path());
    EXPECT_EQ(listModels({1, folder().filename()}).folder, folder());
    fs::current_path(before);
}

TEST_F(ListModels, SaysWhatToPutThere) {
    EXPECT_DUO_ERROR(listModels({1, folder() / "absent"}), ErrorKind::File, "absent",
                     "does not exist", "Put a VQ-VAE");
    fs::create_directory(folder() / "empty");
    EXPECT_DUO_ERROR(listModels({1, folder() / "empty"}), ErrorKind::File, "no model",
                     "Put a VQ-VAE");
    EXPECT_DUO_ERROR(listModels({1, folder() / "classes.tsv"}), ErrorKind::File, "does not exist");
}

}  // namespace
}  // namespace duo
