// Recorded steps, with a recorder for the CPU that keeps the work and runs it again. Logits after
// the recording are the same bit for bit, and the cache keeps its bounds.
#include "model/graph_cache.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "device/cuda_backend.h"
#include "device/cuda_graph_recorder.h"
#include "model/session.h"
#include "support/expect_error.h"
#include "support/lively_family.h"
#include "support/lively_weights.h"
#include "support/replayer.h"

namespace duo::test {
namespace {

constexpr GraphCache::Bound kAmple{std::int64_t{1} << 30, 100};
struct Graphs {
    explicit Graphs(GraphCache::Bound bound = kAmple) : cache(recorder, bound) {}
    std::shared_ptr<Replayer> recorder = std::make_shared<Replayer>();
    Replayer::Counts& counts = *recorder->counts;
    GraphCache cache;
};

at::Tensor labelsFrom(std::vector<std::int64_t> labels) {
    return at::tensor(labels, at::kLong);
}

// The input map of a scale, with different numbers for every `seed`.
at::Tensor someMap(std::int64_t pictures, int scale, int seed) {
    const std::vector<std::int64_t> shape{pictures, (scale + 1) * (scale + 1), 12};
    return at::tensor(livelyTensor("input/graph" + std::to_string(seed), shape)).view(shape);
}

std::vector<at::Tensor> walk(Session session, std::int64_t pictures, int endScale, int seed) {
    std::vector<at::Tensor> logits;
    for (int scale = session.nextScale(); scale < endScale; ++scale) {
        const at::Tensor map = scale > 0 ? someMap(pictures, scale, seed) : at::Tensor();
        logits.push_back(session.step(map));
    }
    return logits;
}

void expectEqual(const std::vector<at::Tensor>& found, const std::vector<at::Tensor>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_TRUE(at::equal(found[i], expected[i])) << i;
    }
}

TEST(GraphedSession, GivesTheSameForNewLabelsAndMaps) {
    for (const auto& model : {livelyDrafter(), livelyShared()}) {
        Graphs graphs;
        int seed = 0;
        for (const bool guided : {true, false}) {
            for (const std::vector<std::int64_t>& labels :
                 {std::vector<std::int64_t>{3, 7}, {7, 7}, {10, 0}, {3, 7}}) {
                const at::Tensor labels_B = labelsFrom(labels);
                ++seed;
                expectEqual(walk(model->open(labels_B, guided, 6, &graphs.cache), 2, 6, seed),
                            walk(model->open(labels_B, guided, 6), 2, 6, seed));
            }
        }
        EXPECT_EQ(graphs.counts.recorded, 2 * 6);  // each shape once
        EXPECT_EQ(graphs.counts.replayed, 2 * 3 * 6);
    }
}

TEST(GraphedSession, TheLastBatchOfAJobMayBeSmaller) {
    Graphs graphs;
    for (const int pictures : {3, 3, 1, 3, 1}) {
        const at::Tensor labels_B = labelsFrom(std::vector<std::int64_t>(pictures, 4));
        expectEqual(
            walk(livelyDrafter()->open(labels_B, true, 4, &graphs.cache), pictures, 4, pictures),
            walk(livelyDrafter()->open(labels_B, true, 4), pictures, 4, pictures));
    }
    EXPECT_EQ(graphs.counts.recorded, 2 * 4);
}

TEST(GraphedSession, GoesOnFromAPrefillAtAnyScale) {
    Graphs graphs;
    const at::Tensor labels_B = labelsFrom({3, 7});
    for (const int entry : {4, 2, 3, 5, 1}) {
        SCOPED_TRACE(entry);
        std::vector<at::Tensor> prefix;
        for (int scale = 1; scale <= entry; ++scale) prefix.push_back(someMap(2, scale, entry));
        Session graphed = livelyRefiner()->open(labels_B, true, 6, &graphs.cache);
        Session plain = livelyRefiner()->open(labels_B, true, 6);
        EXPECT_TRUE(at::equal(graphed.prefill(entry, prefix), plain.prefill(entry, prefix)));
        expectEqual(walk(std::move(graphed), 2, 6, 9), walk(std::move(plain), 2, 6, 9));
    }
    EXPECT_EQ(graphs.counts.recorded, 4);  // scales 2 to 5, each once
    for (const bool again : {false, true}) {
        SCOPED_TRACE(again);
        Session graphed = livelyRefiner()->open(labels_B, true, 6, &graphs.cache);
        Session plain = livelyRefiner()->open(labels_B, true, 6);
        for (Session* session : {&graphed, &plain}) session->absorb({someMap(2, 1, 1)});
        expectEqual(walk(std::move(graphed), 2, 6, 9), walk(std::move(plain), 2, 6, 9));
    }
}

TEST(GraphedSession, LogitsAreTheCallers) {
    Graphs graphs;
    const at::Tensor labels_B = labelsFrom({3});
    const auto first = walk(livelyDrafter()->open(labels_B, true, 2, &graphs.cache), 1, 2, 1);
    const at::Tensor kept = first[1].clone();
    walk(livelyDrafter()->open(labels_B, true, 2, &graphs.cache), 1, 2, 2);
    EXPECT_TRUE(at::equal(first[1], kept));
}

TEST(GraphedSession, GoesOnWhereAScaleCannotBeRecorded) {
    Graphs graphs;
    graphs.recorder->refuses = true;
    for (const std::int64_t label : {3, 5}) {
        const at::Tensor labels_B = labelsFrom({label});
        expectEqual(walk(livelyDrafter()->open(labels_B, true, 4, &graphs.cache), 1, 4, 1),
                    walk(livelyDrafter()->open(labels_B, true, 4), 1, 4, 1));
        graphs.recorder->refuses = false;  // once is enough
    }
    EXPECT_EQ(graphs.counts.recorded, 0);
}

TEST(GraphedSession, StopsBeforeAScale) {
    Graphs graphs;
    std::stop_source source;
    Session session = livelyDrafter()->open(labelsFrom({1}), true, 3, &graphs.cache);
    session.stopWith(source.get_token());
    session.step({});
    source.request_stop();
    EXPECT_DUO_ERROR(session.step(someMap(1, 1, 1)), ErrorKind::Cancelled, "stopped");
    EXPECT_EQ(graphs.counts.recorded, 1);
}

TEST(GraphedSession, RefusesScalesItWasNotOpenedFor) {
    Graphs graphs;
    Session session = livelyDrafter()->open(labelsFrom({1}), true, 1, &graphs.cache);
    session.step({});
    EXPECT_THROW(session.step(someMap(1, 1, 1)), c10::Error);
}

TEST(GraphCache, ItsCachesAreOnTheBooksUntilTheyGo) {
    MemoryLedger ledger;
    const auto model = livelyVar("refiner", refinerGeometry(), &ledger, MemoryOwner::Refiner);
    const auto cacheBytes = [&] {
        return ledger.balance(MemoryOwner::Refiner, MemoryKind::KvCache).bytes;
    };
    Graphs graphs;
    {
        Session session = model->open(labelsFrom({1, 2}), true, 4, &graphs.cache);
        EXPECT_EQ(cacheBytes(), model->cacheBytes(4, 4));
        EXPECT_EQ(session.cacheBytes(), cacheBytes());
        EXPECT_EQ(session.bytesFreedAtEnd(), 0);
        graphs.cache.clear();  // lent work stays
    }
    EXPECT_EQ(cacheBytes(), model->cacheBytes(4, 4));  // kept for the next
    EXPECT_GE(graphs.cache.bytes(), cacheBytes());
    // The bound's estimate equals the memory that is held.
    const std::int64_t activations =
        ledger.balance(MemoryOwner::Refiner, MemoryKind::Activations).bytes;
    EXPECT_EQ(graphs.cache.bytes(), cacheBytes() + activations);
    graphs.cache.clear();
    EXPECT_EQ(cacheBytes(), 0);
    EXPECT_EQ(ledger.balance(MemoryOwner::Refiner, MemoryKind::Activations).bytes, 0);
}

TEST(GraphCache, TheOneUsedLongestAgoGoes) {
    Graphs graphs({std::int64_t{1} << 30, 7});
    const auto use = [&](int endScale) {
        walk(livelyRefiner()->open(labelsFrom({1}), true, endScale, &graphs.cache), 1, endScale, 1);
    };
    use(2);
    use(3);
    use(2);
    EXPECT_EQ(graphs.cache.graphs(), 5);
    use(4);  // 2 + 4 fit, with 3 they would not
    EXPECT_EQ(graphs.cache.graphs(), 6);
    const int recorded = graphs.counts.recorded;
    use(2);
    EXPECT_EQ(graphs.counts.recorded, recorded);
    EXPECT_EQ(graphs.counts.alive, 6);
    use(3);  // was dropped
    EXPECT_EQ(graphs.counts.recorded, recorded + 3);
    EXPECT_EQ(graphs.cache.graphs(), 5);
}

TEST(GraphCache, MemoryIsBoundToo) {
    const std::int64_t one = GraphedWork::bytes(*livelyRefiner(), {1, true, 3});
    Graphs graphs({2 * one + 3 * Replayer::kBytes, 100});
    const auto use = [&](const std::shared_ptr<const VarTransformer>& model) {
        walk(model->open(labelsFrom({1}), true, 3, &graphs.cache), 1, 3, 1);
    };
    const auto other = livelyVar("other", refinerGeometry());
    use(livelyRefiner());
    EXPECT_EQ(graphs.cache.bytes(), one + 3 * Replayer::kBytes);
    use(other);  // fits beside what the first has recorded
    EXPECT_EQ(graphs.cache.graphs(), 6);
    use(livelyVar("third", refinerGeometry()));
    EXPECT_LE(graphs.cache.bytes(), 2 * one + 6 * Replayer::kBytes);
    EXPECT_LT(graphs.cache.graphs(), 9);
}

TEST(GraphCache, BatchesBeyondTheBoundRunWithoutGraphs) {
    Graphs graphs({GraphedWork::bytes(*livelyDrafter(), {2, true, 4}), 100});
    for (const int pictures : {2, 3}) {
        const at::Tensor labels_B = labelsFrom(std::vector<std::int64_t>(pictures, 4));
        expectEqual(walk(livelyDrafter()->open(labels_B, true, 4, &graphs.cache), pictures, 4, 1),
                    walk(livelyDrafter()->open(labels_B, true, 4), pictures, 4, 1));
        EXPECT_EQ(graphs.counts.recorded, 4);  // only those of the two
    }
    Graphs few({std::int64_t{1} << 30, 3});
    walk(livelyDrafter()->open(labelsFrom({1}), true, 4, &few.cache), 1, 4, 1);
    EXPECT_EQ(few.counts.recorded, 0);
}

TEST(GraphCache, TwoSessionsAtOnceDoNotShare) {
    Graphs graphs;
    Session first = livelyDrafter()->open(labelsFrom({1}), true, 3, &graphs.cache);
    Session second = livelyDrafter()->open(labelsFrom({2}), true, 3, &graphs.cache);
    EXPECT_EQ(second.bytesFreedAtEnd(), second.cacheBytes());  // its own
    Session plain = livelyDrafter()->open(labelsFrom({1}), true, 3);
    second.step({});
    EXPECT_TRUE(at::equal(first.step({}), plain.step({})));
}

TEST(GraphCache, ForgetsModelsThatAreGone) {
    Graphs graphs;
    auto model = livelyVar("refiner", refinerGeometry());
    walk(model->open(labelsFrom({1}), true, 3, &graphs.cache), 1, 3, 1);
    graphs.cache.dropOrphans();
    EXPECT_EQ(graphs.cache.graphs(), 3);
    model.reset();
    graphs.cache.dropOrphans();
    EXPECT_EQ(graphs.cache.graphs(), 0);
    EXPECT_EQ(graphs.counts.alive, 0);
}

TEST(GraphCache, OffloadedWeightsAreNotRecorded) {
    Graphs graphs;
    const VarGeometry geometry = refinerGeometry();
    const auto far =
        VarTransformer::createOffloaded(geometry, livelyState("refiner", tensorSpecs(geometry)),
                                        at::kCPU, nullptr, MemoryOwner::Refiner);
    walk(far->open(labelsFrom({1}), true, 3, &graphs.cache), 1, 3, 1);
    EXPECT_EQ(graphs.counts.recorded, 0);
}

// ---- Real graphs ----

TEST(GraphsOnGpu, GiveTheSameAsKernelsLaunchedOneByOne) {
    std::string why;
    if (!CudaBackend::available(&why)) GTEST_SKIP() << why;
    const c10::InferenceMode inference;
    const at::Device gpu(at::kCUDA, 0);
    StateDict state = livelyState("drafter", tensorSpecs(drafterGeometry())), there;
    for (const auto& [name, tensor] : state.tensors()) there.put(name, tensor.to(gpu));
    const auto model = VarTransformer::create(drafterGeometry(), std::move(there));
    GraphCache cache(std::make_shared<CudaGraphRecorder>(gpu), kAmple);
    const auto logits = [&](std::vector<std::int64_t> labels, GraphCache* graphs, int seed) {
        Session session = model->open(labelsFrom(std::move(labels)).to(gpu), true, 6, graphs);
        // Scale 0 has the conditional rows only, so the logits of all scales are joined flat.
        std::vector<at::Tensor> all{session.step({}).flatten()};
        for (int scale = 1; scale < 6; ++scale) {
            all.push_back(session.step(someMap(2, scale, seed).to(gpu)).flatten());
        }
        return at::cat(all).cpu();
    };
    for (const int seed : {1, 2, 3}) {
        EXPECT_LT(relativeError(logits({seed, 7}, &cache, seed), logits({seed, 7}, nullptr, seed)),
                  1e-5)
            << seed;
    }
    EXPECT_EQ(cache.graphs(), 6);
}

}  // namespace
}  // namespace duo::test
