// Several downloads at once.
#include "fetch/fetch_all.h"

#include "fetch/fetch_support.h"

namespace duo::fetch {
namespace {

class FetchAll : public FetchTest {
  protected:
    FetchAll() {
        for (int i = 0; i < 4; ++i) {
            requests.push_back(request("plain+cut:2"));
            requests.back().url = server().url("plain+cut:2", "m" + std::to_string(i));
            requests.back().target = folder.file("m" + std::to_string(i));
            server().put("m" + std::to_string(i), content() + std::to_string(i));
        }
    }
    std::vector<FetchEnd> fetch(int atOnce) {
        return fetchAll(
            requests, atOnce, options,
            [this](const std::vector<DownloadState>& all) {
                int working = 0;
                for (const DownloadState& s : all)
                    working += s.phase == Phase::Receiving || s.phase == Phase::Pausing ? 1 : 0;
                most = std::max(most, working);
                last = all;
            },
            stop.get_token());
    }

    std::vector<DownloadRequest> requests;
    std::vector<DownloadState> last;
    int most = 0;
};

TEST_F(FetchAll, NoMoreThanAllowedAtOnce) {
    const auto ends = fetch(2);
    for (std::size_t i = 0; i < ends.size(); ++i) {
        ASSERT_TRUE(ends[i].downloaded) << ends[i].error->what();
        EXPECT_EQ(test::readFile(requests[i].target), content() + std::to_string(i));
    }
    EXPECT_LE(most, 2);
    EXPECT_TRUE(
        std::ranges::all_of(last, [](const DownloadState& s) { return s.phase == Phase::Done; }));
}

TEST_F(FetchAll, OneFailureLeavesTheOthers) {
    requests[1].url = server().url("status:404", "m1");
    const auto ends = fetch(3);
    EXPECT_FALSE(ends[1].downloaded);
    EXPECT_TRUE(ends[0].downloaded && ends[2].downloaded && ends[3].downloaded);
    EXPECT_EQ(last[1].phase, Phase::Failed);
    EXPECT_NE(last[1].problem.find("404"), std::string::npos);
}

TEST_F(FetchAll, AStopEndsAll) {
    stop.request_stop();
    for (const FetchEnd& end : fetch(2)) {
        ASSERT_TRUE(end.error);
        EXPECT_EQ(end.error->kind(), ErrorKind::Cancelled);
    }
    EXPECT_EQ(last[3].phase, Phase::Stopped);
}

}  // namespace
}  // namespace duo::fetch
