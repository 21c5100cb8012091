// A sweep against separate decodes of its splits: the same pictures, and the cost of each alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <thread>

#include "engine/engine.h"
#include "engine/event_log.h"
#include "engine/tensor_memory.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

using test::EventLog;
using test::TinyFamily;

SweepCommand sweep(std::vector<int> splits, std::vector<int> labels = {3, 7, kNoClass},
                   int batch = 2) {
    static const TinyFamily family;
    SweepCommand c;
    c.tag = 5;
    c.files = family.files();
    c.compute.device = "cpu";
    c.compute.threads = 1;
    c.request.labels = std::move(labels);
    c.request.batch = batch;
    c.request.seed = 7;
    c.request.firstImage = 40;
    c.request.plan = DecodePlan::published(4, 1);  // its models are ignored
    c.request.plan.scales[2].temperature = 0.8;
    c.splits = std::move(splits);
    return c;
}

GenerateCommand alone(const SweepCommand& sweep, int split) {
    GenerateCommand c{sweep.tag, sweep.files, sweep.compute, sweep.request};
    c.request.plan.assignSplit(split);
    return c;
}

template <class Command>
void run(EventLog& log, const Command& command) {
    Engine engine(log.sink());
    if constexpr (std::same_as<Command, SweepCommand>) {
        engine.sweep(command);
    } else {
        engine.generate(command);
    }
    engine.waitUntilIdle();
}

std::vector<PictureDone> picturesOf(const EventLog& log, int split) {
    std::vector<PictureDone> found = log.of<PictureDone>();
    std::erase_if(found, [split](const PictureDone& p) { return p.sweepSplit != split; });
    return found;
}

// Sums may round differently in a session with other rows: alone, split 1 has no unconditional
// rows. A mixture of codes carries the difference into the picture.
int largestDifference(const Pixels& a, const Pixels& b) {
    EXPECT_EQ(a.rgb.size(), b.rgb.size());
    int largest = 0;
    for (std::size_t i = 0; i < std::min(a.rgb.size(), b.rgb.size()); ++i) {
        largest = std::max(largest, std::abs(a.rgb[i] - b.rgb[i]));
    }
    return largest;
}

TEST(Sweep, EverySplitIsThatOfADecodeAlone) {
    for (const bool smooth : {false, true}) {
        SweepCommand c = sweep({0, 1, 2, 3, 4});
        c.request.smooth = smooth;
        EventLog log;
        run(log, c);
        ASSERT_EQ(log.of<JobDone>().size(), 1u);
        EXPECT_EQ(log.of<PictureDone>().size(), 5u * 3);
        for (int split = 0; split <= 4; ++split) {
            SCOPED_TRACE((smooth ? "smooth, split " : "split ") + std::to_string(split));
            EventLog single;
            run(single, alone(c, split));
            std::vector<PictureDone> expected = single.of<PictureDone>();
            const std::vector<PictureDone> found = picturesOf(log, split);
            ASSERT_EQ(expected.size(), 3u);
            ASSERT_EQ(found.size(), 3u);
            for (int i = 0; i < 3; ++i) {
                EXPECT_EQ(found[i].tokens, expected[i].tokens);
                EXPECT_LE(largestDifference(found[i].pixels, expected[i].pixels), smooth ? 1 : 0);
                expected[i].sweepSplit = split;
                expected[i].pixels = found[i].pixels;
                EXPECT_EQ(found[i], expected[i]);  // provenance and all
            }
        }
    }
}

std::string story(const EventLog& log) {
    std::string text;
    for (const Event& event : log.all()) {
        if (const auto* scale = std::get_if<ScaleDone>(&event)) {
            const char drafted = static_cast<char>('a' + scale->scale);
            text += scale->model == ModelRole::Drafter ? drafted
                                                       : static_cast<char>('A' + scale->scale);
            EXPECT_EQ(scale->sweepSplit < 0, scale->model == ModelRole::Drafter);
        } else if (const auto* done = std::get_if<SweepSplitDone>(&event)) {
            text += std::to_string(done->split);
        } else if (std::holds_alternative<HandOver>(event)) {
            text += '>';
        } else if (std::holds_alternative<PictureDone>(event)) {
            text += '.';
        }
    }
    return text;
}

