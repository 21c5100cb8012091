// What people are told when a server refuses, and what is tried again.
#include "fetch/fetch_support.h"

namespace duo::fetch {
namespace {

class Refusal : public FetchTest {};

TEST_F(Refusal, SaysThatAFileIsNotThere) {
    EXPECT_DUO_ERROR(get("status:404"), ErrorKind::File, "127.0.0.1", "model.pth", "404",
                     "no such file", "https://example.org/model");
    EXPECT_EQ(asked("status:404").size(), 1u);  // not tried again
    EXPECT_EQ(folder.files(), 0u);
}

TEST_F(Refusal, SaysWhatAClosedFileNeeds) {
    for (const char* closed : {"status:401", "status:403"}) {
        EXPECT_DUO_ERROR(get(closed), ErrorKind::File, "accept the terms", "HF_TOKEN",
                         "https://example.org/model");
    }
}

TEST_F(Refusal, WaitsAsLongAsTheServerAsks) {
    const auto start = std::chrono::steady_clock::now();
    get("status:429:1");
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(900));
    EXPECT_EQ(arrived(), content());
    EXPECT_TRUE(std::ranges::any_of(states, [](const DownloadState& s) {
        return s.problem.find("too many requests") != std::string::npos;
    }));
}

TEST_F(Refusal, DoesNotWaitForHours) {
    options.retry.maxAskedPause = std::chrono::seconds(0);
    EXPECT_DUO_ERROR(get("status:429"), ErrorKind::File, "429", "later");
    EXPECT_EQ(asked("status:429").size(), 1u);
}

TEST_F(Refusal, TriesServerErrorsAgain) {
    get("status:500:3");
    EXPECT_EQ(arrived(), content());
    EXPECT_EQ(asked("status:500:3").size(), 4u);
    EXPECT_DUO_ERROR(get("status:502"), ErrorKind::File, "502", "a problem of its own");
    EXPECT_EQ(asked("status:502").size(), 4u);  // options.retry.attempts
}

TEST_F(Refusal, EndsRedirectsInCircles) {
    EXPECT_DUO_ERROR(get("loop"), ErrorKind::File, "in circles", "model.pth");
}

TEST_F(Refusal, KnowsAWebPageFromAFile) {
    EXPECT_DUO_ERROR(get("page"), ErrorKind::File, "a web page", "sign-in");
    EXPECT_EQ(folder.files(), 0u);
}

TEST_F(Refusal, RefusesAFileOfImpossibleSize) {
    EXPECT_DUO_ERROR(get("huge"), ErrorKind::File, "8.8 TB", "no model has");
}

TEST_F(Refusal, SaysThatThereIsNoNetwork) {
    DownloadRequest wanted = request("plain");
    wanted.url = "http://127.0.0.1:9/model.pth";  // nobody listens there
    EXPECT_DUO_ERROR(get(wanted), ErrorKind::File, "127.0.0.1:9 cannot be reached", "https_proxy");
    EXPECT_EQ(std::ranges::count(states, Phase::Pausing, &DownloadState::phase), 2);
    wanted.url = "ftp://127.0.0.1/model.pth";
    EXPECT_DUO_ERROR(get(wanted), ErrorKind::File, "cannot be used", "ftp://");
    wanted.url = "file:///etc/passwd";
    EXPECT_DUO_ERROR(get(wanted), ErrorKind::File, "cannot be used");
}

}  // namespace
}  // namespace duo::fetch
