// generate, as people run it.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/process.h"
#include "io/png.h"
#include "io/tensor_entry.h"
#include "protocol/provenance.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

namespace fs = std::filesystem;
using test::Outcome;

class Generate : public testing::Test {
  protected:
    Generate() {
        std::string path = (fs::temp_directory_path() / "duoscale-cli-XXXXXX").string();
        out_ = mkdtemp(path.data());
    }
    ~Generate() override {
        fs::permissions(out_, fs::perms::owner_all);
        fs::remove_all(out_);
    }
    static const test::TinyFamily& family() {
        static const test::TinyFamily family;
        return family;
    }
    // generate with the tiny family on one thread of the CPU
    static std::vector<std::string> command(std::vector<std::string> more) {
        std::vector<std::string> all{"generate",  "--models", family().folder(), "--device", "cpu",
                                     "--threads", "1"};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    Outcome make(std::vector<std::string> more) const {
        more.insert(more.end(), {"--out", out_.string()});
        return test::run(command(std::move(more)));
    }
    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& entry : fs::directory_iterator(out_)) {
            found.push_back(entry.path().filename());
        }
        std::sort(found.begin(), found.end());
        return found;
    }
    std::string file(const std::string& name) const { return (out_ / name).string(); }
    static Provenance provenance(const std::string& path) {
        return parseProvenance(io::readPngTexts(path).at(kProvenanceKey));
    }

    fs::path out_;
};

bool says(const Outcome& outcome, const std::string& words) {
    return outcome.err.find(words) != std::string::npos;
}

TEST_F(Generate, WritesPicturesWithTheirSettings) {
    const Outcome made = make(
        {"--class", "bridge,3", "--class", "none", "--count", "2", "--seed", "7", "--split", "2"});
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_EQ(names(),
              (std::vector<std::string>{"1-bridge_seed7_0_n2.png", "1-bridge_seed7_1_n2.png",
                                        "3-dune_seed7_2_n2.png", "3-dune_seed7_3_n2.png",
                                        "none_seed7_4_n2.png", "none_seed7_5_n2.png"}));
    EXPECT_EQ(std::count(made.out.begin(), made.out.end(), '\n'), 6);
    EXPECT_EQ(made.err.find('\r'), std::string::npos);  // no progress bar off the terminal
    const std::string path = file("3-dune_seed7_3_n2.png");
    const io::RgbImage picture = io::readImage(path);
    EXPECT_EQ(picture.width, 16);
    const Provenance settings = provenance(path);
    EXPECT_EQ(settings.labelName, "dune");
    EXPECT_EQ(settings.seed, 7u);
    EXPECT_EQ(settings.image, 3u);
    EXPECT_EQ(settings.plan, DecodePlan::published(4, 2));
    EXPECT_EQ(settings.drafter.digest.size(), 32u);
    EXPECT_TRUE(io::readPngTexts(path).at(kParametersKey).starts_with("dune\nSteps: 4, "));
}

TEST_F(Generate, MakesAPictureAgain) {
    for (const char* rng : {"counter", "reference"}) {
        ASSERT_EQ(
            make({"--class", "1,2,3", "--seed", "7", "--split", "2", "--batch", "3", "--rng", rng,
                  "--temperature", "1.2*2,0.9*2", "--cfg", "3", "--top-k", "40", "--top-p", "0.9"})
                .status,
            0);
        const std::string first = file("2-castle_seed7_1_n2.png");
        const Outcome again = make({"--from", first});
        ASSERT_EQ(again.status, 0) << again.err;
        // Never overwritten: the second one takes a number.
        const std::string second = file("2-castle_seed7_1_n2-2.png");
        ASSERT_EQ(again.out, second + "\n");
        EXPECT_EQ(io::readImage(second), io::readImage(first)) << rng;
        EXPECT_EQ(io::readPngTexts(second), io::readPngTexts(first));
        for (const std::string& name : names()) fs::remove(out_ / name);
    }
}

