// Man pages and completions: written by the program from its own options, read by the real tools
// where these are installed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/process.h"

namespace duo {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

bool isInstalled(const std::string& program) {
    return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

class Reference : public testing::Test {
  protected:
    void SetUp() override {
        fs::remove_all(folder());
        const test::Outcome outcome = test::run({"reference", "--out", folder().string()});
        ASSERT_EQ(outcome.status, 0) << outcome.err;
    }
    fs::path folder() const {
        return fs::path(testing::TempDir()) /
               (std::string("reference_") +
                testing::UnitTest::GetInstance()->current_test_info()->name());
    }
    void TearDown() override { fs::remove_all(folder()); }
    // Completions of this line, whose last word is being typed, one a line.
    std::string complete(const std::string& words) const {
        const fs::path script = folder() / "ask.bash", out = folder() / "answer";
        std::ofstream(script) << "source " << (folder() / "duoscale-cli.bash") << "\nCOMP_WORDS=("
                              << words << ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                              << "compopt() { :; }\n_duoscale_cli\n"
                              << "printf '%s\\n' \"${COMPREPLY[@]}\"\n";
        const int status =
            std::system(("bash " + script.string() + " > " + out.string() + " 2>&1").c_str());
        EXPECT_EQ(status, 0) << read(out);
        return "\n" + read(out);
    }
};

TEST_F(Reference, EveryCommandHasAManPageWithItsOptions) {
    for (const char* command : {"generate", "train-vqvae", "finetune-drafter", "sample-merge"}) {
        const fs::path page = folder() / "man1" / ("duoscale-cli-" + std::string(command) + ".1");
        ASSERT_TRUE(fs::exists(page)) << page;
        EXPECT_NE(read(page).find(".SH OPTIONS"), std::string::npos) << page;
    }
    const std::string page = read(folder() / "man1/duoscale-cli-generate.1");
    EXPECT_NE(page.find("\\fB\\-\\-split\\fR \\fIINT\\fR"), std::string::npos);
    EXPECT_NE(page.find(".SH EXAMPLES"), std::string::npos);
}

TEST_F(Reference, ManPagesAreSoundRoff) {
    if (!isInstalled("mandoc")) GTEST_SKIP() << "mandoc is not installed";
    for (const auto& page : fs::directory_iterator(folder() / "man1")) {
        const std::string command = "mandoc -T lint -W error " + page.path().string();
        EXPECT_EQ(std::system(command.c_str()), 0) << page.path();
    }
}

TEST_F(Reference, BashCompletesCommandsOptionsChoicesAndClasses) {
    EXPECT_NE(complete("duoscale-cli ge").find("\ngenerate\n"), std::string::npos);
    EXPECT_NE(complete("duoscale-cli train vq").find("\nvqvae\n"), std::string::npos);
    EXPECT_EQ(complete("duoscale-cli generate --spl"), "\n--split\n");
    EXPECT_EQ(complete("duoscale-cli generate --precision i"), "\nint8\n");
    EXPECT_EQ(complete("duoscale-cli generate --split 1"), "\n1\n10\n");
    EXPECT_EQ(complete(DUO_CLI " generate --class light"), "\nlighthouse\n");
}

TEST_F(Reference, TheShellsReadTheirScripts) {
    EXPECT_EQ(std::system(("bash -n " + (folder() / "duoscale-cli.bash").string()).c_str()), 0);
    if (isInstalled("zsh")) {
        EXPECT_EQ(std::system(("zsh -n " + (folder() / "_duoscale-cli").string()).c_str()), 0);
    }
    if (isInstalled("fish")) {
        EXPECT_EQ(std::system(("fish -n " + (folder() / "duoscale-cli.fish").string()).c_str()), 0);
        const std::string ask = "fish -c 'source " + (folder() / "duoscale-cli.fish").string() +
                                "; complete -C \"duoscale-cli gen\"' 2>&1 | grep -v ^generate";
        EXPECT_NE(std::system(ask.c_str()), 0) << "fish said something else";
    }
}

TEST(ReferenceArguments, AskForOneOfTheTwo) {
    const test::Outcome outcome = test::run({"reference"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_NE(outcome.err.find("--out"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace duo
