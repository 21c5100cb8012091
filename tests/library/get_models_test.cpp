// The catalogue beside a folder, and downloading, checking and removing its files.
#include "library/get_models.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "fetch/part_file.h"
#include "fetch/sha256.h"
#include "library/download_record.h"
#include "library/model_folder.h"
#include "support/expect_error.h"
#include "support/web_server.h"

namespace duo {
namespace {

using test::readFile;
using test::writeFile;

std::vector<std::string> namesOf(const std::vector<const PublishedFile*>& files) {
    std::vector<std::string> names;
    for (const PublishedFile* file : files) names.push_back(file->file);
    return names;
}

TEST(Published, FilesAndFamiliesFitTogether) {
    EXPECT_EQ(publishedFiles().size(), catalog().size() + 1);  // Inception is no model
    EXPECT_EQ(publishedFamilies().size(), 16u);
    for (const PublishedFile& file : publishedFiles()) {
        EXPECT_TRUE(file.sha256.empty() || fetch::isSha256(file.sha256)) << file.file;
        EXPECT_FALSE(file.licence.empty()) << file.file;
        EXPECT_TRUE(file.source.starts_with("https://")) << file.file;
        EXPECT_GT(file.expectedBytes(), 90'000'000) << file.file;
        if (!file.bytes || file.checkpoint == nullptr) continue;
        // The published files are fp32, with a little for names and buffers.
        const double parameters = 4.0 * parameterCount(file.checkpoint->geometry);
        EXPECT_NEAR(*file.bytes / parameters, 1.0, 0.01) << file.file;
    }
    for (const PublishedFamily& family : publishedFamilies()) {
        EXPECT_TRUE(findPublishedFile(family.files.front())->isVqVae()) << family.name;
        for (std::size_t i = 1; i < family.files.size(); ++i)
            EXPECT_TRUE(findPublishedFile(family.files[i])->isVar()) << family.name;
    }
}

TEST(Published, NamesAreFilesStemsAndFamilies) {
    EXPECT_EQ(namesOf(publishedByName({"var_d16", "var_d16.pth", "code-8"})),
              (std::vector<std::string>{"var_d16.pth", "vae_ch160v4096z32.pth", "drafter_8.pth",
                                        "refiner_8.pth"}));
    EXPECT_DUO_ERROR(publishedByName({"VAR-D16"}), ErrorKind::Usage, "VAR-D16",
                     "Did you mean 'var_d16'?");
    EXPECT_DUO_ERROR(publishedByName({"gpt"}), ErrorKind::Usage, "no model 'gpt'", "code-8");
    EXPECT_EQ(neededBeside(*findPublishedFile("drafter_7")),
              (std::vector<std::string>{"vae_ch160v4096z32.pth", "refiner_7.pth"}));
    EXPECT_EQ(neededBeside(*findPublishedFile("var_d30")),
              (std::vector<std::string>{"vae_ch160v4096z32.pth"}));
}

TEST(Published, MemoryFollowsThePrecision) {
    const Geometry& geometry = findPublishedFile("var_d30")->checkpoint->geometry;
    const auto fp32 = static_cast<double>(weightBytes(geometry, Precision::Float32));
    EXPECT_EQ(fp32, 4.0 * parameterCount(geometry));
    EXPECT_NEAR(weightBytes(geometry, Precision::BFloat16) / fp32, 0.5, 0.01);
    EXPECT_NEAR(weightBytes(geometry, Precision::Int8) / fp32, 0.25, 0.01);
    const Geometry& vqvae = findPublishedFile("vae_ch160v4096z32")->checkpoint->geometry;
    EXPECT_EQ(weightBytes(vqvae, Precision::Int8), 4 * parameterCount(vqvae));
}

TEST(Published, DownloadsGoIntoTheDataFolder) {
    ::unsetenv("DUOSCALE_MODELS");
    ::setenv("XDG_DATA_HOME", "/data", 1);
    EXPECT_EQ(downloadFolder(), "/data/duoscale/models");
    ::unsetenv("XDG_DATA_HOME");
    ::setenv("DUOSCALE_MODELS", "/mine", 1);
    EXPECT_EQ(downloadFolder(), "/mine");
    ::unsetenv("DUOSCALE_MODELS");
    EXPECT_TRUE(downloadFolder().ends_with("/.local/share/duoscale/models"));
}

class GetModelsTest : public testing::Test {
  protected:
    GetModelsTest() {
        for (const char* file : {"vae_ch160v4096z32.pth", "drafter_8.pth", "refiner_8.pth"})
            server.put(file, std::string("weights of ") + file);
        wanted.names = {"code-8"};
        wanted.folder = folder.path();
        wanted.endpoint = server.endpoint("sha");
        wanted.download.retry.firstPause = std::chrono::milliseconds(5);
        wanted.download.retry.attempts = 2;
    }
    std::vector<GotModel> get() {
        return getModels(wanted, [this](const std::vector<GetState>& s) { states = s; }, {});
    }
    std::vector<CheckedModel> check(const std::vector<std::string>& names = {}) {
        return checkModels(folder.path(), names, {}, {});
    }