TEST(Sweep, DraftsOnceAndRefinesFromEverySplit) {
    const auto storyOf = [](std::vector<int> splits, std::vector<int> labels) {
        EventLog log;
        run(log, sweep(std::move(splits), std::move(labels)));
        return story(log);
    };
    EXPECT_EQ(storyOf({0, 2, 4}, {3}), "abcd>.4CD.2ABCD.0");
    EXPECT_EQ(storyOf({1, 3}, {3, 3, 3}), "abc>D..BCD..abc>D.3BCD.1");
    EXPECT_EQ(storyOf({4}, {3}), "abcd.4");
    EXPECT_EQ(storyOf({0}, {3}), "ABCD.0");
    EXPECT_EQ(storyOf({4, 0}, {3}), "abcd>.4ABCD.0");
}

TEST(Sweep, NeedsTheModelsItUsesAlone) {
    SweepCommand c = sweep({4}, {3});
    c.files.refiner.clear();
    EventLog drafted;
    run(drafted, c);
    EXPECT_EQ(drafted.of<JobDone>().size(), 1u);
    c = sweep({0}, {3});
    c.files.drafter.clear();
    EventLog refined;
    run(refined, c);
    EXPECT_EQ(refined.of<JobDone>().size(), 1u);
}

TEST(Sweep, TellsWhatIsToComeAndWhatCame) {
    EventLog log;
    SweepCommand c = sweep({1, 4});
    c.request.previews = PreviewKind::Linear;
    c.request.insight = 2;
    run(log, c);
    EXPECT_EQ(log.of<JobStarted>(), (std::vector<JobStarted>{{1, 6, 2}}));
    for (const ScaleDone& scale : log.of<ScaleDone>()) {
        EXPECT_EQ(scale.previews.size(), static_cast<std::size_t>(scale.pictures));
        EXPECT_EQ(scale.insight.size(), static_cast<std::size_t>(scale.pictures));
        EXPECT_EQ(scale.prefill, scale.sweepSplit == 1 && scale.scale == 1);
    }
    ASSERT_EQ(log.of<JobDone>().size(), 1u);
    const JobReport report = log.of<JobDone>()[0].report;
    EXPECT_EQ(report.pictures, 6);
    EXPECT_EQ(report.batches, 2);
    ASSERT_EQ(report.scales.size(), 4u + 3u);
    EXPECT_EQ(report.scales[1].model, ModelRole::Drafter);
    EXPECT_EQ(report.scales[2].model, ModelRole::Refiner);
    EXPECT_EQ(report.scales[2].scale, 1);
    EXPECT_TRUE(report.scales[2].prefill);
    EXPECT_EQ(report.scales[6].tokens, 3 * 16);
    EXPECT_GT(report.handOverMs, 0);
}

double milliseconds(const ScaleDone& scale) {
    return scale.transformerMs + scale.samplingMs + scale.pyramidMs;
}

TEST(Sweep, CostsAreThoseOfTheSplitAlone) {
    EventLog log;
    run(log, sweep({0, 2, 3, 4}));
    double handOvers = 0;
    for (const HandOver& handOver : log.of<HandOver>()) handOvers += handOver.milliseconds;
    const auto splits = log.of<SweepSplitDone>();
    ASSERT_EQ(splits.size(), 4u);
    for (const SweepSplitDone& done : splits) {
        EXPECT_EQ(done.pictures, 3);
        double expected = done.split > 0 && done.split < 4 ? handOvers : 0;
        for (const ScaleDone& scale : log.of<ScaleDone>()) {
            const bool drafted = scale.sweepSplit < 0 && scale.scale < done.split;
            if (drafted || scale.sweepSplit == done.split) expected += milliseconds(scale);
        }
        EXPECT_NEAR(done.decodeMs, expected, 1e-9) << done.split;
        EXPECT_GT(done.vqvaeMs, 0);
    }
}

// Caches and activations of the VARs, at their highest of any scale.
std::int64_t peakOf(const EventLog& log) {
    std::int64_t peak = 0;
    for (const ScaleDone& scale : log.of<ScaleDone>()) {
        std::int64_t working = 0;
        for (const MemoryOwner owner : {MemoryOwner::Drafter, MemoryOwner::Refiner}) {
            for (const MemoryKind kind : {MemoryKind::KvCache, MemoryKind::Activations}) {
                working += scale.memory.of(owner, kind);
            }
        }
        peak = std::max(peak, working);
    }
    return peak;
}

TEST(Sweep, PeaksAreThoseOfTheSplitAlone) {
    const SweepCommand c = sweep({0, 1, 2, 3, 4}, std::vector<int>(8, 3), 8);
    EventLog warm, log;
    run(warm, c);
    run(log, c);
    std::map<int, std::int64_t> peaks;
    for (const SweepSplitDone& done : log.of<SweepSplitDone>()) {
        EventLog single;
        run(single, alone(c, done.split));
        const auto expected = static_cast<double>(peakOf(single));
        // Snapshots share tokens and maps with the pyramid at work; the rest is the C library's.
        EXPECT_NEAR(static_cast<double>(done.peakBytes), expected, 0.05 * expected) << done.split;
        peaks[done.split] = done.peakBytes;
    }
    EXPECT_LT(peaks[2], peaks[4]);
}

