// duoscale-cli models, as people run it, against a server that misbehaves.
#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "cli/process.h"
#include "fetch/part_file.h"
#include "fetch/sha256.h"
#include "support/tiny_family.h"
#include "support/web_server.h"

namespace duo::test {
namespace {

class ModelsCommand : public testing::Test {
  protected:
    ModelsCommand() {
        const ModelFiles files = family_.files();
        server.put("vae_ch160v4096z32.pth", readFile(files.vqvae));
        server.put("drafter_8.pth", readFile(files.drafter));
        server.put("refiner_8.pth", readFile(files.refiner));
    }
    Outcome models(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "models");
        return run(arguments);
    }
    std::vector<std::string> fetching(const std::string& behaviour) const {
        return {"fetch",      "code-8",
                "--into",     folder.path(),
                "--endpoint", server.endpoint(behaviour),
                "--timeout",  "5",
                "--attempts", "3"};
    }

    TinyFamily family_;
    WebServer server;
    TemporaryFolder folder;
};

TEST_F(ModelsCommand, ListsWithoutTouchingTheNetwork) {
    const Outcome text = models({"list", "--models", folder.path()});
    EXPECT_EQ(text.status, 0) << text.err;
    for (const char* word : {"code-8", "var-d30+d16", "var_d36", "436 MB", "about 8.0 GB",
                             "CC BY-NC-SA 4.0", "pt_inception"}) {
        EXPECT_NE(text.out.find(word), std::string::npos) << word << " in\n" << text.out;
    }
    const auto json =
        nlohmann::json::parse(models({"list", "--json", "--models", folder.path()}).out);
    EXPECT_EQ(json["families"].size(), 16u);
    EXPECT_EQ(json["files"][0]["file"], "vae_ch160v4096z32.pth");
    EXPECT_EQ(json["files"][0]["bytes"], 436075834);
    EXPECT_TRUE(json["files"][4]["bytes"].is_null());  // var_d30.pth: nobody states it
    EXPECT_EQ(json["files"][6]["needs"][1], "refiner_9.pth");
}

TEST_F(ModelsCommand, AFamilyArrivesOverTwentyCutsAndMakesAPicture) {
    const Outcome fetched = models(fetching("hub+cut:20"));
    ASSERT_EQ(fetched.status, 0) << fetched.err;
    EXPECT_NE(fetched.err.find("has arrived"), std::string::npos) << fetched.err;
    EXPECT_EQ(readFile(folder.file("drafter_8.pth")), readFile(family_.files().drafter));
    EXPECT_EQ(models({"verify", "--models", folder.path()}).status, 0);
    const Outcome made = run({"generate", "--models", folder.path(), "--class", "3", "--split", "2",
                              "--threads", "1", "--out", folder.file("pictures")});
    EXPECT_EQ(made.status, 0) << made.err;
    const auto listed =
        nlohmann::json::parse(models({"list", "--json", "--models", folder.path()}).out);
    EXPECT_TRUE(listed["families"][2]["there"].get<bool>());
}

TEST_F(ModelsCommand, AnInterruptKeepsWhatArrived) {
    std::vector<std::string> arguments = fetching("sha+slow");
    arguments.insert(arguments.begin(), "models");
    Process process(arguments);
    while (fetch::partBytes(folder.file("drafter_8.pth")) < 20'000) std::this_thread::yield();
    process.signal(SIGINT);
    const Outcome outcome = process.finish();
    EXPECT_EQ(outcome.status, 130);
    EXPECT_NE(outcome.err.find("the same command continues"), std::string::npos) << outcome.err;
    const std::int64_t kept = fetch::partBytes(folder.file("drafter_8.pth"));
    EXPECT_GE(kept, 20'000);
    EXPECT_EQ(models(fetching("sha")).status, 0);
    EXPECT_NE(server.log().dump().find("bytes=" + std::to_string(kept) + "-"), std::string::npos);
}

TEST_F(ModelsCommand, SomeFailuresAreStatusNineAndAllTheFirstError) {
    std::filesystem::remove(folder.path());
    server.put("refiner_8.pth", "");
    const Outcome wrong = models(fetching("sha+wrong:1"));
    EXPECT_EQ(wrong.status, 3);
    EXPECT_NE(wrong.err.find("are wrong"), std::string::npos) << wrong.err;
    const Outcome missing = models({"fetch", "vae_ch160v4096z32", "var_d16", "--into",
                                    folder.path(), "--endpoint", server.endpoint("sha")});
    EXPECT_EQ(missing.status, 9) << missing.err;
    EXPECT_NE(missing.err.find("no such file"), std::string::npos) << missing.err;
    const Outcome unknown = models({"fetch", "code-10", "--into", folder.path()});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_NE(unknown.err.find("code-8"), std::string::npos) << unknown.err;
}

TEST_F(ModelsCommand, ConvertsOnArrivalAndRemoves) {
    std::vector<std::string> arguments = fetching("sha");
    arguments.insert(arguments.end(), {"--convert", "bf16"});
    const Outcome fetched = models(arguments);
    ASSERT_EQ(fetched.status, 0) << fetched.err;
    EXPECT_TRUE(std::filesystem::exists(folder.file("drafter_8.safetensors")));
    EXPECT_FALSE(std::filesystem::exists(folder.file("drafter_8.pth")));
    EXPECT_NE(models({"list", "--models", folder.path()}).out.find("there (bf16)"),
              std::string::npos);
    const Outcome inspected = run({"inspect", "--json", folder.file("drafter_8.safetensors")});
    EXPECT_NE(inspected.out.find("bfloat16"), std::string::npos) << inspected.out;
    EXPECT_EQ(models({"verify", "--models", folder.path()}).status, 0);
    writeFile(folder.file("refiner_8.safetensors"), "damaged");
    EXPECT_EQ(models({"verify", "--models", folder.path()}).status, 4);
    EXPECT_EQ(models({"remove", "code-8", "--models", folder.path()}).status, 0);
    EXPECT_EQ(models({"remove", "code-8", "--models", folder.path()}).status, 3);
}

}  // namespace
}  // namespace duo::test
