#include "state/run_notices.h"

#include <gtest/gtest.h>

namespace duo::ui {
namespace {

Run failedRun(ErrorKind kind, int batch = 1, Precision precision = Precision::Float32) {
    Run run;
    run.tag = 5;
    run.state = RunState::Failed;
    run.request.batch = batch;
    run.compute.precision = precision;
    run.failure.kind = kind;
    run.failure.message = "It failed.";
    run.failure.hint = "Do this.";
    run.files = {"vqvae", "drafter", "refiner"};
    run.request.plan = DecodePlan::published(10, 8);
    return run;
}

TEST(RunNotices, AFailureKeepsTheCoresWords) {
    const Notice notice = noticeOfFailure(failedRun(ErrorKind::Usage));
    EXPECT_TRUE(notice.error);
    EXPECT_EQ(notice.place, Notice::Place::Run);
    EXPECT_EQ(notice.text, "It failed.");
    EXPECT_EQ(notice.hint, "Do this.");
    EXPECT_EQ(notice.remedy, Notice::Remedy::None);
    EXPECT_EQ(notice.run, 5U);
}

TEST(RunNotices, OutOfMemoryOffersHalfTheBatchFirst) {
    const Notice notice = noticeOfFailure(failedRun(ErrorKind::Memory, 6));
    EXPECT_EQ(notice.remedy, Notice::Remedy::HalveBatch);
    EXPECT_EQ(notice.hint, "A batch of 3 in place of 6 takes less memory.");
}

TEST(RunNotices, OutOfMemoryWithOnePictureOffersLessPrecision) {
    const Notice notice = noticeOfFailure(failedRun(ErrorKind::Memory));
    EXPECT_EQ(notice.remedy, Notice::Remedy::OtherPrecision);
    EXPECT_EQ(notice.hint, "bf16 takes half the memory.");
}

TEST(RunNotices, OutOfMemoryWithNothingLeftToHalveKeepsTheCoresHint) {
    const Notice notice = noticeOfFailure(failedRun(ErrorKind::Memory, 1, Precision::BFloat16));
    EXPECT_EQ(notice.remedy, Notice::Remedy::None);
    EXPECT_EQ(notice.hint, "Do this.");
}

TEST(RunNotices, NumbersThatOverflowOfferAnotherPrecision) {
    const Notice half = noticeOfFailure(failedRun(ErrorKind::Numeric, 1, Precision::Float16));
    EXPECT_EQ(half.remedy, Notice::Remedy::OtherPrecision);
    EXPECT_EQ(half.hint, "Run it in fp32.");
    EXPECT_EQ(precisionInstead(Precision::Float16), Precision::Float32);
    EXPECT_EQ(precisionInstead(Precision::Float32), Precision::BFloat16);
}

TEST(RunNotices, AFaultOfAFileStandsBesideTheModels) {
    for (const ErrorKind kind : {ErrorKind::File, ErrorKind::Checkpoint}) {
        const Notice notice = noticeOfFailure(failedRun(kind));
        EXPECT_EQ(notice.place, Notice::Place::Models);
        EXPECT_EQ(notice.remedy, Notice::Remedy::ChooseModels);
    }
}

TEST(RunNotices, OtherFaultsOfferARestartOrAnotherTry) {
    EXPECT_EQ(noticeOfFailure(failedRun(ErrorKind::Device)).remedy, Notice::Remedy::RestartCore);
    EXPECT_EQ(noticeOfFailure(failedRun(ErrorKind::Protocol)).remedy, Notice::Remedy::RestartCore);
    EXPECT_EQ(noticeOfFailure(failedRun(ErrorKind::Internal)).remedy, Notice::Remedy::RunAgain);
}

TEST(RunNotices, AMissingModelIsNamed) {
    duo::ui::Run run = failedRun(ErrorKind::Usage);
    run.files.vqvae.clear();
    const Notice notice = noticeOfFailure(run);
    EXPECT_EQ(notice.text, "No VQ-VAE found. Choose a models folder.");
    EXPECT_EQ(notice.place, Notice::Place::Models);
    EXPECT_EQ(notice.remedy, Notice::Remedy::ChooseModels);
    run.files = {"vqvae", "drafter", ""};
    EXPECT_EQ(noticeOfFailure(run).text, "No refiner found. Choose a models folder.");
    run.request.plan = DecodePlan::published(10, 10);
    EXPECT_EQ(noticeOfFailure(run).text, "It failed.") << "plain VAR needs no refiner";
}

TEST(RunNotices, ASmallerBatchIsNoError) {
    const Notice notice =
        noticeOfCut(failedRun(ErrorKind::Usage), {1, 8, 3, 3, 100LL << 20, 350LL << 20});
    EXPECT_FALSE(notice.error);
    EXPECT_TRUE(notice.text.contains("8 pictures"));
    EXPECT_TRUE(notice.text.contains("800 MiB")) << "what all of them would take";
    EXPECT_TRUE(notice.text.contains("350 MiB"));
    EXPECT_TRUE(notice.text.contains("3 at a time"));
}

}  // namespace
}  // namespace duo::ui
