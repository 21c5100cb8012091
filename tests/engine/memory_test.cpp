// The ledger against the allocator: the drafter's cache is gone before the refiner's pass begins.
#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "checkpoint/state_dict.h"
#include "engine/engine.h"
#include "engine/event_log.h"
#include "engine/tensor_memory.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

using enum MemoryKind;
using enum MemoryOwner;

GenerateCommand command(const test::TinyFamily& family) {
    GenerateCommand c;
    c.files = family.files();
    c.compute.device = "cpu";
    c.compute.threads = 1;
    c.request.labels.assign(16, 3);
    c.request.batch = 16;
    c.request.plan = DecodePlan::published(4, 3);
    return c;
}

// rows × depth × (k and v) × width × tokens × bytes
constexpr std::int64_t cacheBytes(int rows, int depth, int width, int tokens) {
    return std::int64_t{rows} * depth * 2 * width * tokens * 4;
}

TEST(TensorMemory, CountsWhatIsHeldAndItsPeak) {
    TensorMemory::install();
    const std::int64_t before = TensorMemory::currentBytes();
    TensorMemory::resetPeak();
    at::Tensor kept = at::zeros({1 << 20}, at::kFloat);
    { const at::Tensor passing = at::zeros({1 << 20}, at::kFloat); }
    EXPECT_GE(TensorMemory::currentBytes() - before, 4 << 20);
    EXPECT_LT(TensorMemory::currentBytes() - before, 5 << 20);
    EXPECT_GE(TensorMemory::peakBytes() - before, 8 << 20);
    kept.reset();
    EXPECT_EQ(TensorMemory::currentBytes(), before);
}

// The flags of the mapping that holds an address, as the system names them.
std::string mappingFlags(const void* address) {
    std::ifstream maps("/proc/self/smaps");
    bool inside = false;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t begin = 0, end = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2) {
            const auto at = reinterpret_cast<std::uintptr_t>(address);
            inside = begin <= at && at < end;
        } else if (inside && line.starts_with("VmFlags:")) {
            return line + " ";
        }
    }
    return {};
}

TEST(TensorMemory, AsksForLargePagesBehindLargeTensors) {
    if (!std::filesystem::exists("/sys/kernel/mm/transparent_hugepage"))
        GTEST_SKIP() << "the system has no large pages";
    TensorMemory::install();
    const at::Tensor large = at::empty({1 << 24}, at::kFloat);
    const auto* middle = large.const_data_ptr<float>() + (1 << 23);
    EXPECT_NE(mappingFlags(middle).find(" hg "), std::string::npos) << mappingFlags(middle);
}

TEST(TensorMemory, LimitFailsAsTheMachineWould) {
    TensorMemory::install();
    TensorMemory::setLimit(TensorMemory::currentBytes() + 1000);
    EXPECT_THROW(at::zeros({1 << 20}), c10::OutOfMemoryError);
    TensorMemory::setLimit(0);
    EXPECT_NO_THROW(at::zeros({1 << 20}));
}

