// The refiner's prefill beside the drafter: the same tokens, both caches on the ledger, and no
// deadlock however the decode ends.
#include "decode/prefill_ahead.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "base/error.h"
#include "decode/decode_support.h"
#include "device/cuda_backend.h"
#include "support/expect_error.h"

namespace duo::test {
namespace {

const std::vector<int> kLabels{3, 7, kNoClass};

DecodeBatch overlapped(DecodeBatch batch) {
    batch.overlapPrefill = true;
    return batch;
}

// Bit for bit, with the same reports of the scales.
void expectTheSame(const ModelFamily& family, const DecodeBatch& batch) {
    Recorder plain, ahead;
    const TokenPyramid expected = decodeTokens(family, batch, plain, {});
    const TokenPyramid found = decodeTokens(family, overlapped(batch), ahead, {});
    EXPECT_TRUE(at::equal(found.allTokens(), expected.allTokens()));
    EXPECT_TRUE(at::equal(found.latent(), expected.latent()));
    ASSERT_EQ(ahead.reports.size(), plain.reports.size());
    for (std::size_t k = 0; k < plain.reports.size(); ++k) {
        EXPECT_TRUE(at::equal(ahead.logits[k], plain.logits[k])) << k;
        EXPECT_EQ(ahead.reports[k].prefill, plain.reports[k].prefill) << k;
        EXPECT_EQ(ahead.reports[k].cacheBytes, plain.reports[k].cacheBytes) << k;
    }
    EXPECT_EQ(ahead.handOvers.size(), plain.handOvers.size());
}

TEST(OverlapPrefill, MakesTheSameAtEverySplit) {
    for (int split = 0; split <= 10; ++split) {
        SCOPED_TRACE(split);
        expectTheSame(tenScaleFamily(),
                      batchOf(plainPlan(10, split, lively()), kLabels, RngKind::Counter));
    }
}

TEST(OverlapPrefill, MakesTheSameWithoutGuidanceWithoutClassAndSmooth) {
    DecodePlan unguided = plainPlan(6, 4, lively());
    for (ScalePlan& scale : unguided.scales) scale.guidance = 0;
    expectTheSame(sixScaleFamily(), batchOf(unguided, {3}, RngKind::Counter));
    const DecodePlan plan = plainPlan(6, 4, lively());
    expectTheSame(sixScaleFamily(), batchOf(plan, {kNoClass, kNoClass}, RngKind::Counter));
    DecodePlan half = plan;  // the refiner has rows that the drafter has not
    for (int k = 0; k < 4; ++k) half.scales[k].guidance = 0;
    expectTheSame(sixScaleFamily(), batchOf(half, kLabels, RngKind::Counter));
    DecodeBatch smooth = batchOf(plan, kLabels, RngKind::Counter);
    smooth.smooth = true;
    expectTheSame(sixScaleFamily(), smooth);
}

TEST(OverlapPrefill, MakesTheSameWhereModelsTakeTurns) {
    DecodePlan plan = plainPlan(6, 6, lively());
    for (const int scale : {2, 3, 5}) plan.scales[scale].model = ModelRole::Refiner;
    expectTheSame(sixScaleFamily(), batchOf(plan, kLabels, RngKind::Counter));
}

TEST(OverlapPrefill, GoesOnFromASnapshot) {
    const ModelFamily family = sixScaleFamily();
    const DecodeBatch batch =
        overlapped(batchOf(plainPlan(6, 4, lively()), kLabels, RngKind::Counter));
    Recorder recorder;
    const TokenPyramid half =
        decodeScales(family, batch, emptyPyramid(family, batch), 2, recorder, {});
    const TokenPyramid whole = decodeScales(family, batch, half, 6, recorder, {});
    EXPECT_TRUE(at::equal(whole.allTokens(), decode(family, batch).allTokens()));
}

TEST(OverlapPrefill, ThePublishedStreamIsRefused) {
    EXPECT_THROW(decode(sixScaleFamily(), overlapped(batchOf(plainPlan(6, 4, lively()), kLabels,
                                                             RngKind::Published))),
                 c10::Error);
}

struct LedgerFamily {
    MemoryLedger ledger;
    ModelFamily family{livelyVar("drafter", drafterGeometry(), &ledger, MemoryOwner::Drafter),
                       livelyVar("refiner", refinerGeometry(), &ledger, MemoryOwner::Refiner),
                       livelyVqVae()};
    MemoryLedger::Balance cache(MemoryOwner owner) const {
        return ledger.balance(owner, MemoryKind::KvCache);
    }
    void expectNothingHeld() const {
        for (const MemoryOwner owner : {MemoryOwner::Drafter, MemoryOwner::Refiner}) {
            EXPECT_EQ(cache(owner).bytes, 0);
            EXPECT_EQ(ledger.balance(owner, MemoryKind::Activations).bytes, 0);
        }
    }
};

TEST(OverlapPrefill, HoldsBothCachesAndNoMore) {
    LedgerFamily scene;
    const std::int64_t refiners = scene.family.refiner->cacheBytes(6, 6);
    Recorder recorder;
    recorder.onHandOver = [&] { EXPECT_EQ(scene.cache(MemoryOwner::Drafter).bytes, 0); };
    recorder.onScale = [&](const ScaleReport& report) {
        if (report.model == ModelRole::Refiner) {
            EXPECT_EQ(scene.cache(MemoryOwner::Refiner).bytes, refiners);
        } else {
            EXPECT_LE(scene.cache(MemoryOwner::Refiner).bytes, refiners);
        }
    };
    decodeTokens(scene.family,
                 overlapped(batchOf(plainPlan(6, 4, lively()), kLabels, RngKind::Counter)),
                 recorder, {});
    EXPECT_EQ(scene.cache(MemoryOwner::Drafter).peakBytes, scene.family.drafter->cacheBytes(6, 4));
    EXPECT_EQ(scene.cache(MemoryOwner::Refiner).peakBytes, refiners);
    scene.expectNothingHeld();
}

TEST(OverlapPrefill, StopsAtEveryScaleAndLeavesNoMemory) {
    for (int last = 0; last < 6; ++last) {
        SCOPED_TRACE(last);
        LedgerFamily scene;
        std::stop_source source;
        Recorder recorder;
        recorder.onScale = [&](const ScaleReport& report) {
            if (report.scale == last) source.request_stop();
        };
        const DecodeBatch batch =
            overlapped(batchOf(plainPlan(6, 4, lively()), kLabels, RngKind::Counter));
        if (last < 5) {
            EXPECT_DUO_ERROR(decodeTokens(scene.family, batch, recorder, source.get_token()),
                             ErrorKind::Cancelled, "stopped");
        } else {
            decodeTokens(scene.family, batch, recorder, source.get_token());
        }
        EXPECT_EQ(recorder.reports.size(), last + 1u);
        scene.expectNothingHeld();
    }
}

TEST(OverlapPrefill, AnObserversErrorEndsTheThread) {
    LedgerFamily scene;
    Recorder recorder;
    recorder.onScale = [](const ScaleReport& report) {
        if (report.scale == 1) throw Error(ErrorKind::File, "The disk is full.");
    };
    EXPECT_DUO_ERROR(
        decodeTokens(scene.family,
                     overlapped(batchOf(plainPlan(6, 4, lively()), kLabels, RngKind::Counter)),
                     recorder, {}),
        ErrorKind::File, "disk");
    scene.expectNothingHeld();
}

TEST(OverlapPrefill, AnErrorOfTheThreadReachesTheCaller) {
    StateDict state = livelyState("refiner", tensorSpecs(refinerGeometry())), damaged;
    for (const auto& [name, tensor] : state.tensors()) {
        const bool odd = name == "blocks.0.ffn.fc1.weight";  // a type that nothing multiplies
        damaged.put(name, odd ? tensor.to(at::kBool) : tensor);
    }
    ModelFamily family = sixScaleFamily();
    family.refiner = VarTransformer::create(refinerGeometry(), std::move(damaged));
    Recorder recorder;
    EXPECT_THROW(
        decodeTokens(family,
                     overlapped(batchOf(plainPlan(6, 4, lively()), kLabels, RngKind::Counter)),
                     recorder, {}),
        c10::Error);
    EXPECT_LE(recorder.reports.size(), 4u);
}

// ---- The thread alone ----

DecodePlace entryAt(int scale) {
    return {.role = ModelRole::Refiner, .scale = scale, .scaleCount = 6, .pictures = 1, .rows = 2};
}

Session freshSession() {
    return livelyRefiner()->open(at::tensor({3}, at::kLong), true, 6);
}

TEST(PrefillAhead, IsReadyForTheEntryScale) {
    PrefillAhead ahead(freshSession, entryAt(3), at::kCPU, {});
    for (const int tokens : {4, 9}) ahead.feed(at::ones({1, tokens, 12}));
    EXPECT_EQ(ahead.take().nextScale(), 3);
}

TEST(PrefillAhead, OfTheFirstScaleNeedsNoMap) {
    PrefillAhead ahead(freshSession, entryAt(1), at::kCPU, {});
    EXPECT_EQ(ahead.take().nextScale(), 1);
}

TEST(PrefillAhead, EndsWithoutItsMaps) {
    PrefillAhead ahead(freshSession, entryAt(4), at::kCPU, {});
    ahead.feed(at::ones({1, 4, 12}));
}

TEST(PrefillAhead, AStopEndsTheWait) {
    std::stop_source source;
    PrefillAhead ahead(freshSession, entryAt(4), at::kCPU, source.get_token());
    const std::jthread stopper([&source] { source.request_stop(); });
    EXPECT_DUO_ERROR(ahead.take(), ErrorKind::Cancelled, "stopped");
}

// The drafter stops as soon as the refiner's session has failed.
TEST(PrefillAhead, FeedingTellsWhatWentWrong) {
    const auto open = []() -> Session { throw Error(ErrorKind::Device, "The device is gone."); };
    PrefillAhead ahead(open, entryAt(5), at::kCPU, {});
    const at::Tensor map = at::ones({1, 4, 12});
    const auto feedForLong = [&] {
        for (int i = 0; i < 10'000; ++i) {
            ahead.feed(map);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    };
    EXPECT_DUO_ERROR(feedForLong(), ErrorKind::Device, "gone");
}

TEST(PrefillAhead, SaysWhoRanOutOfMemory) {
    const auto open = []() -> Session { throw std::bad_alloc(); };
    PrefillAhead ahead(open, entryAt(4), at::kCPU, {});
    EXPECT_DUO_ERROR(ahead.take(), ErrorKind::Memory, "the refiner at scale 5 of 6");
}

TEST(PrefillAhead, OnAGpuItsStreamIsDoneWhenTheSessionIsTaken) {
    std::string why;
    if (!CudaBackend::available(&why)) GTEST_SKIP() << why;
    const c10::InferenceMode inference;
    const at::Device gpu(at::kCUDA, 0);
    StateDict state = livelyState("refiner", tensorSpecs(refinerGeometry())), there;
    for (const auto& [name, tensor] : state.tensors()) there.put(name, tensor.to(gpu));
    const auto model = VarTransformer::create(refinerGeometry(), std::move(there));
    const auto open = [&] { return model->open(at::tensor({3}, gpu).to(at::kLong), true, 6); };
    std::vector<at::Tensor> maps;
    for (const int side : {2, 3, 4, 5}) maps.push_back(at::randn({1, side * side, 12}, gpu));
    PrefillAhead ahead(open, entryAt(4), gpu, {});
    for (int k = 0; k < 3; ++k) ahead.feed(maps[k]);
    const at::Tensor found = ahead.take().step(maps[3]), expected = open().prefill(4, maps);
    EXPECT_LT(relativeError(found.cpu(), expected.cpu()), 1e-4);
}

}  // namespace
}  // namespace duo::test