    test::WebServer server;
    test::TemporaryFolder folder;
    GetModels wanted;
    std::vector<GetState> states;
};

TEST_F(GetModelsTest, AFamilyArrivesAndIsKnown) {
    for (const GotModel& model : get()) {
        ASSERT_TRUE(model.got) << model.error->what();
        EXPECT_EQ(readFile(model.path), "weights of " + model.published->file);
    }
    EXPECT_EQ(states.size(), 3u);
    const auto record = readDownloads(folder.path());
    EXPECT_EQ(record.at("drafter_8.pth").checkedBy, "server");
    EXPECT_TRUE(record.at("drafter_8.pth")
                    .source.ends_with("/sha/Zigeng/VAR_CoDe/resolve/main/drafter_8.pth"));
    EXPECT_EQ(findModels(folder.path(), 8).refiner, folder.file("refiner_8.pth"));
    for (const CatalogueItem& item : catalogueOf(folder.path())) {
        EXPECT_EQ(item.isThere(),
                  server.log().dump().find(item.published->file) != std::string::npos)
            << item.published->file;
    }
}

TEST_F(GetModelsTest, WhatIsThereIsNotFetchedAgain) {
    get();
    const std::size_t requests = server.log().size();
    for (const GotModel& model : get()) EXPECT_TRUE(model.wasThere);
    EXPECT_EQ(server.log().size(), requests);
}

TEST_F(GetModelsTest, AFileOfAnotherSizeIsNotReplaced) {
    writeFile(folder.file("refiner_8.pth"), "my own");
    const std::vector<GotModel> models = get();
    ASSERT_TRUE(models[2].error);
    EXPECT_NE(std::string(models[2].error->what()).find("6 bytes"), std::string::npos);
    EXPECT_EQ(readFile(folder.file("refiner_8.pth")), "my own");
    EXPECT_TRUE(models[1].got);
}

TEST_F(GetModelsTest, ConvertsVarsAndKeepsTheConvertedFileAlone) {
    wanted.precision = "bf16";
    wanted.convert = [](const std::string& from, const std::string& to) {
        writeFile(to, "half of " + readFile(from));
    };
    const std::vector<GotModel> models = get();
    EXPECT_EQ(models[0].path, folder.file("vae_ch160v4096z32.pth"));
    EXPECT_EQ(models[1].path, folder.file("drafter_8.safetensors"));
    EXPECT_FALSE(std::filesystem::exists(folder.file("drafter_8.pth")));
    EXPECT_EQ(readDownloads(folder.path()).at("drafter_8.safetensors").converted, "bf16");
    for (const CheckedModel& model : check())
        EXPECT_EQ(model.state, CheckedModel::State::Right) << model.file;
    for (const GotModel& model : get()) EXPECT_TRUE(model.wasThere) << model.published->file;
}

TEST_F(GetModelsTest, AConversionThatFailsLeavesThePublishedFile) {
    wanted.convert = [](const std::string&, const std::string&) {
        throw Error(ErrorKind::Checkpoint, "It is no model.");
    };
    const std::vector<GotModel> models = get();
    ASSERT_TRUE(models[1].error);
    EXPECT_STREQ(models[1].error->what(), "It is no model.");
    EXPECT_EQ(readFile(folder.file("drafter_8.pth")), "weights of drafter_8.pth");
    EXPECT_EQ(states[1].download.phase, fetch::Phase::Failed);
}

TEST_F(GetModelsTest, ChecksAgainstTheRecordAndTheCatalogue) {
    get();
    writeFile(folder.file("refiner_8.pth"), "weights of refiner_9.pth");
    writeFile(folder.file("var_d16.pth"), "not var_d16");  // the catalogue states its SHA-256
    writeFile(folder.file("var_d30.pth"), "unknown");
    std::filesystem::remove(folder.file("vae_ch160v4096z32.pth"));
    using State = CheckedModel::State;
    std::map<std::string, State> states;
    for (const CheckedModel& model : check()) states[model.file] = model.state;
    EXPECT_EQ(states, (std::map<std::string, State>{{"drafter_8.pth", State::Right},
                                                    {"refiner_8.pth", State::Wrong},
                                                    {"vae_ch160v4096z32.pth", State::Missing},
                                                    {"var_d16.pth", State::Wrong},
                                                    {"var_d30.pth", State::Unknown}}));
    EXPECT_EQ(check({"drafter_8"}).size(), 1u);
    EXPECT_DUO_ERROR(check({"var_d20"}), ErrorKind::File, "no 'var_d20.pth'");
}

TEST_F(GetModelsTest, RemovesAFamilyButNotWhatOthersNeed) {
    get();
    writeFile(folder.file("var_d30.pth"), "another VAR");
    EXPECT_DUO_ERROR(removeModels(folder.path(), {"code-8", "code-9"}), ErrorKind::File,
                     "no 'drafter_9.pth'");
    EXPECT_TRUE(std::filesystem::exists(folder.file("drafter_8.pth")));
    EXPECT_EQ(removeModels(folder.path(), {"code-8"}).size(), 2u);
    EXPECT_TRUE(std::filesystem::exists(folder.file("vae_ch160v4096z32.pth")));
    EXPECT_FALSE(readDownloads(folder.path()).contains("drafter_8.pth"));
    std::filesystem::remove(folder.file("var_d30.pth"));
    EXPECT_EQ(removeModels(folder.path(), {"vae_ch160v4096z32"}).size(), 1u);
}

TEST_F(GetModelsTest, RemovesAStoppedDownload) {
    wanted.endpoint = server.endpoint("sha+half");
    wanted.names = {"drafter_8"};
    EXPECT_TRUE(get().at(0).error);
    EXPECT_GT(catalogueOf(folder.path()).at(8).arrivedBytes, 0);
    EXPECT_GT(removeModels(folder.path(), {"drafter_8"}).at(0).bytes, 0);
    EXPECT_EQ(folder.files(), 0u);
}

TEST_F(GetModelsTest, ABrokenRecordIsNoHindrance) {
    writeFile(folder.file("downloads.json"), "{\"files\": [");
    EXPECT_TRUE(readDownloads(folder.path()).empty());
    for (const GotModel& model : get()) EXPECT_TRUE(model.got);
    EXPECT_EQ(readDownloads(folder.path()).size(), 3u);
}

}  // namespace
}  // namespace duo