TEST(Memory, DraftersCacheIsGoneBeforeTheRefinersPass) {
    const test::TinyFamily family;
    const std::int64_t before = TensorMemory::currentBytes();
    test::EventLog log;
    Engine engine(log.sink());
    engine.generate(command(family));
    engine.waitUntilIdle();
    const auto scales = log.of<ScaleDone>();
    const auto handOvers = log.of<HandOver>();
    ASSERT_EQ(scales.size(), 4u);
    ASSERT_EQ(handOvers.size(), 1u);
    const std::int64_t drafters = cacheBytes(32, 3, 128, 14), refiners = cacheBytes(32, 2, 64, 30);

    // During the drafter's scales its cache is on the ledger, at its exact size, and allocated.
    const MemorySnapshot drafting = scales[2].memory;
    EXPECT_EQ(drafting.of(Drafter, KvCache), drafters);
    EXPECT_EQ(drafting.of(Refiner, KvCache), 0);
    std::int64_t weights = 0;
    for (const MemoryOwner owner : {Drafter, Refiner, VqVae})
        weights += drafting.of(owner, Weights);
    EXPECT_GE(drafting.allocatorBytes - before, weights + drafters);
    EXPECT_GT(drafting.of(Drafter, Activations), 0);

    // At the hand-over ledger and allocator agree that it is freed: beside the weights the
    // allocator holds less than a quarter of its size, which is the pyramid.
    const MemorySnapshot between = handOvers[0].memory;
    EXPECT_EQ(handOvers[0].freedBytes, drafters);
    EXPECT_EQ(between.of(Drafter, KvCache), 0);
    EXPECT_EQ(between.of(Drafter, Activations), 0);
    EXPECT_EQ(between.of(Refiner, KvCache), 0);
    EXPECT_GE(between.allocatorBytes - before, weights);
    EXPECT_LT(between.allocatorBytes - before - weights, drafters / 4);
    EXPECT_LE(between.allocatorBytes, drafting.allocatorBytes - drafters);

    const MemorySnapshot refining = scales[3].memory;
    EXPECT_EQ(refining.of(Refiner, KvCache), refiners);
    EXPECT_EQ(refining.of(Drafter, KvCache), 0);
    EXPECT_EQ(refining.peakOf(Drafter, KvCache), drafters);

    const MemorySnapshot end = log.of<JobDone>()[0].report.memory;
    EXPECT_EQ(end.of(Refiner, KvCache), 0);
    EXPECT_GT(end.peakOf(VqVae, Activations), 0);
    EXPECT_GE(end.allocatorPeakBytes, drafting.allocatorBytes);
    EXPECT_GT(end.deviceTotalBytes, end.deviceFreeBytes);
}

TEST(Memory, AnOverlappedPrefillHoldsBothCachesAndMakesTheSamePictures) {
    const test::TinyFamily family;
    test::EventLog plain, log;
    Engine first(plain.sink());
    first.generate(command(family));
    first.waitUntilIdle();
    Engine engine(log.sink());
    GenerateCommand overlapped = command(family);
    overlapped.compute.overlapPrefill = true;
    engine.generate(overlapped);
    engine.waitUntilIdle();
    const auto expected = plain.of<PictureDone>(), found = log.of<PictureDone>();
    ASSERT_EQ(found.size(), 16u);
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], expected[i]) << i;

    const std::int64_t drafters = cacheBytes(32, 3, 128, 14), refiners = cacheBytes(32, 2, 64, 30);
    const MemorySnapshot between = log.of<HandOver>()[0].memory;
    EXPECT_EQ(between.of(Drafter, KvCache), 0);
    EXPECT_LE(between.of(Refiner, KvCache), refiners);
    const MemorySnapshot end = log.of<JobDone>()[0].report.memory;
    EXPECT_EQ(end.of(Refiner, KvCache), 0);
    EXPECT_EQ(end.peakOf(Drafter, KvCache), drafters);
    EXPECT_EQ(end.peakOf(Refiner, KvCache), refiners);
}

TEST(Memory, OffloadedWeightsAreThereWhileTheirModelWorks) {
    const test::TinyFamily family;
    const auto run = [&](bool offload, test::EventLog& log) {
        Engine engine(log.sink());
        GenerateCommand c = command(family);
        c.compute.offload = offload;
        engine.generate(c);
        engine.waitUntilIdle();
        EXPECT_TRUE(log.of<JobFailed>().empty());
    };
    test::EventLog near, far;
    run(false, near);
    run(true, far);
    const auto pictures = near.of<PictureDone>(), same = far.of<PictureDone>();
    ASSERT_EQ(pictures.size(), same.size());
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        EXPECT_EQ(pictures[i].tokens, same[i].tokens);
        EXPECT_EQ(pictures[i].pixels, same[i].pixels);
    }

    const auto scales = far.of<ScaleDone>();
    const MemorySnapshot drafting = scales[2].memory, refining = scales[3].memory;
    const MemorySnapshot between = far.of<HandOver>()[0].memory;
    const MemorySnapshot ordinary = near.of<ScaleDone>()[2].memory;
    EXPECT_GT(drafting.of(Drafter, Weights), 0);
    // its AdaLN projections have gone already
    EXPECT_LT(drafting.of(Drafter, Weights), ordinary.of(Drafter, Weights) * 3 / 4);
    EXPECT_EQ(drafting.of(Refiner, Weights), 0);
    EXPECT_EQ(between.of(Drafter, Weights), 0);
    EXPECT_EQ(between.of(Refiner, Weights), 0);
    EXPECT_EQ(refining.of(Drafter, Weights), 0);
    EXPECT_GT(refining.of(Refiner, Weights), 0);
    // Until a picture is decoded, only the quantiser of the VQ-VAE is used.
    const std::int64_t vqvae = ordinary.of(VqVae, Weights);
    EXPECT_LT(refining.of(VqVae, Weights), vqvae / 4);
    EXPECT_EQ(far.of<JobDone>()[0].report.memory.peakOf(VqVae, Weights), vqvae);
    // The allocator's figure has the file's pages with it, so activations are what they were.
    EXPECT_NEAR(double(drafting.of(Drafter, Activations)),
                double(ordinary.of(Drafter, Activations)), 65536);
    EXPECT_LT(drafting.allocatorBytes, ordinary.allocatorBytes);
}