// A family whose refiner for N = 2 has other weights: its drafter's, as any VAR can refine.
TEST_F(Generate, SpecialisedTakesThePairOfTheSplitAndFromFindsItAgain) {
    const test::TinyFamily own;
    const fs::path folder = own.folder();
    fs::copy_file(own.files().drafter, folder / "refiner_2.safetensors");
    const auto make = [&](std::vector<std::string> more) {
        std::vector<std::string> all{"generate",  "--models", folder,  "--device",   "cpu",
                                     "--threads", "1",        "--out", out_.string()};
        all.insert(all.end(), more.begin(), more.end());
        return test::run(all);
    };
    ASSERT_EQ(make({"--class", "2", "--seed", "7", "--split", "2"}).status, 0);
    const Outcome tuned = make({"--class", "2", "--seed", "7", "--split", "2", "--specialised"});
    ASSERT_EQ(tuned.status, 0) << tuned.err;
    const std::string picture = file("2-castle_seed7_0_n2-2.png");
    const Provenance provenance = parseProvenance(io::readPngTexts(picture).at(kProvenanceKey));
    EXPECT_EQ(provenance.drafter.file, "drafter.safetensors");
    EXPECT_EQ(provenance.refiner.file, "refiner_2.safetensors");
    EXPECT_NE(io::readImage(picture), io::readImage(file("2-castle_seed7_0_n2.png")));
    const Outcome again = make({"--from", picture});
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(io::readImage(file("2-castle_seed7_0_n2-3.png")), io::readImage(picture));
    const Outcome none = make({"--class", "2", "--split", "3", "--specialised"});
    EXPECT_EQ(none.status, 3);
    EXPECT_TRUE(says(none, "no drafter_3 or refiner_3")) << none.err;
    EXPECT_TRUE(says(none, "It has specialised models for N = 2.")) << none.err;
    const Outcome named = make({"--class", "2", "--specialised", "--drafter", own.files().drafter});
    EXPECT_EQ(named.status, 2) << named.err;
}

TEST_F(Generate, FromRefusesOtherWeightsAndOtherPictures) {
    ASSERT_EQ(make({"--class", "1", "--seed", "7", "--split", "4"}).status, 0);
    const std::string first = file("1-bridge_seed7_0_n4.png");
    const Outcome other =
        test::run({"generate", "--vae", family().files().vqvae, "--drafter",
                   family().damagedDrafter(), "--from", first, "--out", out_.string()});
    EXPECT_EQ(other.status, 4);
    EXPECT_TRUE(says(other, "digest")) << other.err;
    io::writePng(file("plain.png"), io::readImage(first));
    const Outcome plain = make({"--from", file("plain.png")});
    EXPECT_EQ(plain.status, 3);
    EXPECT_TRUE(says(plain, "holds no settings")) << plain.err;
}

TEST_F(Generate, JsonHoldsTimesMemoryAndFiles) {
    const Outcome made = make(
        {"--class", "1", "--count", "3", "--batch", "2", "--seed", "7", "--split", "2", "--json"});
    ASSERT_EQ(made.status, 0) << made.err;
    const auto json = nlohmann::json::parse(made.out);
    EXPECT_EQ(json["pictures"].size(), 3u);
    EXPECT_TRUE(fs::exists(json["pictures"][2]["file"].get<std::string>()));
    ASSERT_EQ(json["scales"].size(), 4u);
    EXPECT_EQ(json["scales"][3]["model"], "refiner");
    EXPECT_EQ(json["scales"][3]["tokens"], 3 * 16);
    EXPECT_EQ(json["by_model"]["drafter"]["tokens"], 3 * 5);
    EXPECT_EQ(json["by_model"]["refiner"]["tokens"], 3 * 25);
    EXPECT_GT(json["ms"]["vqvae"], 0);
    EXPECT_GE(json["ms"]["hand_over"], 0);
    EXPECT_GT(json["hand_over_freed_bytes"], 0);
    EXPECT_GT(json["memory"]["drafter"]["kv_cache"]["peak_bytes"], 0);
    EXPECT_EQ(json["memory"]["drafter"]["kv_cache"]["bytes"], 0);
    EXPECT_GT(json["memory"]["allocator"]["peak_bytes"], 0);
    EXPECT_EQ(json["models"].size(), 3u);
}

TEST_F(Generate, ModelsThePlanDoesNotUseAreNotLoaded) {
    const Outcome made = make({"--class", "1", "--split", "4", "--json"});
    ASSERT_EQ(made.status, 0) << made.err;
    const auto json = nlohmann::json::parse(made.out);
    EXPECT_FALSE(json["models"].contains("refiner"));
    EXPECT_EQ(json["memory"]["refiner"]["weights"]["bytes"], 0);
}

