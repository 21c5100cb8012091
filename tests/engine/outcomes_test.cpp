// Jobs that are cancelled, fail or are refused, and the state of the engine after them.
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "engine/engine.h"
#include "engine/event_log.h"
#include "engine/tensor_memory.h"
#include "engine/tiny_command.h"

namespace duo {
namespace {

using test::EventLog;
using test::TinyFamily;

const TinyFamily& family() {
    static const TinyFamily family;
    return family;
}

GenerateCommand command(int split, int count = 1) {
    GenerateCommand c = test::tinyCommand(family(), split, std::vector(count, 3));
    c.tag = 31;
    return c;
}

// Runs one job that has to fail -> its failure
JobFailed failureOf(const GenerateCommand& c) {
    EventLog log;
    Engine engine(log.sink());
    engine.generate(c);
    engine.waitUntilIdle();
    const auto failures = log.of<JobFailed>();
    EXPECT_EQ(failures.size(), 1u);
    EXPECT_TRUE(log.of<JobDone>().empty());
    if (failures.empty()) return {};
    EXPECT_EQ(failures[0].job, 1u);
    EXPECT_EQ(failures[0].tag, 31u);
    return failures[0];
}

bool says(const JobFailed& failure, const std::string& words) {
    return (failure.message + failure.hint).find(words) != std::string::npos;
}

TEST(Outcomes, CancelStopsWithinTheScale) {
    EventLog log;
    Engine* engine = nullptr;
    // The sink may not call the engine; another thread cancels while the worker waits here.
    std::jthread canceller;
    log.hook = [&](const Event& event) {
        const auto* scale = std::get_if<ScaleDone>(&event);
        if (scale == nullptr || scale->firstImage != 1 || scale->scale != 1) return;
        canceller = std::jthread([&] { EXPECT_EQ(engine->cancel(1), CancelOutcome::Stopping); });
        canceller.join();
    };
    Engine owned(log.sink());
    engine = &owned;
    owned.generate(command(2, 3));
    owned.waitUntilIdle();
    ASSERT_EQ(log.of<JobCancelled>().size(), 1u);
    EXPECT_EQ(log.of<JobCancelled>()[0], (JobCancelled{1, 1}));
    EXPECT_EQ(log.of<PictureDone>().size(), 1u);  // the first batch stays
    EXPECT_EQ(log.of<ScaleDone>().size(), 4u + 2u);
    EXPECT_TRUE(log.of<JobDone>().empty());
    EXPECT_TRUE(log.of<JobFailed>().empty());
    const MemorySnapshot memory = owned.memory();
    EXPECT_EQ(memory.of(MemoryOwner::Drafter, MemoryKind::KvCache), 0);
    owned.generate(command(2));  // and the engine goes on
    owned.waitUntilIdle();
    EXPECT_EQ(log.of<JobDone>().size(), 1u);
}

TEST(Outcomes, WaitingJobsAreDroppedAndStaleNumbersSaySo) {
    EventLog log;
    std::latch release(1);
    log.hook = [&](const Event& event) {
        const auto* started = std::get_if<JobStarted>(&event);
        if (started != nullptr && started->job == 1) release.wait();
    };
    Engine engine(log.sink());
    engine.generate(command(2));
    engine.generate(command(2));
    EXPECT_EQ(engine.cancel(2), CancelOutcome::Dropped);
    EXPECT_EQ(engine.cancel(2), CancelOutcome::Stale);
    release.count_down();
    engine.waitUntilIdle();
    EXPECT_EQ(engine.cancel(1), CancelOutcome::Stale);
    EXPECT_EQ(engine.cancel(77), CancelOutcome::Stale);
    ASSERT_EQ(log.of<JobDone>().size(), 1u);
    EXPECT_EQ(log.of<JobDone>()[0].job, 1u);
    EXPECT_EQ(log.of<JobCancelled>(), (std::vector<JobCancelled>{{2, 0}}));
}

TEST(Outcomes, DestructionCancelsWhatRunsAndWaits) {
    EventLog log;
    {
        Engine engine(log.sink());
        for (int i = 0; i < 3; ++i) engine.generate(command(2, 50));
    }
    EXPECT_EQ(log.of<JobCancelled>().size(), 3u);
    EXPECT_TRUE(log.of<JobDone>().empty());
}

TEST(Outcomes, DamagedWeightsAreANumericFailure) {
    GenerateCommand c = command(2);
    c.files.drafter = family().damagedDrafter();
    const JobFailed failure = failureOf(c);
    EXPECT_EQ(failure.kind, ErrorKind::Numeric);
    EXPECT_TRUE(says(failure, "drafter at scale 1 of 4")) << failure.message;
}

TEST(Outcomes, MemoryThatRunsOutIsOrdinary) {
    EventLog log;
    Engine engine(log.sink());
    engine.generate(command(2));
    engine.waitUntilIdle();
    TensorMemory::setLimit(TensorMemory::currentBytes() + (64 << 10));
    GenerateCommand large = command(2, 64);
    large.request.batch = 64;
    large.request.rng = RngKind::Published;  // whose batches are not cut
    engine.generate(large);
    engine.waitUntilIdle();
    TensorMemory::setLimit(0);
    ASSERT_EQ(log.of<JobFailed>().size(), 1u);
    const JobFailed failure = log.of<JobFailed>()[0];
    EXPECT_EQ(failure.kind, ErrorKind::Memory);
    EXPECT_TRUE(says(failure, "64 pictures in one batch")) << failure.message;
    EXPECT_TRUE(says(failure, "--batch")) << failure.hint;
    engine.generate(command(2));
    engine.waitUntilIdle();
    EXPECT_EQ(log.of<JobDone>().size(), 2u);
}

TEST(Outcomes, MemoryThatRunsOutWhileLoading) {
    TensorMemory::install();
    const GenerateCommand job = command(2);  // its files are made before memory gets scarce
    TensorMemory::setLimit(TensorMemory::currentBytes() + (64 << 10));
    const JobFailed failure = failureOf(job);
    TensorMemory::setLimit(0);
    EXPECT_EQ(failure.kind, ErrorKind::Memory);
    EXPECT_TRUE(says(failure, "loading the models")) << failure.message;
}

TEST(Outcomes, RequestsThatDoNotFit) {
    GenerateCommand c = command(2);
    c.request.labels = {10};
    EXPECT_EQ(failureOf(c).kind, ErrorKind::Usage);
    EXPECT_TRUE(says(failureOf(c), "0 to 9"));
    c = command(2);
    c.request.labels.clear();
    EXPECT_TRUE(says(failureOf(c), "no class label"));
    c = command(2);
    c.request.batch = 0;
    EXPECT_TRUE(says(failureOf(c), "at least one"));
    c = command(2);
    c.request.plan.scales.pop_back();
    EXPECT_TRUE(says(failureOf(c), "4 scales"));
    c = command(2);
    c.request.plan.scales[1].temperature = 0;
    EXPECT_TRUE(says(failureOf(c), "temperature of scale 2"));
    c = command(2);
    c.compute.threads = -1;
    EXPECT_TRUE(says(failureOf(c), "threads"));
}

TEST(Outcomes, FilesAndDevicesThatAreNotThere) {
    GenerateCommand c = command(2);
    c.files.drafter = family().folder() + "/absent.pth";
    EXPECT_EQ(failureOf(c).kind, ErrorKind::File);
    EXPECT_TRUE(says(failureOf(c), "absent.pth"));
    c = command(2);
    c.files.refiner.clear();
    EXPECT_EQ(failureOf(c).kind, ErrorKind::Usage);
    EXPECT_TRUE(says(failureOf(c), "--refiner"));
    c = command(2);
    c.files.vqvae = c.files.drafter;
    EXPECT_EQ(failureOf(c).kind, ErrorKind::Checkpoint);
    c = command(2);
    c.compute.device = "tpu";
    EXPECT_EQ(failureOf(c).kind, ErrorKind::Usage);
    EXPECT_TRUE(says(failureOf(c), "'tpu'"));
    c.compute.device = "cuda:99";
    EXPECT_EQ(failureOf(c).kind, ErrorKind::Device);
}

}  // namespace
}  // namespace duo
