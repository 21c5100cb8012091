// sample.json, sweep.json and log.csv: what is written is read back, older files are understood,
// newer and foreign ones are refused.
#include "protocol/run_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace duo {
namespace {

SampleManifest manifest() {
    SampleManifest made;
    made.labels = {3, 1, -1};
    made.names = {"Mountain lake", "", "no class"};
    made.perClass = 50;
    made.seed = 18'446'744'073'709'551'615u;
    made.settings = {{"split", "8"},
                     {"recipe", "fid"},
                     {"guidance", "4*8,3*2"},
                     {"drafter", "d.pth (digest 00)"}};
    return made;
}

SplitCurve curve() {
    SplitCurve made{"a title", "scene classifier", "2000 pictures of 'scenes'", "cpu", 8,
                    {},        "a method"};
    made.points.push_back(
        {6, "specialised", 16, 1.402, 0.9, 0.1, 15.25, 1.0, 11.28, 9.5, 62'000'000, 1.25, 1.5, 50});
    made.points.push_back({std::nullopt, "other scenes", 2000, 0.5, 1.0, 1.0, 15.0, std::nullopt,
                           std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt,
                           std::nullopt});
    return made;
}

std::string fileText(const std::string& name) {
    std::ifstream file(std::string(DUO_TEST_DATA) + "/" + name);
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

template <class Parse>
void expectFault(Parse parse, const std::string& text, RunFileFault fault,
                 const std::string& words) {
    try {
        parse(text, "some.json");
        ADD_FAILURE() << "no error for " << text;
    } catch (const RunFileError& error) {
        const std::string said = error.what();
        EXPECT_EQ(error.fault(), fault) << said;
        EXPECT_NE(said.find("some.json"), std::string::npos) << said;
        EXPECT_NE(said.find(words), std::string::npos) << said;
    }
}

TEST(SampleManifestFile, IsReadAsItWasWritten) {
    EXPECT_EQ(parseSampleManifest(sampleManifestText(manifest()), "f"), manifest());
    SampleManifest sweep = manifest();
    sweep.command = "sweep";
    sweep.settings = {{specialisedKey("drafter_8", 8), "00"}};
    EXPECT_EQ(parseSampleManifest(sampleManifestText(sweep), "f"), sweep);
}

TEST(SampleManifestFile, KeepsItsKeys) {
    const auto json = nlohmann::json::parse(sampleManifestText(manifest()));
    EXPECT_EQ(json["format"], "duoscale sample 2");
    EXPECT_EQ(json["command"], "sample");
    EXPECT_EQ(json["seed"], 18'446'744'073'709'551'615u);
    EXPECT_EQ(json["per_class"], 50);
    EXPECT_EQ(json["classes"][2], -1);
    EXPECT_EQ(json["names"][0], "Mountain lake");
    EXPECT_EQ(json["settings"]["guidance"], "4*8,3*2");
    EXPECT_EQ(json["settings"]["recipe"], "fid");
}

TEST(SampleManifestFile, VersionOneIsUnderstood) {
    const SampleManifest old = parseSampleManifest(fileText("runs/sample-1.json"), "sample-1.json");
    EXPECT_EQ(old.command, "sample");
    EXPECT_EQ(old.labels, (std::vector<int>{3, 0}));
    EXPECT_EQ(old.perClass, 2);
    EXPECT_EQ(old.seed, 7u);
    EXPECT_EQ(old.setting("split"), "8");
    EXPECT_EQ(old.setting("top_p"), "0.95");
    EXPECT_EQ(old.setting("temperature"), "1.1*7,1*3");
    EXPECT_EQ(old.setting("recipe"), "");
    EXPECT_EQ(old.setting("seed"), "") << "a field of the manifest, no setting";
    EXPECT_EQ(old.fileName(0), "000000_0003-mountain-lake.png");
    const SampleManifest sweep =
        parseSampleManifest(fileText("runs/sample-1-of-sweep.json"), "sample-1-of-sweep.json");
    EXPECT_EQ(sweep.command, "sweep");
    EXPECT_EQ(sweep.setting("splits"), "0,8");
    EXPECT_NE(sweep.setting(specialisedKey("drafter_8", 8)), "");
}

TEST(SampleManifestFile, OthersAreRefused) {
    const auto parse = [](const std::string& text, const std::string& file) {
        parseSampleManifest(text, file);
    };
    expectFault(parse, "{\"format\": \"dup", RunFileFault::NotJson, "not JSON");
    expectFault(parse, "[]", RunFileFault::NotManifest, "does not describe");
    expectFault(parse, R"({"format": "duoscale sample 2"})", RunFileFault::NotManifest, "describe");
    expectFault(parse, R"({"format": "duoscale sweep 2", "points": []})", RunFileFault::NotManifest,
                "describe");
    auto json = nlohmann::json::parse(sampleManifestText(manifest()));
    json["classes"] = "all";
    expectFault(parse, json.dump(), RunFileFault::NotManifest, "does not describe");
    json["classes"] = {1, 2};
    expectFault(parse, json.dump(), RunFileFault::NotManifest, "does not describe");
    json["format"] = "duoscale sample 3";
    json["program"] = "Duoscale 9.1.0";
    expectFault(parse, json.dump(), RunFileFault::NewerVersion, "version 3");
    expectFault(parse, json.dump(), RunFileFault::NewerVersion, "Duoscale 9.1.0");
}

TEST(SampleManifestFile, SettingsHaveWords) {
    EXPECT_EQ(settingWords("seed"), "the seed");
    EXPECT_EQ(settingWords("top_k"), "top-k");
    EXPECT_EQ(settingWords(specialisedKey("drafter_8", 8)), "the specialised drafter_8 at 8");
    EXPECT_EQ(settingWords("of the future"), "of the future");
}

TEST(SplitCurveFile, IsReadAsItWasWritten) {
    EXPECT_EQ(parseSplitCurve(splitCurveText(curve()), "f"), curve());
}

TEST(SplitCurveFile, KeepsItsKeys) {
    const auto json = nlohmann::json::parse(splitCurveText(curve()));
    EXPECT_EQ(json["format"], "duoscale sweep 2");
    EXPECT_EQ(json["batch"], 8);
    const auto& point = json["points"][0];
    EXPECT_EQ(point["split"], 6);
    EXPECT_EQ(point["frechet_distance"], 1.402);
    EXPECT_EQ(point["pictures_per_second_with_vqvae"], 9.5);
    EXPECT_EQ(point["peak_bytes"], 62'000'000);
    EXPECT_EQ(point["frechet_distance_low"], 1.25);
    EXPECT_EQ(point["frechet_distance_high"], 1.5);
    EXPECT_EQ(point["frechet_distance_subsets"], 50);
    EXPECT_EQ(json["frechet_distance_interval"], "a method");
    EXPECT_TRUE(json["points"][1]["frechet_distance_low"].is_null());
    EXPECT_TRUE(json["points"][1]["split"].is_null());
    EXPECT_TRUE(json["points"][1]["class_accuracy"].is_null());
}

TEST(SplitCurveFile, FilesWithoutAVersionAreUnderstood) {
    const SplitCurve old = parseSplitCurve(fileText("sweep.json"), "sweep.json");
    ASSERT_EQ(old.points.size(), 9u);
    EXPECT_EQ(old.features, "scene classifier");
    EXPECT_EQ(old.points.back().split, std::nullopt);
    EXPECT_EQ(old.points.back().peakBytes, std::nullopt);
    EXPECT_GT(old.points.front().peakBytes, 1 << 20);
    EXPECT_EQ(old.points.front().frechetLow, std::nullopt);
    EXPECT_EQ(old.points.front().frechetSubsets, std::nullopt);
    EXPECT_EQ(old.interval, "");
}

TEST(SplitCurveFile, OthersAreRefused) {
    const auto parse = [](const std::string& text, const std::string& file) {
        parseSplitCurve(text, file);
    };
    const auto point = [](const std::string& fields) { return R"({"points": [)" + fields + "]}"; };
    expectFault(parse, "", RunFileFault::NotJson, "byte");
    expectFault(parse, "3", RunFileFault::NoTable, "no table");
    expectFault(parse, R"({"points": []})", RunFileFault::NoTable, "no table");
    expectFault(parse, point("3"), RunFileFault::BadPoint, "without a split");
    expectFault(parse, point(R"({"split": 2.5, "pair": "a"})"), RunFileFault::BadPoint, "split");
    expectFault(parse, point(R"({"split": 1e300, "pair": "a"})"), RunFileFault::BadPoint, "split");
    expectFault(parse, point(R"({"pair": "a", "recall": "much"})"), RunFileFault::NotANumber,
                "'recall'");
    expectFault(parse, R"({"format": "duoscale sweep 3", "points": [1]})",
                RunFileFault::NewerVersion, "a newer program");
}

TEST(FamilyRunFile, IsReadAsItWasWritten) {
    FamilyRun run;
    run.family = "..";
    run.data = "6 pictures in 2 classes of '/data'";
    run.settings = {{"size", "tiny"}, {"splits", "6,8"}};
    run.stages = {{"vqvae", "vqvae", 4.5, 270.25, StageState::Done},
                  {"drafter", "drafter", 12, 0, StageState::Running},
                  {"card", "", 0.1, 0, StageState::Waiting}};
    EXPECT_EQ(parseFamilyRun(familyRunText(run), "f.json"), run);
    EXPECT_EQ(run.setting("splits"), "6,8");
    EXPECT_EQ(run.setting("none"), "");
}

TEST(FamilyRunFile, RefusesWhatIsNone) {
    const auto parse = parseFamilyRun;
    expectFault(parse, "{", RunFileFault::NotJson, "some.json");
    expectFault(parse, R"({"format": "duoscale family 1", "family": ".."})",
                RunFileFault::NotManifest, "does not describe");
    expectFault(parse, R"({"format": "duoscale sample 1", "stages": []})",
                RunFileFault::NotManifest, "some.json");
    expectFault(parse, R"({"format": "duoscale family 9"})", RunFileFault::NewerVersion, "newer");
}

TEST(TrainingLogFile, IsReadAsItWasWritten) {
    TrainingLogHeading heading;
    EXPECT_EQ(heading.line(), "step");
    for (const char* column : {"seconds", "rate", "pictures_per_second", "loss", "seconds_left"}) {
        heading.add(column);
    }
    const std::string row = heading.rowText(
        20, {{"loss", 7.5}, {"rate", 1e-3}, {"pictures_per_second", 82.5}, {"seconds", NAN}});
    EXPECT_EQ(row, "20,,0.001,82.5,7.5,");
    const TrainingLogHeading read(heading.line() + "\r");
    EXPECT_EQ(read.line(), "step,seconds,rate,pictures_per_second,loss,seconds_left");
    const auto back = read.row(row);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->step, 20);
    EXPECT_EQ(back->loss, 7.5);
    EXPECT_EQ(back->rate, 1e-3);
    EXPECT_EQ(back->perSecond, 82.5);
    EXPECT_TRUE(std::isnan(back->secondsLeft));
}

TEST(TrainingLogFile, LinesWithoutAStepAreNoRows) {
    const TrainingLogHeading heading("step,loss");
    for (const char* line : {"", "x,y", ",3", "12x,3"}) EXPECT_FALSE(heading.row(line)) << line;
    EXPECT_TRUE(std::isnan(heading.row("40")->loss));
    EXPECT_FALSE(TrainingLogHeading("epoch,loss").row("1,2"));
    EXPECT_FALSE(heading.has("rate"));
}

}  // namespace
}  // namespace duo
