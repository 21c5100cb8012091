// Batches that do not fit into memory are cut before they begin, which is told; the pictures stay
// the same.
#include "engine/batch_fit.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "engine/engine.h"
#include "engine/event_log.h"
#include "engine/tensor_memory.h"
#include "engine/tiny_command.h"

namespace duo::test {
namespace {

GenerateCommand command(const TinyFamily& family, int pictures, int batch, int split = 2) {
    std::vector<int> labels;
    for (int i = 0; i < pictures; ++i) labels.push_back(i % 10);
    return tinyCommand(family, split, std::move(labels), batch);
}

TEST(BatchFit, IsBetweenOneAndWhatWasAsked) {
    EXPECT_EQ(fittingBatch(8, 100, 1000), 8);
    EXPECT_EQ(fittingBatch(8, 100, 799), 7);
    EXPECT_EQ(fittingBatch(8, 100, 99), 1);  // one is tried, whatever the estimate
    EXPECT_EQ(fittingBatch(8, 100, 0), 1);
    EXPECT_EQ(fittingBatch(1 << 30, 1, std::int64_t{1} << 40), 1 << 30);
}

struct Taken {
    std::int64_t estimate = 0, bytes = 0;
};

// What the engine estimates for a batch of many, and what the allocator took for it.
Taken takenByBatch(const GenerateCommand& many) {
    EventLog log;
    Engine engine(log.sink());
    GenerateCommand one = many;
    one.request.labels.resize(1);
    engine.generate(one);  // loads
    engine.waitUntilIdle();
    const std::int64_t held = TensorMemory::currentBytes();
    TensorMemory::setLimit(held + (1 << 20));
    engine.generate(many);  // told beforehand, however it ends
    engine.waitUntilIdle();
    TensorMemory::setLimit(0);
    engine.generate(many);
    engine.waitUntilIdle();
    EXPECT_EQ(log.of<BatchCut>().size(), 1u);
    const auto pictures = static_cast<std::int64_t>(many.request.labels.size());
    const MemorySnapshot memory = log.of<JobDone>().back().report.memory;
    return {pictures * log.of<BatchCut>().at(0).pictureBytes, memory.allocatorPeakBytes - held};
}

// The allocator takes less for a large batch than the estimate, but not much less.
TEST(BatchFit, TheEstimateIsAnUpperBoundThatIsNotIdle) {
    const TinyFamily family;
    for (const auto& [split, overlap] :
         {std::pair{0, false}, {2, false}, {4, false}, {1, true}, {3, true}}) {
        SCOPED_TRACE(std::to_string(split) + (overlap ? ", overlapped" : ""));
        GenerateCommand many = command(family, 64, 64, split);
        many.compute.overlapPrefill = overlap;
        const Taken taken = takenByBatch(many);
        EXPECT_LE(taken.bytes, taken.estimate);
        EXPECT_GE(taken.bytes, taken.estimate / 4);
    }
}

// A run without guidance has no unconditional rows, and so half the rows of a guided one.
TEST(BatchFit, UnguidedRunsAreEstimatedByTheirConditionalRows) {
    const TinyFamily family;
    for (const int split : {0, 2, 4}) {
        SCOPED_TRACE(split);
        const GenerateCommand guided = command(family, 64, 64, split);
        GenerateCommand unguided = guided;
        for (ScalePlan& scale : unguided.request.plan.scales) scale.guidance = 0;
        const Taken taken = takenByBatch(unguided);
        EXPECT_LE(taken.bytes, taken.estimate);
        EXPECT_GE(taken.bytes, taken.estimate / 4);
        if (split == 4) {  // the others' highest is the VQ-VAE's
            EXPECT_LT(taken.estimate, takenByBatch(guided).estimate);
        }
    }
}

TEST(BatchFit, ACutBatchMakesTheSamePictures) {
    const TinyFamily family;
    EventLog log;
    Engine engine(log.sink());
    engine.generate(command(family, 12, 12));
    engine.waitUntilIdle();
    const std::vector<PictureDone> whole = log.of<PictureDone>();
    EXPECT_TRUE(log.of<BatchCut>().empty());
    TensorMemory::setLimit(TensorMemory::currentBytes() + (1 << 20));
    engine.generate(command(family, 12, 12));
    engine.waitUntilIdle();
    TensorMemory::setLimit(0);
    ASSERT_EQ(log.of<BatchCut>().size(), 1u);
    const BatchCut cut = log.of<BatchCut>()[0];
    EXPECT_EQ(cut.asked, 12);
    EXPECT_LT(cut.pictures, 12);
    EXPECT_GE(cut.batches * cut.pictures, 12);
    EXPECT_EQ(log.of<JobDone>()[1].report.batches, cut.batches);
    const std::vector<PictureDone> all = log.of<PictureDone>();
    ASSERT_EQ(all.size(), 24u);
    for (std::size_t i = 0; i < 12; ++i) {
        EXPECT_EQ(all[12 + i].tokens, whole[i].tokens) << i;
        EXPECT_EQ(all[12 + i].index, static_cast<int>(i));
    }
}

// Two pictures that fit only after a spare drafter is freed.
TEST(BatchFit, SpareModelsGiveWayBeforeABatchIsCut) {
    const TinyFamily family;
    GenerateCommand other = command(family, 1, 1);
    other.files.drafter = family.folder() + "/other.safetensors";
    std::filesystem::copy_file(family.files().drafter, other.files.drafter);
    EventLog log;
    Engine engine(log.sink());
    engine.generate(other);
    engine.generate(command(family, 1, 1));
    engine.waitUntilIdle();
    const std::int64_t held = TensorMemory::currentBytes();
    TensorMemory::setLimit(held + (64 << 10));
    engine.generate(command(family, 2, 2));
    engine.waitUntilIdle();
    EXPECT_TRUE(log.of<BatchCut>().empty());
    EXPECT_EQ(log.of<JobDone>().size(), 3u);
    const std::int64_t left = TensorMemory::currentBytes();
    EXPECT_LT(left, held - (1 << 20));
    TensorMemory::setLimit(left + (64 << 10));  // nothing is left to give way
    engine.generate(command(family, 2, 2));
    engine.waitUntilIdle();
    TensorMemory::setLimit(0);
    EXPECT_EQ(log.of<BatchCut>().size(), 1u);
}

TEST(BatchFit, ThePublishedStreamKeepsItsBatches) {
    const TinyFamily family;
    EventLog log;
    Engine engine(log.sink());
    GenerateCommand job = command(family, 3, 3);
    job.request.rng = RngKind::Published;
    engine.generate(job);
    engine.waitUntilIdle();
    TensorMemory::setLimit(TensorMemory::currentBytes() + (64 << 10));
    engine.generate(job);
    engine.waitUntilIdle();
    TensorMemory::setLimit(0);
    EXPECT_TRUE(log.of<BatchCut>().empty());
}

}  // namespace
}  // namespace duo::test
