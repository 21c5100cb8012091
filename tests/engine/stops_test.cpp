// Stops that finish something first: the scale at work, or the batch.
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "engine/engine.h"
#include "engine/event_log.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

using test::EventLog;
using test::TinyFamily;

GenerateCommand command(int pictures, int batch) {
    static const TinyFamily family;
    GenerateCommand c;
    c.files = family.files();
    c.compute.device = "cpu";
    c.compute.threads = 1;
    c.request.labels.assign(pictures, 3);
    c.request.batch = batch;
    c.request.plan = DecodePlan::published(4, 2);
    return c;
}

bool isScale(const Event& event, std::uint32_t firstImage, int scale) {
    const auto* done = std::get_if<ScaleDone>(&event);
    return done != nullptr && done->firstImage == firstImage && done->scale == scale;
}

class Stops : public testing::Test {
  protected:
    // Asks for the stops, one after the other, while the engine tells of scale `scale` of the batch
    // of image `firstImage`. The sink may not call the engine; another thread does meanwhile.
    void run(const GenerateCommand& c, std::uint32_t firstImage, int scale,
             const std::vector<StopWhen>& stops) {
        runWhere(
            c, [=](const Event& event) { return isScale(event, firstImage, scale); }, stops);
    }
    void runWhere(const GenerateCommand& c, const std::function<bool(const Event&)>& there,
                  const std::vector<StopWhen>& stops) {
        Engine* engine = nullptr;
        log.hook = [&](const Event& event) {
            if (!there(event)) return;
            std::jthread([&] {
                for (const StopWhen when : stops) {
                    EXPECT_EQ(engine->cancel(1, when), CancelOutcome::Stopping);
                }
            }).join();
        };
        Engine owned(log.sink());
        engine = &owned;
        owned.generate(c);
        owned.waitUntilIdle();
    }
    void expectEnd(std::size_t scales, std::size_t pictures) const {
        EXPECT_EQ(log.of<ScaleDone>().size(), scales);
        EXPECT_EQ(log.of<PictureDone>().size(), pictures);
        EXPECT_EQ(log.of<JobCancelled>(),
                  (std::vector<JobCancelled>{{1, static_cast<int>(pictures)}}));
        EXPECT_TRUE(log.of<JobDone>().empty());
        EXPECT_TRUE(log.of<JobFailed>().empty());
    }

    EventLog log;
};

TEST_F(Stops, NextScaleSendsTheScaleAtWork) {
    run(command(6, 2), 2, 1, {StopWhen::NextScale});
    expectEnd(4 + 2, 2);
}

TEST_F(Stops, NextScaleAfterTheLastScaleDropsThePictures) {
    run(command(2, 2), 0, 3, {StopWhen::NextScale});
    expectEnd(4, 0);
}

TEST_F(Stops, NowEndsARefinerThatPrefillsAhead) {
    GenerateCommand c = command(6, 2);
    c.compute.overlapPrefill = true;
    c.request.plan = DecodePlan::published(4, 3);
    run(c, 2, 1, {StopWhen::Now});
    expectEnd(4 + 2, 2);
}

TEST_F(Stops, AfterBatchSendsThePicturesOfTheBatch) {
    run(command(6, 2), 2, 0, {StopWhen::AfterBatch});
    expectEnd(4 + 4, 4);
}

TEST_F(Stops, AfterTheLastBatchNothingIsLeftUndone) {
    run(command(4, 2), 2, 0, {StopWhen::AfterBatch});
    EXPECT_EQ(log.of<PictureDone>().size(), 4u);
    EXPECT_EQ(log.of<JobDone>().size(), 1u);
    EXPECT_TRUE(log.of<JobCancelled>().empty());
}

TEST_F(Stops, AStrongerStopOverridesAWeakerOne) {
    run(command(6, 2), 2, 1, {StopWhen::AfterBatch, StopWhen::NextScale});
    expectEnd(4 + 2, 2);
}

TEST_F(Stops, AWeakerStopChangesNothing) {
    run(command(6, 2), 2, 1, {StopWhen::NextScale, StopWhen::AfterBatch});
    expectEnd(4 + 2, 2);
}

TEST_F(Stops, NowOverridesBoth) {
    run(command(6, 2), 2, 1, {StopWhen::AfterBatch, StopWhen::Now});
    expectEnd(4 + 2, 2);
}

// Nothing is at work yet that could be finished.
TEST_F(Stops, EveryStopEndsAJobThatLoads) {
    runWhere(command(2, 2),
             [](const Event& event) { return std::holds_alternative<JobStarted>(event); },
             {StopWhen::AfterBatch});
    expectEnd(0, 0);
    EXPECT_TRUE(log.of<ModelsLoaded>().empty());
}

TEST(StopsOfWaitingJobs, EveryStopDropsThem) {
    EventLog log;
    std::latch release(1);
    log.hook = [&](const Event& event) {
        const auto* started = std::get_if<JobStarted>(&event);
        if (started != nullptr && started->job == 1) release.wait();
    };
    Engine engine(log.sink());
    for (int i = 0; i < 4; ++i) engine.generate(command(1, 1));
    EXPECT_EQ(engine.cancel(2, StopWhen::AfterBatch), CancelOutcome::Dropped);
    EXPECT_EQ(engine.cancel(3, StopWhen::NextScale), CancelOutcome::Dropped);
    EXPECT_EQ(engine.cancel(4, StopWhen::Now), CancelOutcome::Dropped);
    release.count_down();
    engine.waitUntilIdle();
    EXPECT_EQ(log.of<JobCancelled>(), (std::vector<JobCancelled>{{2, 0}, {3, 0}, {4, 0}}));
    EXPECT_EQ(log.of<JobDone>().size(), 1u);
}

}  // namespace
}  // namespace duo
