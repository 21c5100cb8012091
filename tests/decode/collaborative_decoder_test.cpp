// Properties of a decode that need no published numbers: which model decodes which scale, which
// memory is held when, that counter draws depend on the picture alone, and how a decode ends early.
#include <c10/util/ThreadLocalDebugInfo.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "decode/decode_support.h"
#include "support/expect_error.h"
#include "support/replayer.h"

namespace duo::test {
namespace {

const std::vector<int> kLabels{3, 7, kNoClass};

at::Tensor firstScales(const TokenPyramid& pyramid, int count) {
    return pyramid.allTokens().narrow(1, 0, pyramid.schedule().offset(count));
}

TEST(CounterDecode, SameDrawsAloneInABatchAndInAShard) {
    for (const bool smooth : {false, true}) {
        SCOPED_TRACE(smooth ? "smooth" : "plain");
        const std::vector<int> labels{3, 7, kNoClass, 3, 9};
        const DecodePlan plan = plainPlan(6, 3, lively());
        DecodeBatch batch = batchOf(plan, labels, RngKind::Counter, 40);
        batch.smooth = smooth;
        const at::Tensor together = decode(sixScaleFamily(), batch).allTokens();
        for (std::uint32_t b = 0; b < labels.size(); ++b) {
            DecodeBatch one = batchOf(plan, {labels[b]}, RngKind::Counter, 40 + b);
            one.smooth = smooth;
            EXPECT_TRUE(
                at::equal(decode(sixScaleFamily(), one).allTokens(), together.narrow(0, b, 1)))
                << b;
        }
        DecodeBatch shard = batchOf(plan, {7, kNoClass, 3}, RngKind::Counter, 41);
        shard.smooth = smooth;
        EXPECT_TRUE(
            at::equal(decode(sixScaleFamily(), shard).allTokens(), together.narrow(0, 1, 3)));
        // Pictures 0 and 3 have one label and differ by their number alone.
        EXPECT_FALSE(at::equal(together[0], together[3]));
    }
}

TEST(CounterDecode, TwoSplitsShareEveryScaleBeforeTheSmaller) {
    std::vector<TokenPyramid> pyramids;
    for (int split = 0; split <= 6; ++split) {
        pyramids.push_back(decode(
            sixScaleFamily(), batchOf(plainPlan(6, split, lively()), kLabels, RngKind::Counter)));
    }
    for (int a = 0; a <= 6; ++a) {
        for (int b = a + 1; b <= 6; ++b) {
            EXPECT_TRUE(at::equal(firstScales(pyramids[a], a), firstScales(pyramids[b], a)))
                << a << " and " << b;
            EXPECT_FALSE(at::equal(pyramids[a].allTokens(), pyramids[b].allTokens()));
        }
    }
}

TEST(DecodeInParts, GoesOnFromASnapshotAsInOneGo) {
    const ModelFamily family = sixScaleFamily();
    std::vector<TokenPyramid> snapshots;  // of the drafter, by scales done
    const DecodeBatch drafted = batchOf(plainPlan(6, 6, lively()), kLabels, RngKind::Counter);
    snapshots.push_back(emptyPyramid(family, drafted));
    for (int end = 1; end <= 6; ++end) {
        Recorder recorder;
        snapshots.push_back(decodeScales(family, drafted, snapshots.back(), end, recorder, {}));
        ASSERT_EQ(recorder.reports.size(), 1u);
        EXPECT_EQ(recorder.reports[0].scale, end - 1);
        EXPECT_EQ(recorder.reports[0].prefill, end > 1);  // a session of its own
        EXPECT_EQ(recorder.reports[0].cacheBytes, family.drafter->cacheBytes(end > 1 ? 6 : 3, end));
        EXPECT_TRUE(recorder.handOvers.empty());
        EXPECT_EQ(snapshots[end - 1].scalesDone(), end - 1);  // untouched
    }
    for (int split = 0; split <= 6; ++split) {
        const DecodeBatch batch = batchOf(plainPlan(6, split, lively()), kLabels, RngKind::Counter);
        Recorder recorder;
        const TokenPyramid found = decodeScales(family, batch, snapshots[split], 6, recorder, {});
        const TokenPyramid expected = decode(family, batch);
        EXPECT_TRUE(at::equal(found.allTokens(), expected.allTokens())) << split;
        EXPECT_TRUE(at::allclose(found.latent(), expected.latent(), 1e-4, 1e-4)) << split;
        EXPECT_EQ(recorder.reports.size(), 6u - static_cast<std::size_t>(split));
    }
}

// The pyramid of given tokens, as a request's prefix makes it.
TokenPyramid givenScales(const ModelFamily& family, const TokenPyramid& source, int scales) {
    TokenPyramid pyramid = emptyPyramid(family, source.schedule(), source.latent().size(0));
    for (int scale = 0; scale < scales; ++scale) pyramid.add(source.tokens(scale).clone());
    return pyramid;
}

TEST(GivenScales, AnyNumberOfThemAtAnySplitMakesTheSamePicture) {
    for (const RngKind rng : {RngKind::Counter, RngKind::Published}) {
        for (int split = 0; split <= 6; ++split) {
            const DecodeBatch batch = batchOf(plainPlan(6, split, lively()), kLabels, rng);
            const TokenPyramid whole = decode(sixScaleFamily(), batch);
            for (int given = 0; given <= 6; ++given) {
                ModelFamily family = sixScaleFamily();  // with the models that are needed alone
                if (given >= split) family.drafter = nullptr;
                if (split == 6 || given == 6) family.refiner = nullptr;
                Recorder recorder;
                const TokenPyramid found =
                    decodeScales(family, batch, givenScales(family, whole, given), 6, recorder, {});
                EXPECT_TRUE(at::equal(found.allTokens(), whole.allTokens()))
                    << "split " << split << ", given " << given;
                EXPECT_EQ(recorder.reports.size(), 6u - static_cast<std::size_t>(given));
            }
        }
    }
}

TEST(GivenScales, AnotherSplitKeepsThoseBeforeBothOfThem) {
    const auto plan = [](int split) {
        return batchOf(plainPlan(6, split, lively()), kLabels, RngKind::Counter);
    };
    const ModelFamily family = sixScaleFamily();
    for (int from = 0; from <= 6; ++from) {
        const TokenPyramid before = decode(family, plan(from));
        for (int to = 0; to <= 6; ++to) {
            Recorder recorder;
            const TokenPyramid after = decodeScales(
                family, plan(to), givenScales(family, before, std::min(from, to)), 6, recorder, {});
            EXPECT_TRUE(at::equal(after.allTokens(), decode(family, plan(to)).allTokens()))
                << from << " to " << to;
        }
    }
}

TEST(CounterDecode, SeedAndSmoothChangeThePicture) {
    DecodeBatch batch = batchOf(plainPlan(6, 6, lively()), kLabels, RngKind::Counter);
    const TokenPyramid plain = decode(sixScaleFamily(), batch);
    batch.smooth = true;
    const TokenPyramid smooth = decode(sixScaleFamily(), batch);
    EXPECT_TRUE(at::equal(plain.tokens(0), smooth.tokens(0)));  // the draw itself is the same
    EXPECT_FALSE(at::allclose(plain.inputMap(1), smooth.inputMap(1)));
    batch.smooth = false;
    for (DrawKey& key : batch.keys) key.seed += 1;
    EXPECT_FALSE(at::equal(decode(sixScaleFamily(), batch).allTokens(), plain.allTokens()));
}

// Greedy tokens of any plan are the best codes of teacher forcing over those tokens, each scale by
// its own model.
void expectGreedyOfTeacherForcing(const DecodePlan& plan, RngKind rng) {
    const ModelFamily family = sixScaleFamily();
    const TokenPyramid pyramid = decode(family, batchOf(plan, kLabels, rng));
    const ScaleSchedule schedule = pyramid.schedule();
    const at::Tensor maps = at::cat(pyramid.inputMaps(5), 1).repeat({2, 1, 1});
    const at::Tensor labels = at::tensor({3, 7, 10, 10, 10, 10}, at::kLong);
    for (const ModelRole role : {ModelRole::Drafter, ModelRole::Refiner}) {
        const at::Tensor logits = family.model(role).forward(labels, maps);  // [6, L, V]
        for (int scale = 0; scale < 6; ++scale) {
            if (plan.scales[scale].model != role) continue;
            const at::Tensor ofScale =
                logits.narrow(1, schedule.offset(scale), schedule.tokens(scale));
            const at::Tensor guided =
                ScaleLogits(ofScale, 3, plan.scales[scale], scale, 6).guided();
            EXPECT_TRUE(at::equal(guided.argmax(-1), pyramid.tokens(scale))) << scale;
        }
    }
}

TEST(FreePlan, EveryAssignmentOfModelsRuns) {
    using enum ModelRole;
    const std::vector<std::vector<ModelRole>> plans{
        {Drafter, Refiner, Drafter, Refiner, Drafter, Refiner},
        {Refiner, Drafter, Drafter, Refiner, Refiner, Drafter},
        {Refiner, Refiner, Drafter, Drafter, Drafter, Drafter}};
    for (const auto& roles : plans) {
        for (const RngKind rng : {RngKind::Counter, RngKind::Published}) {
            DecodePlan plan = plainPlan(6, 6, greedy());
            for (int scale = 0; scale < 6; ++scale) plan.scales[scale].model = roles[scale];
            expectGreedyOfTeacherForcing(plan, rng);
        }
    }
}

TEST(FreePlan, ReportsRunsAndHandOvers) {
    DecodePlan plan = plainPlan(6, 6, lively());
    for (const int scale : {2, 3, 5}) plan.scales[scale].model = ModelRole::Refiner;
    Recorder recorder;
    decodeTokens(sixScaleFamily(), batchOf(plan, kLabels, RngKind::Counter), recorder, {});
    ASSERT_EQ(recorder.reports.size(), 6u);
    const std::vector<bool> prefills{false, false, true, false, true, true};
    const std::vector<int> ends{2, 2, 4, 4, 5, 6};  // of the run each scale is in
    for (int scale = 0; scale < 6; ++scale) {
        const ScaleReport& report = recorder.reports[scale];
        EXPECT_EQ(report.scale, scale);
        EXPECT_EQ(report.model, plan.scales[scale].model);
        EXPECT_EQ(report.prefill, prefills[scale]) << scale;
        EXPECT_EQ(report.tokens, 3 * (scale + 1) * (scale + 1));
        const VarTransformer& model = sixScaleFamily().model(report.model);
        EXPECT_EQ(report.cacheBytes, model.cacheBytes(6, ends[scale])) << scale;
        EXPECT_GE(report.transformerMs, 0);
        EXPECT_GE(report.samplingMs, 0);
        EXPECT_GE(report.pyramidMs, 0);
    }
    ASSERT_EQ(recorder.handOvers.size(), 3u);
    EXPECT_EQ(recorder.handOvers[0].nextScale, 2);
    EXPECT_EQ(recorder.handOvers[0].from, ModelRole::Drafter);
    EXPECT_EQ(recorder.handOvers[0].to, ModelRole::Refiner);
    EXPECT_EQ(recorder.handOvers[0].freedBytes, recorder.reports[1].cacheBytes);
    EXPECT_EQ(recorder.handOvers[1].nextScale, 4);
    EXPECT_EQ(recorder.handOvers[2].nextScale, 5);
}

// Live bytes of the tensor library's CPU allocator, as it reports them on this thread.
class AllocatorWatch : public c10::MemoryReportingInfoBase {
  public:
    std::int64_t live = 0;
    void reportMemoryUsage(void*, std::int64_t size, std::size_t, std::size_t,
                           c10::Device) override {
        live += size;
    }
    bool memoryProfilingEnabled() const override { return true; }
};

TEST(HandOver, TheDraftersCacheIsGoneBeforeTheRefinersPass) {
    MemoryLedger ledger;
    const auto schedule = ScaleSchedule::published256();
    const ModelFamily family{
        livelyVar("drafter10", livelyGeometry(2, schedule, 64), &ledger, MemoryOwner::Drafter),
        livelyVar("refiner10", livelyGeometry(1, schedule, 64), &ledger, MemoryOwner::Refiner),
        livelyVqVae10()};
    const auto cache = [&](MemoryOwner owner) {
        return ledger.balance(owner, MemoryKind::KvCache).bytes;
    };
    const auto watch = std::make_shared<AllocatorWatch>();
    const c10::DebugInfoGuard guard(c10::DebugInfoKind::PROFILER_STATE, watch);

    Recorder recorder;
    std::int64_t beforeHandOver = 0;
    recorder.onScale = [&](const ScaleReport& report) {
        const bool drafting = report.model == ModelRole::Drafter;
        EXPECT_EQ(cache(MemoryOwner::Drafter), drafting ? report.cacheBytes : 0);
        EXPECT_EQ(cache(MemoryOwner::Refiner), drafting ? 0 : report.cacheBytes);
        beforeHandOver = watch->live;
    };
    recorder.onHandOver = [&] {
        const std::int64_t freed = recorder.handOvers.back().freedBytes;
        EXPECT_EQ(freed, recorder.reports.back().cacheBytes);
        EXPECT_EQ(cache(MemoryOwner::Drafter), 0);
        EXPECT_EQ(cache(MemoryOwner::Refiner), 0);
        EXPECT_EQ(ledger.balance(MemoryOwner::Drafter, MemoryKind::Activations).bytes, 0);
        EXPECT_LE(watch->live, beforeHandOver - freed);  // the allocator has the bytes back
        EXPECT_GT(freed, 0);
    };
    decodeTokens(family, batchOf(plainPlan(10, 8, lively()), kLabels, RngKind::Counter), recorder,
                 {});
    EXPECT_EQ(recorder.handOvers.size(), 1u);
    EXPECT_EQ(cache(MemoryOwner::Refiner), 0);
    // Neither cache was ever larger than its own run needs.
    EXPECT_EQ(ledger.balance(MemoryOwner::Drafter, MemoryKind::KvCache).peakBytes,
              family.drafter->cacheBytes(6, 8));
    EXPECT_EQ(ledger.balance(MemoryOwner::Refiner, MemoryKind::KvCache).peakBytes,
              family.refiner->cacheBytes(6, 10));
}

// Twice, so that the second decode replays what the first recorded.
TEST(RecordedScales, DrawTheSameTokensAndKeepTheirCaches) {
    const auto recorder = std::make_shared<Replayer>();
    GraphCache graphs(recorder, {std::int64_t{1} << 30, 100});
    ModelFamily family = sixScaleFamily();
    const DecodePlan plan = plainPlan(6, 4, lively());
    for (const std::vector<int>& labels : {kLabels, std::vector<int>{9, 0, 3}}) {
        DecodeBatch batch = batchOf(plan, labels, RngKind::Counter);
        family.graphs = nullptr;
        const at::Tensor expected = decode(family, batch).allTokens();
        family.graphs = &graphs;
        for (const bool overlap : {false, true}) {
            batch.overlapPrefill = overlap;
            Recorder told;
            const TokenPyramid found = decodeTokens(family, batch, told, {});
            EXPECT_TRUE(at::equal(found.allTokens(), expected)) << overlap;
            EXPECT_EQ(told.handOvers[0].freedBytes, 0);
        }
    }
    // 0 to 3 of the drafter; 5 of the refiner, and 4 where the prefill before it overlapped.
    EXPECT_EQ(recorder->counts->recorded, 4 + 2);
    EXPECT_EQ(recorder->counts->replayed, 3 * 4 + 3 + 1);
}

TEST(Unguided, NeedsHalfTheRowsAndGivesTheSame) {
    struct Case {
        const char* what;
        std::vector<int> labels;
        double guidance;
    };
    for (const auto& [what, labels, guidance] :
         {Case{"guidance 0", kLabels, 0.0},
          Case{"no class", {kNoClass, kNoClass, kNoClass}, 4.0}}) {
        SCOPED_TRACE(what);
        const DecodePlan plan = plainPlan(6, 3, greedy(guidance));
        Recorder plain, guided;
        const TokenPyramid found =
            decodeTokens(sixScaleFamily(), batchOf(plan, labels, RngKind::Counter), plain, {});
        // The reference stream keeps the unconditional rows.
        const TokenPyramid expected =
            decodeTokens(sixScaleFamily(), batchOf(plan, labels, RngKind::Published), guided, {});
        EXPECT_EQ(2 * plain.reports[0].cacheBytes, guided.reports[0].cacheBytes);
        EXPECT_TRUE(at::equal(found.allTokens(), expected.allTokens()));
        EXPECT_LT(relativeError(plain.allLogits(), guided.allLogits()), 1e-5);
    }
}

TEST(Cancel, BeforeTheFirstScale) {
    std::stop_source source;
    source.request_stop();
    Recorder recorder;
    EXPECT_DUO_ERROR(decodeTokens(sixScaleFamily(),
                                  batchOf(plainPlan(6, 3, lively()), kLabels, RngKind::Counter),
                                  recorder, source.get_token()),
                     ErrorKind::Cancelled, "stopped");
    EXPECT_TRUE(recorder.reports.empty());
}

TEST(Cancel, WithinOneScaleAndLeavesNoMemory) {
    MemoryLedger ledger;
    ModelFamily family = sixScaleFamily();
    family.drafter = livelyVar("drafter", drafterGeometry(), &ledger, MemoryOwner::Drafter);
    std::stop_source source;
    Recorder recorder;
    recorder.onScale = [&](const ScaleReport& report) {
        if (report.scale == 2) source.request_stop();
    };
    EXPECT_DUO_ERROR(
        decodeTokens(family, batchOf(plainPlan(6, 6, lively()), kLabels, RngKind::Counter),
                     recorder, source.get_token()),
        ErrorKind::Cancelled, "stopped");
    EXPECT_EQ(recorder.reports.size(), 3u);
    EXPECT_EQ(ledger.balance(MemoryOwner::Drafter, MemoryKind::KvCache).bytes, 0);
}

}  // namespace
}  // namespace duo::test
