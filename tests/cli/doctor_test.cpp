// duoscale-cli doctor in good and in bad surroundings.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/process.h"

namespace duo {
namespace {

nlohmann::json finding(const std::string& out, const std::string& topic) {
    const nlohmann::json report = nlohmann::json::parse(out);
    for (const auto& entry : report["findings"]) {
        if (entry["topic"] == topic) return entry;
    }
    return {};
}

// With these variables beside those of the test.
test::Outcome doctor(const std::vector<std::string>& variables,
                     std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), {"doctor", "--json"});
    return test::Process(arguments, 0, variables).finish();
}

TEST(Doctor, FindsWhatATestMachineHas) {
    const test::Outcome outcome = doctor({});
    for (const char* topic : {"processor", "LibTorch", "memory", "models", "current folder"}) {
        EXPECT_NE(finding(outcome.out, topic)["state"], "problem") << outcome.out;
    }
    EXPECT_NE(test::run({"doctor"}).out.find("LibTorch"), std::string::npos);
}

TEST(Doctor, NamesAFolderWithoutModels) {
    const std::string folder = testing::TempDir() + "doctor_empty";
    std::filesystem::create_directories(folder);
    const test::Outcome outcome = doctor({}, {"--models", folder});
    EXPECT_EQ(outcome.status, 7);
    const nlohmann::json models = finding(outcome.out, "models");
    EXPECT_EQ(models["state"], "problem");
    EXPECT_NE(models["text"].get<std::string>().find(folder), std::string::npos) << models;
    std::filesystem::remove_all(folder);
}

TEST(Doctor, SaysWhereTheHistoryCannotBeWritten) {
    // A file in the place of the folder: not even root can write there.
    const std::string file = testing::TempDir() + "doctor_no_folder";
    std::ofstream(file) << "no folder";
    const test::Outcome outcome = doctor({"XDG_DATA_HOME=" + file + "/share"});
    EXPECT_EQ(outcome.status, 7);
    EXPECT_EQ(finding(outcome.out, "history")["state"], "problem") << outcome.out;
    std::filesystem::remove(file);
}

TEST(Doctor, NotesThatThereIsNoDisplay) {
    const test::Outcome none = doctor({"DISPLAY=", "WAYLAND_DISPLAY="});
    EXPECT_EQ(finding(none.out, "display")["state"], "note");
    const test::Outcome both = doctor({"DISPLAY=:1", "WAYLAND_DISPLAY=wayland-0"});
    EXPECT_EQ(finding(both.out, "display")["state"], "good") << both.out;
}

}  // namespace
}  // namespace duo
