// Connections that are cut, programs that are killed, files that change in between.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "fetch/fetch_support.h"
#include "fetch/part_file.h"

namespace duo::fetch {
namespace {

class Resume : public FetchTest {
  protected:
    std::string part() const { return test::readFile(target() + ".part"); }
    // Leaves the first half of the file, as a killed program does.
    void leaveHalf(const std::string& behaviour) {
        options.retry.attempts = 1;
        EXPECT_THROW(get(behaviour), Error);
        options.retry.attempts = 4;
        EXPECT_GT(partBytes(target()), 0);
        EXPECT_LT(partBytes(target()), static_cast<std::int64_t>(content().size()));
    }
};

TEST_F(Resume, SurvivesTwentyCuts) {
    const Downloaded got = get("hub+cut:20");
    EXPECT_EQ(arrived(), content());
    EXPECT_EQ(got.checkedBy, "server");
    const auto requests = asked("cut:20/cdn");
    ASSERT_EQ(requests.size(), 21u);
    EXPECT_TRUE(requests[0]["range"].is_null());
    for (std::size_t i = 1; i < requests.size(); ++i) {
        EXPECT_FALSE(requests[i]["range"].is_null()) << i;
        EXPECT_FALSE(requests[i]["ifRange"].is_null()) << i;
    }
    EXPECT_TRUE(std::ranges::any_of(states, [](const DownloadState& s) {
        return s.phase == Phase::Pausing && s.problem.find("was cut") != std::string::npos;
    }));
}

TEST_F(Resume, ALaterCallGoesOn) {
    leaveHalf("plain+cut:1");
    const std::string before = part();
    get("plain+cut:1");
    EXPECT_EQ(arrived(), content());
    EXPECT_EQ(asked("plain+cut:1").back()["range"], "bytes=" + std::to_string(before.size()) + "-");
}

TEST_F(Resume, AFileThatChangedStartsAgain) {
    leaveHalf("sha+cut:1+changed:2");
    get("sha+cut:1+changed:2");
    std::string changed = content();
    for (char& byte : changed) byte = static_cast<char>(byte ^ 1);
    EXPECT_EQ(arrived(), changed);
}

TEST_F(Resume, WithoutAnETagTheHashDecides) {
    leaveHalf("sha+noetag+cut:1");
    get("sha+noetag+cut:1");
    EXPECT_EQ(arrived(), content());
    EXPECT_TRUE(asked("sha+noetag+cut:1").back()["ifRange"].is_null());
}

TEST_F(Resume, AnotherMirrorContinuesTheSameFile) {
    leaveHalf("sha+cut:1");
    const std::size_t before = part().size();
    get("sha");
    EXPECT_EQ(arrived(), content());
    EXPECT_EQ(asked("sha").back()["range"], "bytes=" + std::to_string(before) + "-");
}

TEST_F(Resume, AMirrorWithoutAHashStartsAgain) {
    leaveHalf("plain+cut:1+noetag");
    get("plain");
    EXPECT_EQ(arrived(), content());
    EXPECT_TRUE(asked("plain").back()["range"].is_null());
}

TEST_F(Resume, ADamagedPartIsFetchedOnceMore) {
    leaveHalf("sha+cut:1");
    std::string damaged = part();
    damaged[100] = static_cast<char>(damaged[100] ^ 1);
    test::writeFile(target() + ".part", damaged);
    get("sha");
    EXPECT_EQ(arrived(), content());
}

TEST_F(Resume, AServerWithoutRangesStartsAgain) {
    get("norange+cut:3");
    EXPECT_EQ(arrived(), content());
    EXPECT_EQ(asked("norange+cut:3").size(), 4u);
}

TEST_F(Resume, AServerThatNeverEndsIsGivenUp) {
    EXPECT_DUO_ERROR(get("norange+half:1000"), ErrorKind::File, "127.0.0.1", "was cut", "is kept");
    EXPECT_TRUE(isThere("model.pth.part"));
}

TEST_F(Resume, SilenceIsACut) {
    get("plain+silent:1");
    EXPECT_EQ(arrived(), content());
    EXPECT_EQ(asked("plain+silent:1").size(), 2u);
}

TEST_F(Resume, AStopKeepsWhatArrived) {
    std::jthread stopper([this] {
        while (partBytes(target()) < 20'000) std::this_thread::yield();
        stop.request_stop();
    });
    EXPECT_DUO_ERROR(get("sha+slow"), ErrorKind::Cancelled, "stopped on request");
    EXPECT_GE(part().size(), 20'000u);
    stop = {};
    get("sha");
    EXPECT_EQ(arrived(), content());
}

TEST_F(Resume, AKilledProgramIsContinued) {
    for (int kills = 0; kills < 3; ++kills) {
        const std::int64_t before = partBytes(target());
        const pid_t child = ::fork();
        if (child == 0) {
            get("sha+slow");
            ::_exit(0);
        }
        while (partBytes(target()) < before + 20'000) std::this_thread::yield();
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        EXPECT_FALSE(isThere("model.pth"));
        EXPECT_EQ(part(), content().substr(0, part().size()));
    }
    const std::size_t before = part().size();
    get("sha");  // another address: the hash says that it is the same file
    EXPECT_EQ(arrived(), content());
    EXPECT_EQ(asked("sha").front()["range"], "bytes=" + std::to_string(before) + "-");
}

TEST_F(Resume, TwoProgramsDoNotWriteOneFile) {
    const PartFile other(target(), {});
    EXPECT_DUO_ERROR(get("plain"), ErrorKind::File, "Another program", "model.pth");
}

TEST_F(Resume, AFullDiskKeepsWhatArrived) {
    rlimit before;
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit low{200'000, before.rlim_max};
    ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &low);
    EXPECT_DUO_ERROR(get("sha"), ErrorKind::File, "model.pth.part", "takes no larger file",
                     "is kept");
    ::setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(part().size(), 200'000u);
    get("sha");
    EXPECT_EQ(arrived(), content());
}

}  // namespace
}  // namespace duo::fetch