TEST(Sweep, DraftersCacheIsGoneBeforeTheRefinerRuns) {
    EventLog log;
    run(log, sweep({0, 2, 4}, std::vector<int>(8, 3), 8));
    for (const ScaleDone& scale : log.of<ScaleDone>()) {
        const bool drafted = scale.model == ModelRole::Drafter;
        EXPECT_EQ(scale.memory.of(MemoryOwner::Drafter, MemoryKind::KvCache) > 0, drafted);
        EXPECT_EQ(scale.memory.of(MemoryOwner::Refiner, MemoryKind::KvCache) > 0, !drafted);
    }
    const HandOver handOver = log.of<HandOver>().at(0);
    EXPECT_EQ(handOver.nextScale, 2);
    EXPECT_EQ(handOver.memory.of(MemoryOwner::Drafter, MemoryKind::KvCache), 0);
    // rows × depth × (k and v) × width × tokens × bytes
    EXPECT_EQ(handOver.freedBytes, std::int64_t{16} * 3 * 2 * 128 * 30 * 4);
}

TEST(Sweep, LeavesNothingBehind) {
    EventLog log;
    Engine engine(log.sink());
    engine.sweep(sweep({0, 2, 4}));
    engine.waitUntilIdle();
    const std::int64_t once = TensorMemory::currentBytes();
    engine.sweep(sweep({0, 2, 4}));
    engine.waitUntilIdle();
    EXPECT_NEAR(static_cast<double>(TensorMemory::currentBytes()), static_cast<double>(once), 4096);
    EXPECT_EQ(engine.memory().of(MemoryOwner::Refiner, MemoryKind::KvCache), 0);
}

// Stops the sweep while it tells of its first refined scale of split 2.
EventLog& stopped(EventLog& log, StopWhen when) {
    Engine* engine = nullptr;
    log.hook = [&](const Event& event) {
        const auto* scale = std::get_if<ScaleDone>(&event);
        if (scale == nullptr || scale->sweepSplit != 2 || scale->scale != 2) return;
        std::jthread([&] { EXPECT_EQ(engine->cancel(1, when), CancelOutcome::Stopping); }).join();
    };
    Engine owned(log.sink());
    engine = &owned;
    owned.sweep(sweep({0, 2, 4}, {3, 3}, 2));
    owned.waitUntilIdle();
    return log;
}

TEST(Sweep, StopsAsADecodeDoes) {
    EventLog now, next, after;
    EXPECT_EQ(story(stopped(now, StopWhen::Now)), "abcd>..4C");
    EXPECT_EQ(now.of<JobCancelled>(), (std::vector<JobCancelled>{{1, 2}}));
    EXPECT_EQ(story(stopped(next, StopWhen::NextScale)), "abcd>..4C");
    EXPECT_EQ(next.of<JobCancelled>(), (std::vector<JobCancelled>{{1, 2}}));
    EXPECT_EQ(story(stopped(after, StopWhen::AfterBatch)), "abcd>..4CD..2");
    EXPECT_EQ(after.of<JobCancelled>(), (std::vector<JobCancelled>{{1, 4}}));
}

TEST(Sweep, SplitsAndDrawsThatDoNotFitAreRefused) {
    const auto refusal = [](const SweepCommand& c) {
        EventLog log;
        run(log, c);
        const auto failures = log.of<JobFailed>();
        EXPECT_EQ(failures.size(), 1u);
        if (failures.empty()) return std::string();
        EXPECT_EQ(failures[0].kind, ErrorKind::Usage);
        EXPECT_EQ(failures[0].tag, 5u);
        EXPECT_TRUE(log.of<ModelsLoaded>().empty());
        return failures[0].message;
    };
    const auto says = [&](const SweepCommand& c, const std::string& words) {
        const std::string message = refusal(c);
        EXPECT_NE(message.find(words), std::string::npos) << message;
    };
    says(sweep({}), "no split");
    says(sweep({2, 3, 2}), "split 2 twice");
    says(sweep({5}), "found 5");
    says(sweep({2, -1}), "found -1");
    SweepCommand c = sweep({2});
    c.request.rng = RngKind::Published;
    says(c, "published draws");
    c = sweep({2}, {});
    says(c, "no class label");
}

}  // namespace
}  // namespace duo