TEST_F(Generate, TraceHasTheShapesItPromises) {
    const Outcome made = make({"--class", "1,2,3", "--batch", "2", "--seed", "7", "--split", "2",
                               "--trace", file("trace.safetensors")});
    ASSERT_EQ(made.status, 0) << made.err;
    const io::TensorFile trace = io::openTensorFile(file("trace.safetensors"));
    using Shape = std::vector<std::int64_t>;
    EXPECT_EQ(trace.tensors.size(), 10u);
    EXPECT_EQ(trace.tensors.at("tokens").shape, (Shape{3, 30}));
    EXPECT_EQ(trace.tensors.at("tokens").dtype, io::DType::Int64);
    EXPECT_EQ(trace.tensors.at("image").shape, (Shape{3, 3, 16, 16}));
    for (int k = 0; k < 4; ++k) {
        const io::TensorEntry& logits = trace.tensors.at("logits." + std::to_string(k));
        EXPECT_EQ(logits.shape, (Shape{3, (k + 1) * (k + 1), 64}));
        EXPECT_EQ(logits.dtype, io::DType::Float32);
        EXPECT_EQ(trace.tensors.at("f_hat." + std::to_string(k)).shape, (Shape{3, 8, 4, 4}));
    }
}

TEST_F(Generate, ScalesAndTheirAnimation) {
    ASSERT_EQ(make({"--class", "1", "--seed", "7", "--split", "2", "--scales"}).status, 0);
    EXPECT_EQ(names(), (std::vector<std::string>{
                           "1-bridge_seed7_0_n2.png", "1-bridge_seed7_0_n2_scale01.png",
                           "1-bridge_seed7_0_n2_scale02.png", "1-bridge_seed7_0_n2_scale03.png",
                           "1-bridge_seed7_0_n2_scale04.png", "1-bridge_seed7_0_n2_scales.webp"}));
    EXPECT_EQ(io::readImage(file("1-bridge_seed7_0_n2_scale04.png")),
              io::readImage(file("1-bridge_seed7_0_n2.png")));
}

TEST_F(Generate, SheetHasARowAClassAndAColumnASplit) {
    const auto draw = [&](const char* classes, const char* splits) {
        const Outcome made = test::run(
            command({"--sheet", file("sheet.png"), "--class", classes, "--sheet-splits", splits}));
        EXPECT_EQ(made.status, 0) << made.err;
        return io::readImage(file("sheet.png"));
    };
    // The title sets the least width, so the wide sheet has columns enough to pass it.
    const io::RgbImage small = draw("1", "0,4"), wide = draw("1", "0,1,2,3,4,0,1,2");
    const io::RgbImage high = draw("1,2", "0,4");
    EXPECT_GE(wide.width, 8 * 128);
    EXPECT_GT(wide.width, small.width);
    EXPECT_EQ(wide.height, small.height);
    EXPECT_GE(high.height, small.height + 128);
}

TEST_F(Generate, SheetsThatNoPictureHoldsAreRefusedBeforeDrawing) {
    std::string classes = "1";
    for (int i = 0; i < 300; ++i) classes += ",1";
    const Outcome refused = test::run(
        command({"--sheet", file("sheet.png"), "--class", classes, "--sheet-splits", "0"}));
    EXPECT_EQ(refused.status, 2);
    EXPECT_TRUE(says(refused, "at most 32767 on a side")) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(file("sheet.png")));
}

TEST_F(Generate, BadOptionsAreToldInOneSentence) {
    struct Case {
        std::vector<std::string> options;
        int status;
        const char* words;
    };
    const Case cases[] = {
        {{}, 2, "No class was given"},
        {{"--class", "bridg"}, 2, "bridge"},
        {{"--class", "10"}, 2, "0 to 9"},
        {{"--class", "1", "--split", "5"}, 2, "0 to 4"},
        {{"--class", "1", "--cfg", "1,2"}, 2, "--cfg takes one value"},
        {{"--class", "1", "--top-k", "1.5"}, 2, "not an integer"},
        {{"--class", "1", "--temperature", "0"}, 2, "temperature of scale 1"},
        {{"--class", "1", "--top-p", "2"}, 2, "top-p"},
        {{"--class", "1", "--count", "0"}, 2, "--count"},
        {{"--class", "1", "--rng", "dice"}, 2, "--rng"},
        {{"--class", "1", "--colour", "red"}, 2, "--colour"},
        {{"--class", "1", "--from", "nowhere.png"}, 2, "--from"},
        {{"--class", "1", "--trace", "/proc/no/trace.safetensors"}, 3, "/proc/no"},
    };
    for (const Case& c : cases) {
        const Outcome outcome = make(c.options);
        EXPECT_EQ(outcome.status, c.status) << c.words << "\n" << outcome.err;
        EXPECT_TRUE(says(outcome, c.words)) << outcome.err;
        EXPECT_TRUE(outcome.out.empty()) << outcome.out;
    }
    EXPECT_TRUE(names().empty());
}

