// The program itself and its smaller subcommands.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/version.h"
#include "cli/process.h"
#include "io/tensor_entry.h"
#include "protocol/class_names.h"
#include "scenes/scenes.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

using test::Outcome;

bool holds(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

TEST(Program, VersionAndHelp) {
    EXPECT_EQ(test::run({"--version"}).out, programName() + "\n");
    EXPECT_EQ(test::run({"--version"}).status, 0);
    const Outcome help = test::run({"--help"});
    EXPECT_EQ(help.status, 0);
    for (const char* command :
         {"generate", "inspect", "convert", "train", "finetune", "bench", "serve"}) {
        EXPECT_TRUE(holds(help.out, command)) << command;
        const Outcome own = test::run({command, "--help"});
        EXPECT_EQ(own.status, 0);
        if (std::string(command) != "train" && std::string(command) != "finetune") {
            EXPECT_TRUE(holds(own.out, std::string("duoscale-cli ") + command)) << own.out;
        }
    }
}

TEST(Program, DemoClassListNamesTheScenes) {
    const ClassNames names = ClassNames::read(DUO_MODELS "/demo/classes.tsv");
    ASSERT_EQ(names.count(), scenes::classCount());
    for (int label = 0; label < names.count(); ++label) {
        EXPECT_EQ(names.shown(label), scenes::className(label));
    }
}

TEST(Program, BadCommandLinesAreUsageErrors) {
    for (const std::vector<std::string>& bad :
         {std::vector<std::string>{}, {"dance"}, {"inspect"}, {"convert", "a"}, {"--colour"}}) {
        const Outcome outcome = test::run(bad);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_TRUE(outcome.out.empty());
        EXPECT_FALSE(outcome.err.empty());
    }
}

TEST(Program, NumbersOutOfBoundsAreToldInASentence) {
    const Outcome zero = test::run({"bench", "--batch", "0"});
    EXPECT_EQ(zero.status, 2);
    EXPECT_NE(zero.err.find("--batch: needs a number above 0; found '0'."), std::string::npos)
        << zero.err;
    const Outcome word = test::run({"bench", "--warmup", "two"});
    EXPECT_EQ(word.status, 2);
    EXPECT_NE(word.err.find("--warmup: needs a number that is 0 or more; found 'two'."),
              std::string::npos)
        << word.err;
}

TEST(Program, InspectTellsWhatAFileIs) {
    const test::TinyFamily family;
    const Outcome text = test::run({"inspect", family.files().drafter});
    EXPECT_EQ(text.status, 0) << text.err;
    EXPECT_TRUE(holds(text.out, "VAR")) << text.out;
    const Outcome json = test::run({"inspect", "--json", family.files().vqvae});
    EXPECT_EQ(json.status, 0) << json.err;
    EXPECT_TRUE(nlohmann::json::parse(json.out).is_object());
    const Outcome absent = test::run({"inspect", family.folder() + "/absent.pth"});
    EXPECT_EQ(absent.status, 3);
    EXPECT_TRUE(holds(absent.err, "absent.pth"));
}

TEST(Program, InspectListsAFolder) {
    const test::TinyFamily family;
    const Outcome all = test::run({"inspect", "--json", family.folder()});
    EXPECT_EQ(all.status, 0) << all.err;
    EXPECT_EQ(nlohmann::json::parse(all.out).size(), 3u);
    std::ofstream(family.folder() + "/broken.pth") << "no model";
    const Outcome rest = test::run({"inspect", family.folder()});
    EXPECT_EQ(rest.status, 9);
    EXPECT_TRUE(holds(rest.err, "broken.pth' is not a weight file")) << rest.err;
    EXPECT_TRUE(holds(rest.err, "It is left out.")) << rest.err;
    for (const std::string& file : {family.files().drafter, family.files().vqvae}) {
        EXPECT_TRUE(holds(rest.out, "file: " + file)) << rest.out;
    }
    std::filesystem::create_directory(family.folder() + "/empty");
    EXPECT_EQ(test::run({"inspect", family.folder() + "/empty"}).status, 3);
}

TEST(Program, ExhaustedMemoryIsToldInASentence) {
    const test::TinyFamily family;
    const Outcome outcome = test::run({"train", "vqvae", "--base-width", "800000", "--steps", "1",
                                       "--pictures", "4", "--out", family.folder() + "/run"});
    EXPECT_EQ(outcome.status, 5) << outcome.err;
    EXPECT_TRUE(holds(outcome.err, "Memory ran out")) << outcome.err;
    EXPECT_FALSE(holds(outcome.err, "frame #")) << outcome.err;
}

// A training checkpoint with this model as raw and as averaged weights.
void saveTraining(const std::string& model, const std::string& to) {
    const io::TensorFile file = io::openTensorFile(model);
    std::vector<io::TensorToWrite> list;
    for (const char* prefix : {"model.", "ema."}) {
        for (const auto& [name, tensor] : file.tensors) {
            list.push_back({prefix + name, tensor.dtype, tensor.shape, tensor.data});
        }
    }
    io::writeSafetensors(to, list, file.metadata);
}

TEST(Program, SaysWhichWeightsItTakes) {
    const test::TinyFamily family;
    const std::string training = family.folder() + "/training.safetensors";
    const std::string raw = family.folder() + "/raw.safetensors";
    saveTraining(family.files().drafter, training);
    const std::string averaged = "averaged (EMA); the file also holds raw weights";
    EXPECT_TRUE(holds(test::run({"inspect", training}).out, "weights: " + averaged));
    const Outcome made =
        test::run({"generate", "--vae", family.files().vqvae, "--drafter", training, "--class", "1",
                   "--device", "cpu", "--out", family.folder()});
    EXPECT_EQ(made.status, 0) << made.err;
    EXPECT_TRUE(holds(made.err, "training.safetensors' are " + averaged)) << made.err;
    const Outcome converted = test::run({"convert", training, raw, "--weights", "raw"});
    EXPECT_EQ(converted.status, 0) << converted.err;
    EXPECT_TRUE(holds(converted.err, "raw; the file also holds averaged weights")) << converted.err;
    const Outcome refused =
        test::run({"convert", family.files().drafter, raw, "--force", "--weights", "ema"});
    EXPECT_EQ(refused.status, 4);
    EXPECT_TRUE(holds(refused.err, "no averaged weights")) << refused.err;
}

TEST(Program, ConvertedModelsMakePictures) {
    const test::TinyFamily family;
    const std::string half = family.folder() + "/half.safetensors";
    const Outcome converted =
        test::run({"convert", family.files().drafter, half, "--precision", "bf16"});
    ASSERT_EQ(converted.status, 0) << converted.err;
    EXPECT_LT(std::filesystem::file_size(half),
              std::filesystem::file_size(family.files().drafter) * 2 / 3);
    const Outcome refused = test::run({"convert", family.files().drafter, half});
    EXPECT_EQ(refused.status, 3);
    EXPECT_TRUE(holds(refused.err, "exists"));
    const Outcome made =
        test::run({"generate", "--vae", family.files().vqvae, "--drafter", half, "--class", "1",
                   "--device", "cpu", "--precision", "bf16", "--out", family.folder()});
    EXPECT_EQ(made.status, 0) << made.err;
}

}  // namespace
}  // namespace duo
