// One download from a server that does what it should, and what is checked of it.
#include <stdlib.h>

#include "fetch/fetch_support.h"

namespace duo::fetch {
namespace {

class Download : public FetchTest {};

TEST_F(Download, ArrivesUnderItsNameAlone) {
    const Downloaded got = get("plain");
    EXPECT_EQ(arrived(), content());
    EXPECT_EQ(got.sha256, digestOf(content()));
    EXPECT_EQ(got.bytes, static_cast<std::int64_t>(content().size()));
    EXPECT_EQ(got.checkedBy, "");
    EXPECT_EQ(folder.files(), 1u);  // neither .part nor .part.json
    EXPECT_EQ(states.front().phase, Phase::Connecting);
    EXPECT_EQ(states.back().phase, Phase::Done);
    EXPECT_EQ(states.back().total, got.bytes);
    for (const auto& entry : asked("plain")) EXPECT_TRUE(entry["authorization"].is_null());
}

TEST_F(Download, FollowsTheHubToAnotherHostAndTakesItsHash) {
    DownloadRequest wanted = request("hub");
    wanted.token = "secret";
    const Downloaded got = get(wanted);
    EXPECT_EQ(arrived(), content());
    EXPECT_EQ(got.checkedBy, "server");
    const auto first = asked("hub"), second = asked("plain/cdn");
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(first[0]["authorization"], "Bearer secret");
    ASSERT_FALSE(second.empty());
    EXPECT_TRUE(second.back()["host"].get<std::string>().starts_with("localhost:"));
    EXPECT_TRUE(second.back()["authorization"].is_null());  // another host: no token
}

TEST_F(Download, TheCatalogueChecksWhereTheServerSaysNothing) {
    DownloadRequest wanted = request("plain");
    wanted.sha256 = digestOf(content());
    EXPECT_EQ(get(wanted).checkedBy, "catalogue");
    wanted.sha256 = digestOf("another file");
    EXPECT_DUO_ERROR(get(wanted), ErrorKind::File, "model.pth", "are wrong",
                     digestOf(content()).c_str(), wanted.sha256.c_str(), "removed");
    EXPECT_FALSE(isThere("model.pth.part"));
    EXPECT_EQ(arrived(), content());  // the good file of before is still there
}

TEST_F(Download, AFileThatTheProjectReplacedIsTakenAndSaidSo) {
    DownloadRequest wanted = request("sha");
    wanted.sha256 = digestOf("the file as it was");
    const Downloaded got = get(wanted);
    EXPECT_EQ(got.checkedBy, "server");
    EXPECT_TRUE(got.replaced);
}

TEST_F(Download, WrongBytesAreNotKept) {
    EXPECT_DUO_ERROR(get("sha+wrong"), ErrorKind::File, "are wrong", "another mirror");
    EXPECT_EQ(folder.files(), 0u);
}

TEST_F(Download, WorksWithoutALength) {
    get("nolength");
    EXPECT_EQ(arrived(), content());
}

TEST_F(Download, GoesThroughAProxyOfTheEnvironment) {
    ::setenv("http_proxy", ("http://127.0.0.1:" + std::to_string(server().port())).c_str(), 1);
    DownloadRequest wanted = request("plain");
    wanted.url = "http://models.invalid/plain/proxied/" + place() + "model.pth";
    get(wanted);
    ::unsetenv("http_proxy");
    EXPECT_EQ(arrived(), content());
    EXPECT_EQ(asked("plain/proxied").at(0)["path"], wanted.url);
}

TEST_F(Download, TheFolderIsMadeAndARefusalNamed) {
    DownloadRequest wanted = request("plain");
    wanted.target = folder.file("a/b/model.pth");
    get(wanted);
    EXPECT_EQ(test::readFile(wanted.target), content());
    wanted.target = folder.file("a/b/model.pth/model.pth");
    EXPECT_DUO_ERROR(get(wanted), ErrorKind::File, "a/b/model.pth'", "cannot be made");
}

TEST_F(Download, SlowBytesHaveASpeed) {
    server().put("model.pth", content().substr(0, 60'000));
    get("slow");
    const auto received = std::ranges::count_if(
        states, [](const DownloadState& s) { return s.phase == Phase::Receiving; });
    EXPECT_GE(received, 2);
    EXPECT_TRUE(std::ranges::any_of(
        states, [](const DownloadState& s) { return s.bytesPerSecond > 10'000; }));
}

}  // namespace
}  // namespace duo::fetch