TEST_F(Generate, DevicesThatAreNotThere) {
    const auto on = [&](const char* device) {
        return test::run({"generate", "--models", family().folder(), "--class", "1", "--device",
                          device, "--out", out_.string()});
    };
    const Outcome unknown = on("tpu"), absent = on("cuda:99");
    EXPECT_EQ(unknown.status, 2);
    EXPECT_TRUE(says(unknown, "'tpu'")) << unknown.err;
    EXPECT_EQ(absent.status, 7);
    EXPECT_TRUE(says(absent, "CUDA")) << absent.err;
    EXPECT_TRUE(names().empty());
}

TEST_F(Generate, UnreadableModelsAndFolders) {
    const Outcome absent = test::run({"generate", "--models", file("none"), "--class", "1"});
    EXPECT_EQ(absent.status, 3);
    EXPECT_TRUE(says(absent, "does not exist"));
    const Outcome unwritable =
        test::run(command({"--class", "1", "--out", "/proc/no-such-folder"}));
    EXPECT_EQ(unwritable.status, 3);
    EXPECT_TRUE(says(unwritable, "/proc/no-such-folder")) << unwritable.err;
    std::ofstream(file("short.safetensors")) << "not a model";
    const Outcome broken = test::run({"generate", "--vae", family().files().vqvae, "--drafter",
                                      file("short.safetensors"), "--class", "1"});
    EXPECT_EQ(broken.status, 4);
    EXPECT_TRUE(says(broken, "short.safetensors")) << broken.err;
}

TEST_F(Generate, DamagedWeightsAreToldAndLeaveNoFile) {
    const Outcome outcome =
        test::run({"generate", "--vae", family().files().vqvae, "--drafter",
                   family().damagedDrafter(), "--class", "1", "--device", "cpu", "--out", out_});
    EXPECT_EQ(outcome.status, 6);
    EXPECT_TRUE(says(outcome, "not finite")) << outcome.err;
    EXPECT_TRUE(names().empty());
}

TEST_F(Generate, FullDiskIsToldAndFinishedPicturesStay) {
    // Room for a picture, not for the trace.
    const Outcome outcome =
        test::run(command({"--class", "1", "--seed", "7", "--split", "2", "--out", out_.string(),
                           "--trace", file("trace.safetensors")}),
                  8 << 10);
    EXPECT_EQ(outcome.status, 3) << outcome.err;
    EXPECT_TRUE(says(outcome, "trace.safetensors")) << outcome.err;
    EXPECT_EQ(names(), std::vector<std::string>{"1-bridge_seed7_0_n2.png"});
    EXPECT_NO_THROW(io::readImage(file("1-bridge_seed7_0_n2.png")));

    const Outcome nothing = test::run(
        command({"--class", "1", "--seed", "8", "--split", "2", "--out", out_.string()}), 64);
    EXPECT_EQ(nothing.status, 3) << nothing.err;
    EXPECT_EQ(names().size(), 1u);
}

TEST_F(Generate, TargetsThatAreNoFilesAreNotReplaced) {
    ASSERT_EQ(mkfifo(file("pipe").c_str(), 0600), 0);
    for (const char* option : {"--trace", "--sheet"}) {
        const Outcome outcome = make({"--class", "1", option, file("pipe")});
        EXPECT_EQ(outcome.status, 3);
        EXPECT_TRUE(says(outcome, "a device or a pipe")) << outcome.err;
    }
    EXPECT_TRUE(fs::is_fifo(out_ / "pipe"));
    EXPECT_EQ(names(), std::vector<std::string>{"pipe"});
}

TEST_F(Generate, SignalsStopItAndLeaveNoHalfFile) {
    for (const int number : {SIGTERM, SIGINT}) {
        test::Process process(command({"--class", "1", "--count", "100000", "--batch", "1",
                                       "--seed", "7", "--split", "2", "--out", out_.string()}));
        process.closeInput();
        while (names().size() < 3) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        process.signal(number);
        const Outcome outcome = process.finish();
        EXPECT_EQ(outcome.status, 130) << outcome.err;
        EXPECT_TRUE(says(outcome, "Stopped on request")) << outcome.err;
        for (const std::string& name : names()) {
            ASSERT_TRUE(name.ends_with(".png")) << name;  // no temporary is left
            EXPECT_NO_THROW(io::readImage(file(name))) << name;
            fs::remove(out_ / name);
        }
    }
}

}  // namespace
}  // namespace duo
