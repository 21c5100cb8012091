// A server that misbehaves, a folder to download into, and short waits.
#pragma once

#include <gtest/gtest.h>

#include "fetch/download.h"
#include "fetch/sha256.h"
#include "support/expect_error.h"
#include "support/web_server.h"

namespace duo::fetch {

inline std::string digestOf(const std::string& bytes) {
    Sha256 sha;
    sha.add(bytes.data(), bytes.size());
    return sha.digest();
}

class FetchTest : public testing::Test {
  protected:
    FetchTest() {
        options.retry.firstPause = std::chrono::milliseconds(5);
        options.retry.attempts = 4;
        options.connectSeconds = 5;
        options.stallSeconds = 2;
        server().put("model.pth", content());
    }

    static void SetUpTestSuite() { server_ = std::make_unique<test::WebServer>(); }
    static void TearDownTestSuite() { server_.reset(); }
    static test::WebServer& server() { return *server_; }
    static const std::string& content() {
        static const std::string bytes = test::WebServer::someBytes(600'000);
        return bytes;
    }

    DownloadRequest request(const std::string& behaviour) const {
        return {server().url(behaviour, place() + "model.pth"),
                "https://example.org/model",
                target(),
                {},
                {}};
    }
    Downloaded get(const std::string& behaviour) { return get(request(behaviour)); }
    Downloaded get(const DownloadRequest& wanted) {
        return download(
            wanted, options, [this](const DownloadState& s) { states.push_back(s); },
            stop.get_token());
    }
    std::string target() const { return folder.file("model.pth"); }
    std::string arrived() const { return test::readFile(target()); }
    bool isThere(const std::string& name) const {
        return std::filesystem::exists(folder.file(name));
    }
    // Each test has paths of its own: the server counts requests by path.
    std::string place() const {
        return testing::UnitTest::GetInstance()->current_test_info()->name() + std::string("/");
    }
    // Requests of this test whose path has this behaviour.
    std::vector<nlohmann::json> asked(const std::string& behaviour) const {
        std::vector<nlohmann::json> found;
        for (const auto& entry : server().log()) {
            const std::string path = entry["path"];
            if (path.find("/" + behaviour + "/") != std::string::npos &&
                path.find(place()) != std::string::npos) {
                found.push_back(entry);
            }
        }
        return found;
    }

    test::TemporaryFolder folder;
    DownloadOptions options;
    std::vector<DownloadState> states;
    std::stop_source stop;

  private:
    static inline std::unique_ptr<test::WebServer> server_;
};

}  // namespace duo::fetch
