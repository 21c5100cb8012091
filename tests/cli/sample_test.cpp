// sample and sample merge, as people and job schedulers run them.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "cli/process.h"
#include "io/npz_reader.h"
#include "io/png.h"
#include "io/temporary_folder.h"
#include "protocol/provenance.h"
#include "protocol/run_files.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

namespace fs = std::filesystem;
using test::Outcome;
using Shape = std::vector<std::int64_t>;

bool says(const Outcome& outcome, const std::string& words) {
    return outcome.err.find(words) != std::string::npos;
}

// Variables of the child's environment while it lives.
class Variables {
  public:
    explicit Variables(std::vector<std::pair<std::string, std::string>> variables)
        : variables_(std::move(variables)) {
        for (const auto& [name, value] : variables_) setenv(name.c_str(), value.c_str(), 1);
    }
    ~Variables() {
        for (const auto& variable : variables_) unsetenv(variable.first.c_str());
    }

  private:
    std::vector<std::pair<std::string, std::string>> variables_;
};

class Sample : public testing::Test {
  protected:
    static const test::TinyFamily& family() {
        static const test::TinyFamily family;
        return family;
    }
    std::string folder(const std::string& name) const { return scratch_.file(name); }
    // Seed 7 and split 2 unless the test says otherwise.
    std::vector<std::string> command(const std::string& out, std::vector<std::string> more) const {
        std::vector<std::string> all{"sample",    "--models", family().folder(), "--device", "cpu",
                                     "--threads", "1",        "--out",           folder(out)};
        const auto add = [&](const char* option, const char* value) {
            if (std::find(more.begin(), more.end(), option) != more.end()) return;
            all.insert(all.end(), {option, value});
        };
        add("--seed", "7");
        add("--split", "2");
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    Outcome make(const std::string& out, std::vector<std::string> more) const {
        return test::run(command(out, std::move(more)));
    }
    std::vector<std::string> pictures(const std::string& out) const {
        std::vector<std::string> found;
        if (!fs::exists(folder(out))) return found;
        for (const auto& entry : fs::directory_iterator(folder(out))) {
            if (entry.path().extension() == ".png") found.push_back(entry.path().filename());
        }
        std::sort(found.begin(), found.end());
        return found;
    }
    std::string bytes(const std::string& out, const std::string& name) const {
        return test::readFile(folder(out) + "/" + name);
    }
    void expectSameFiles(const std::string& a, const std::string& b) const {
        ASSERT_EQ(pictures(a), pictures(b));
        for (const std::string& name : pictures(a)) EXPECT_EQ(bytes(a, name), bytes(b, name));
    }

    test::TemporaryFolder scratch_;
};

TEST_F(Sample, WritesPicturesOfEveryClassAndTheirArchive) {
    const Outcome made = make("a", {"--per-class", "2", "--classes", "bridge,3,none"});
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_EQ(made.out, folder("a") + "/samples.npz\n");
    EXPECT_TRUE(says(made, "6 pictures made")) << made.err;
    EXPECT_EQ(pictures("a"),
              (std::vector<std::string>{"000000_0001-bridge.png", "000000_0003-dune.png",
                                        "000000_none.png", "000001_0001-bridge.png",
                                        "000001_0003-dune.png", "000001_none.png"}));
    const std::string file = folder("a") + "/000001_0003-dune.png";
    const Provenance settings = parseProvenance(io::readPngTexts(file).at(kProvenanceKey));
    EXPECT_EQ(settings.image, 4u);
    EXPECT_EQ(settings.seed, 7u);
    EXPECT_EQ(settings.label, 3);
    const io::NpzFile npz(folder("a") + "/samples.npz");
    const io::NpzFile::Array all = npz.array("arr_0"), labels = npz.array("arr_1");
    EXPECT_EQ(all.shape, (Shape{6, 16, 16, 3}));
    const io::RgbImage picture = io::readImage(file);
    EXPECT_EQ(std::memcmp(all.data.data() + 4 * 16 * 16 * 3, picture.pixels.data(), 16 * 16 * 3),
              0);
    const std::int64_t due[] = {1, 3, -1, 1, 3, -1};
    ASSERT_EQ(labels.data.size(), sizeof(due));
    EXPECT_EQ(std::memcmp(labels.data.data(), due, sizeof(due)), 0);
}

// generate makes a picture of the run again, by its number.
TEST_F(Sample, PicturesAreThoseOfGenerate) {
    ASSERT_EQ(make("a", {"--per-class", "2", "--classes", "1,3", "--batch", "1"}).status, 0);
    const Outcome single = test::run({"generate", "--models", family().folder(), "--device", "cpu",
                                      "--threads", "1", "--seed", "7", "--split", "2", "--class",
                                      "3", "--first-image", "3", "--out", folder("b")});
    ASSERT_EQ(single.status, 0) << single.err;
    EXPECT_EQ(io::readImage(folder("b") + "/3-dune_seed7_3_n2.png"),
              io::readImage(folder("a") + "/000001_0003-dune.png"));
}

// The tiny family has four scales, so the first three are warm.
TEST_F(Sample, ARecipeSetsTheSamplingValuesAndOptionsBesideItWin) {
    struct Case {
        std::vector<std::string> options;
        const char *guidance, *topK, *topP, *temperature;
    };
    const Case cases[] = {
        {{"--recipe", "var"}, "1.5", "900", "0.96", "1"},
        {{"--recipe", "code"}, "1.5", "600", "0.96", "1.1*3,1"},
        {{"--recipe", "fid"}, "1.5", "600", "0.96", "1.1*3,1"},
        {{"--recipe", "fid", "--split", "4"}, "1.5", "900", "0.96", "1"},
        {{"--recipe", "fid", "--split", "0"}, "1.5", "900", "0.96", "1"},
        {{"--recipe", "var", "--cfg", "3", "--top-k", "5"}, "3", "5", "0.96", "1"},
        {{"--recipe", "code", "--temperature", "0.9", "--top-p", "0"}, "1.5", "600", "0", "0.9"},
        {{}, "4", "600", "0.95", "1.1*3,1"},
    };
    int number = 0;
    for (const Case& c : cases) {
        std::vector<std::string> options{"--per-class", "1", "--classes", "1", "--no-npz"};
        options.insert(options.end(), c.options.begin(), c.options.end());
        const std::string out = "recipe" + std::to_string(number++);
        const Outcome made = make(out, options);
        ASSERT_EQ(made.status, 0) << made.err;
        const SampleManifest manifest =
            parseSampleManifest(bytes(out, kSampleManifestFile), kSampleManifestFile);
        EXPECT_EQ(manifest.setting("recipe"), c.options.empty() ? "" : c.options[1]);
        EXPECT_EQ(manifest.setting("guidance"), c.guidance) << out;
        EXPECT_EQ(manifest.setting("top_k"), c.topK) << out;
        EXPECT_EQ(manifest.setting("top_p"), c.topP) << out;
        EXPECT_EQ(manifest.setting("temperature"), c.temperature) << out;
    }
    for (const char* command : {"sample", "generate", "sweep"}) {
        EXPECT_NE(test::run({command, "--help"}).out.find("--recipe"), std::string::npos);
    }
}

TEST_F(Sample, PicturesDoNotDependOnShards) {
    ASSERT_EQ(make("whole", {"--per-class", "3", "--batch", "4"}).status, 0);
    for (const char* shard : {"2/3", "0/3", "1/3"}) {
        const Outcome part = make("parts", {"--per-class", "3", "--batch", "4", "--shard", shard});
        ASSERT_EQ(part.status, 0) << part.err;
        EXPECT_EQ(part.out, folder("parts") + "\n");
        EXPECT_TRUE(says(part, "sample merge")) << part.err;
    }
    expectSameFiles("whole", "parts");
    EXPECT_FALSE(fs::exists(folder("parts") + "/samples.npz"));
    const Outcome merged =
        test::run({"sample", "merge", folder("parts"), "--out", folder("parts.npz")});
    ASSERT_EQ(merged.status, 0) << merged.err;
    EXPECT_EQ(test::readFile(folder("parts.npz")), bytes("whole", "samples.npz"));
}

// The arithmetic of a batch may round a pixel otherwise; the tokens are the same.
TEST_F(Sample, PicturesDoNotDependOnBatches) {
    ASSERT_EQ(make("one", {"--per-class", "3", "--batch", "1"}).status, 0);
    ASSERT_EQ(make("four", {"--per-class", "3", "--batch", "4"}).status, 0);
    ASSERT_EQ(pictures("one").size(), 30u);
    ASSERT_EQ(pictures("one"), pictures("four"));
    for (const std::string& name : pictures("one")) {
        const io::RgbImage a = io::readImage(folder("one") + "/" + name);
        const io::RgbImage b = io::readImage(folder("four") + "/" + name);
        ASSERT_EQ(a.pixels.size(), b.pixels.size());
        int most = 0;
        for (std::size_t i = 0; i < a.pixels.size(); ++i) {
            most = std::max(most, std::abs(a.pixels[i] - b.pixels[i]));
        }
        EXPECT_LE(most, 1) << name;
    }
}

TEST_F(Sample, KilledAtAnyMomentItGoesOnAndLosesNothing) {
    const std::vector<std::string> options{"--per-class", "12", "--batch", "3"};
    ASSERT_EQ(make("whole", options).status, 0);
    for (const std::size_t enough : {1, 20, 60}) {
        test::Process process(command("killed", options));
        process.closeInput();
        while (pictures("killed").size() < enough) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        process.signal(SIGKILL);
        EXPECT_EQ(process.finish().status, 128 + SIGKILL);
        for (const std::string& name : pictures("killed")) {
            ASSERT_EQ(bytes("killed", name), bytes("whole", name)) << name;
        }
    }
    const std::size_t before = pictures("killed").size();
    const auto kept = fs::last_write_time(folder("killed") + "/" + pictures("killed").front());
    const Outcome ended = make("killed", options);
    ASSERT_EQ(ended.status, 0) << ended.err;
    EXPECT_TRUE(says(ended, std::to_string(before) + " were there before")) << ended.err;
    EXPECT_EQ(fs::last_write_time(folder("killed") + "/" + pictures("killed").front()), kept);
    expectSameFiles("whole", "killed");
    EXPECT_EQ(bytes("killed", "samples.npz"), bytes("whole", "samples.npz"));
}

TEST_F(Sample, AskedToStopItSaysHowToGoOn) {
    test::Process process(command("a", {"--per-class", "100000", "--batch", "1"}));
    process.closeInput();
    while (pictures("a").size() < 3) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    process.signal(SIGTERM);
    const Outcome outcome = process.finish();
    EXPECT_EQ(outcome.status, 130);
    EXPECT_TRUE(says(outcome, "The same command continues")) << outcome.err;
    for (const auto& entry : fs::directory_iterator(folder("a"))) {
        EXPECT_NE(entry.path().extension(), ".part");
    }
}

TEST_F(Sample, AnotherRunsFolderIsRefusedWithWhatDiffers) {
    ASSERT_EQ(make("a", {"--per-class", "1", "--classes", "1"}).status, 0);
    struct Case {
        std::vector<std::string> options;
        const char* words;
    };
    const Case cases[] = {
        {{"--per-class", "2", "--classes", "1"}, "--per-class is 1 there and 2 here"},
        {{"--per-class", "1", "--classes", "2"}, "the classes is 1 there and 2 here"},
        {{"--per-class", "1", "--classes", "1", "--cfg", "3"}, "the guidance is 4 there and 3"},
        {{"--per-class", "1", "--classes", "1", "--split", "4"}, "the split is 2 there and 4"},
        {{"--per-class", "1", "--classes", "1", "--seed", "8"}, "the seed is 7 there and 8"},
    };
    for (const Case& c : cases) {
        const Outcome outcome = make("a", c.options);
        EXPECT_EQ(outcome.status, 3);
        EXPECT_TRUE(says(outcome, "holds another run")) << outcome.err;
        EXPECT_TRUE(says(outcome, c.words)) << outcome.err;
    }
    EXPECT_EQ(pictures("a").size(), 1u);
    fs::remove(folder("a") + "/sample.json");
    const Outcome unknown = make("a", {"--per-class", "1", "--classes", "1"});
    EXPECT_EQ(unknown.status, 3);
    EXPECT_TRUE(says(unknown, "no sample.json")) << unknown.err;
}

TEST_F(Sample, SlurmArraysAndTorchrunSayTheShard) {
    const std::vector<std::string> options{"--per-class", "1", "--batch", "1"};
    const auto shard = [&](std::vector<std::pair<std::string, std::string>> variables,
                           std::vector<std::string> more = {}) {
        const Variables set(std::move(variables));
        more.insert(more.end(), options.begin(), options.end());
        fs::remove_all(folder("a"));
        return make("a", more);
    };
    // ten pictures; task 20 of 10, 20, 30 is the second of three
    const Outcome array = shard({{"SLURM_ARRAY_TASK_ID", "20"},
                                 {"SLURM_ARRAY_TASK_COUNT", "3"},
                                 {"SLURM_ARRAY_TASK_MIN", "10"},
                                 {"SLURM_ARRAY_TASK_STEP", "10"}});
    ASSERT_EQ(array.status, 0) << array.err;
    EXPECT_TRUE(says(array, "Shard 1 of 3, as the Slurm array says")) << array.err;
    EXPECT_EQ(pictures("a"),
              (std::vector<std::string>{"000000_0001-bridge.png", "000000_0004-eagle.png",
                                        "000000_0007-harbour.png"}));
    const Outcome rank = shard({{"RANK", "3"}, {"WORLD_SIZE", "4"}, {"LOCAL_RANK", "1"}});
    EXPECT_TRUE(says(rank, "Shard 3 of 4, as torchrun says")) << rank.err;
    EXPECT_EQ(pictures("a").size(), 2u);
    const Outcome both = shard({{"SLURM_ARRAY_TASK_ID", "1"},
                                {"SLURM_ARRAY_TASK_COUNT", "2"},
                                {"RANK", "1"},
                                {"WORLD_SIZE", "2"}});
    EXPECT_TRUE(says(both, "Shard 3 of 4")) << both.err;
    const Outcome given = shard({{"RANK", "3"}, {"WORLD_SIZE", "4"}}, {"--shard", "0/2"});
    EXPECT_TRUE(says(given, "Shard 0 of 2, as --shard says")) << given.err;
    EXPECT_EQ(shard({{"RANK", "4"}, {"WORLD_SIZE", "4"}}).status, 2);
    EXPECT_EQ(shard({{"RANK", "one"}, {"WORLD_SIZE", "4"}}).status, 2);
}

TEST_F(Sample, MergeSaysWhatIsMissingOrForeign) {
    ASSERT_EQ(make("a", {"--per-class", "1", "--shard", "0/2", "--batch", "1"}).status, 0);
    ASSERT_EQ(make("b", {"--per-class", "1", "--shard", "1/2", "--batch", "1"}).status, 0);
    ASSERT_EQ(make("c", {"--per-class", "1", "--no-npz", "--seed", "9"}).status, 0);
    EXPECT_EQ(pictures("a").size(), 5u);
    const auto merge = [&](std::vector<std::string> folders) {
        std::vector<std::string> all{"sample", "merge", "--out", folder("out.npz")};
        for (const std::string& name : folders) all.push_back(folder(name));
        return test::run(all);
    };
    const Outcome missing = merge({"a"});
    EXPECT_EQ(missing.status, 3);
    EXPECT_TRUE(says(missing, "5 of 10 pictures are missing")) << missing.err;
    EXPECT_TRUE(says(missing, "000000_0001-bridge.png")) << missing.err;
    const Outcome other = merge({"a", "c"});
    EXPECT_EQ(other.status, 3);
    EXPECT_TRUE(says(other, "the seed is 7 there and 9 here")) << other.err;
    const Outcome none = merge({"nowhere"});
    EXPECT_EQ(none.status, 3);
    EXPECT_TRUE(says(none, "holds no run of sample")) << none.err;
    EXPECT_FALSE(fs::exists(folder("out.npz")));
    EXPECT_EQ(merge({"a", "b"}).status, 0);
    const std::string wrong = "/000000_0001-bridge.png";
    fs::copy_file(folder("c") + wrong, folder("b") + wrong, fs::copy_options::overwrite_existing);
    const Outcome foreign = merge({"a", "b"});
    EXPECT_EQ(foreign.status, 3);
    EXPECT_TRUE(says(foreign, "is not picture 1 of this run")) << foreign.err;
}

TEST_F(Sample, BadOptionsAreToldInOneSentence) {
    struct Case {
        std::vector<std::string> options;
        int status;
        const char* words;
    };
    const Case cases[] = {
        {{}, 2, "--per-class"},
        {{"--per-class", "0"}, 2, "--per-class"},
        {{"--per-class", "1", "--classes", "1,bridge"}, 2, "named twice"},
        {{"--per-class", "1", "--rng", "reference"}, 2, "counter"},
        {{"--per-class", "1", "--recipe", "best"}, 2, "--recipe"},
        {{"--per-class", "1", "--shard", "3/3"}, 2, "--shard takes i/n"},
        {{"--per-class", "1", "--shard", "half"}, 2, "--shard takes i/n"},
        {{"--per-class", "1", "--split", "5"}, 2, "0 to 4"},
        {{"--per-class", "1", "--npz", "/proc/no/a.npz"}, 3, "/proc/no"},
    };
    for (const Case& c : cases) {
        const Outcome outcome = make("a", c.options);
        EXPECT_EQ(outcome.status, c.status) << c.words << "\n" << outcome.err;
        EXPECT_TRUE(says(outcome, c.words)) << outcome.err;
        EXPECT_TRUE(pictures("a").empty());
    }
}

}  // namespace
}  // namespace duo