// A published VQ-VAE is fp32; models that were converted for bf16 can wait in their files all the
// same.
TEST(Memory, AnOffloadedPairTakesAVqVaeOfAnotherPrecision) {
    const test::TinyFamily family;
    GenerateCommand c = command(family);
    for (const std::string& file : {c.files.drafter, c.files.refiner}) {
        const CheckpointFile checkpoint = openCheckpoint(file);
        const VarGeometry geometry = detectVar(checkpoint);
        const StateDict weights = loadStateDict(checkpoint, tensorSpecs(geometry), {});
        saveStateDict(file, weights.tensors(), at::kBFloat16, geometryMetadata(geometry));
    }
    c.compute.offload = true;
    c.compute.precision = Precision::BFloat16;
    test::EventLog log;
    Engine engine(log.sink());
    engine.generate(c);
    engine.waitUntilIdle();
    ASSERT_TRUE(log.of<JobFailed>().empty()) << log.of<JobFailed>()[0].message;
    EXPECT_EQ(log.of<PictureDone>().size(), 16u);
    EXPECT_GT(log.of<ScaleDone>()[0].memory.of(VqVae, Weights), 0);
}

TEST(Memory, NothingStaysBehind) {
    const test::TinyFamily family;
    TensorMemory::install();
    const auto heldAfter = [&](int jobs) {
        test::EventLog log;
        Engine engine(log.sink());
        for (int i = 0; i < jobs; ++i) engine.generate(command(family));
        engine.waitUntilIdle();
        return TensorMemory::currentBytes();
    };
    heldAfter(1);  // what libraries keep for ever
    // The C library may round a block up a little differently from run to run.
    EXPECT_NEAR(static_cast<double>(heldAfter(1)), static_cast<double>(heldAfter(3)), 4096);
}

TEST(Memory, SamplesComeWhileAJobRuns) {
    const test::TinyFamily family;
    test::EventLog log;
    {
        Engine engine(log.sink(), std::chrono::milliseconds(1));
        GenerateCommand c = command(family);
        c.request.batch = 2;
        engine.generate(c);
        engine.waitUntilIdle();
    }
    ASSERT_FALSE(log.of<MemorySample>().empty());
    EXPECT_EQ(log.of<MemorySample>()[0].job, 1u);
    EXPECT_GT(log.of<MemorySample>()[0].memory.deviceTotalBytes, 0);
}

TEST(Memory, BetweenJobsNothingOfTheLastOneIsOnTheBooks) {
    const test::TinyFamily family;
    test::EventLog log;
    Engine engine(log.sink());
    engine.generate(command(family));
    engine.waitUntilIdle();
    const MemorySnapshot after = engine.memory();
    for (const MemoryOwner owner : {Drafter, Refiner, VqVae}) {
        EXPECT_EQ(after.of(owner, Activations), 0);
    }
    EXPECT_EQ(after.allocatorPeakBytes, after.allocatorBytes);
}

}  // namespace
}  // namespace duo
