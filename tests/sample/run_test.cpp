// Which pictures a run makes, and how it continues.
#include "sample/run.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "io/png.h"
#include "io/temporary_folder.h"
#include "sample/sample_support.h"
#include "support/expect_error.h"

namespace duo::sample {
namespace {

namespace fs = std::filesystem;
using Images = std::vector<std::uint32_t>;

struct SampleRunTest : testing::Test {
    test::TemporaryFolder folder;
    SampleJob job = test::smallJob(folder.file("run"));
    test::FakeEngine engine;

    void SetUp() override { fs::create_directories(job.folder); }
    fs::path picture(std::int64_t image) const {
        return fs::path(job.folder) / job.manifest.fileName(image);
    }
};

TEST_F(SampleRunTest, MakesEveryPictureUnderItsName) {
    const SampleOutcome outcome = runSample(job, engine.job(), {});
    EXPECT_EQ(engine.asked, (Images{0, 2, 4}));
    EXPECT_EQ(outcome.made, 6);
    EXPECT_EQ(outcome.found, 0);
    EXPECT_EQ(outcome.peakBytes, 103);
    for (std::int64_t image = 0; image < 6; ++image) {
        EXPECT_EQ(io::readImage(picture(image).string()).pixels[0], image);
    }
}

TEST_F(SampleRunTest, DecodesOnlyBatchesWithAMissingPictureAndThoseWhole) {
    runSample(job, engine.job(), {});
    const auto kept = fs::last_write_time(picture(2));
    fs::remove(picture(3));
    engine.asked.clear();
    const SampleOutcome outcome = runSample(job, engine.job(), {});
    EXPECT_EQ(engine.asked, Images{2});
    EXPECT_EQ(outcome.made, 1);
    EXPECT_EQ(outcome.found, 5);
    EXPECT_EQ(fs::last_write_time(picture(2)), kept) << "finished pictures are not written again";
}

TEST_F(SampleRunTest, ShardsTakeBatchesInTurn) {
    job.shard = {1, 2, -1, "a test"};
    runSample(job, engine.job(), {});
    EXPECT_EQ(engine.asked, Images{2});
    EXPECT_FALSE(fs::exists(picture(0)));
    EXPECT_TRUE(fs::exists(picture(2)));
}

TEST_F(SampleRunTest, TellsProgressAfterEveryBatch) {
    std::vector<SampleProgress> told;
    runSample(job, engine.job(), [&](const SampleProgress& p) { told.push_back(p); });
    ASSERT_EQ(told.size(), 3u);
    EXPECT_EQ(told[0].finished, 2);
    EXPECT_EQ(told[0].due, 6);
    EXPECT_EQ(told[1].made, 4);
    EXPECT_EQ(told[2].secondsLeft, 0);
}

TEST_F(SampleRunTest, StoppedItSaysHowFarItCame) {
    engine.stopAfter = 2;
    EXPECT_DUO_ERROR(runSample(job, engine.job(), {}), ErrorKind::Cancelled,
                     "4 of 6 pictures are in", "The same command continues");
    EXPECT_TRUE(fs::exists(picture(3))) << "what was decoded is written";
}

}  // namespace
}  // namespace duo::sample
