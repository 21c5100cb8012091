#include "engine/engine.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "engine/event_log.h"
#include "engine/tiny_command.h"
#include "protocol/provenance.h"

namespace duo {
namespace {

using test::EventLog;
using test::TinyFamily;

std::string reason(const EventLog& log) {
    const auto failures = log.of<JobFailed>();
    return failures.empty() ? "" : failures[0].message;
}

class EngineTest : public testing::Test {
  protected:
    static GenerateCommand command(int split, std::vector<int> labels, int batch) {
        GenerateCommand c = test::tinyCommand(family(), split, std::move(labels), batch);
        c.request.seed = 7;
        return c;
    }
    static const TinyFamily& family() {
        static const TinyFamily family;
        return family;
    }
    std::vector<PictureDone> pictures(GenerateCommand c) {
        EventLog log;
        Engine engine(log.sink());
        engine.generate(std::move(c));
        engine.waitUntilIdle();
        EXPECT_EQ(log.of<JobDone>().size(), 1u) << reason(log);
        return log.of<PictureDone>();
    }
};

// Event types in order, loading progress left out.
std::string story(const std::vector<Event>& events) {
    const char* letters = "hQSpLkHPsmlxDFCgfB";
    std::string text;
    for (const Event& event : events) {
        if (!std::holds_alternative<LoadProgress>(event)) text += letters[event.index()];
    }
    return text;
}

TEST_F(EngineTest, EventsComeInOrder) {
    EventLog log;
    Engine engine(log.sink());
    GenerateCommand c = command(2, {1, 2, kNoClass}, 2);
    c.tag = 99;
    EXPECT_EQ(engine.generate(c), 1u);
    engine.waitUntilIdle();
    // two batches: scale, scale, hand-over, scale, scale, then a picture each
    ASSERT_EQ(story(log.all()), "QSLkkHkkPPkkHkkPD") << reason(log);

    EXPECT_EQ(log.of<JobQueued>()[0], (JobQueued{1, 99, 0}));
    EXPECT_EQ(log.of<JobStarted>()[0], (JobStarted{1, 3, 2}));
    const ModelsLoaded loaded = log.of<ModelsLoaded>()[0];
    EXPECT_EQ(loaded.family.sides, (std::vector<int>{1, 2, 3, 4}));
    EXPECT_EQ(loaded.family.pictureSide, 16);
    EXPECT_EQ(loaded.family.device, "cpu");
    ASSERT_EQ(loaded.family.classNames.size(), 10u);
    EXPECT_EQ(loaded.family.classNames[9], "jungle");
    EXPECT_TRUE(loaded.family.wordNetIds.empty());
    ASSERT_EQ(loaded.models.size(), 3u);
    for (const ModelFacts& facts : loaded.models) EXPECT_EQ(facts.digest.size(), 32u);
    EXPECT_GT(loaded.models[1].parameters, loaded.models[2].parameters);

    const auto scales = log.of<ScaleDone>();
    for (int i = 0; i < 8; ++i) {
        const int k = i % 4;
        EXPECT_EQ(scales[i].scale, k);
        EXPECT_EQ(scales[i].side, k + 1);
        EXPECT_EQ(scales[i].pictures, i < 4 ? 2 : 1);
        EXPECT_EQ(scales[i].firstImage, i < 4 ? 0u : 2u);
        EXPECT_EQ(scales[i].tokens, scales[i].pictures * (k + 1) * (k + 1));
        EXPECT_EQ(scales[i].model, k < 2 ? ModelRole::Drafter : ModelRole::Refiner);
        EXPECT_EQ(scales[i].prefill, k == 2);
        EXPECT_GT(scales[i].transformerMs, 0);
        EXPECT_TRUE(scales[i].previews.empty());
        EXPECT_TRUE(scales[i].drawn.empty());
    }
    const auto made = log.of<PictureDone>();
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(made[i].index, i);
        EXPECT_EQ(made[i].image, static_cast<std::uint32_t>(i));
        EXPECT_EQ(made[i].tokens.size(), 30u);
        EXPECT_EQ(made[i].pixels.width, 16);
        EXPECT_EQ(made[i].pixels.rgb.size(), 16u * 16 * 3);
    }
    EXPECT_EQ(made[0].labelName, "bridge");
    EXPECT_EQ(made[2].labelName, "no class");

    const JobReport report = log.of<JobDone>()[0].report;
    EXPECT_EQ(report.pictures, 3);
    EXPECT_EQ(report.batches, 2);
    ASSERT_EQ(report.scales.size(), 4u);
    EXPECT_EQ(report.scales[3].tokens, 3 * 16);
    EXPECT_GT(report.vqvaeMs, 0);
    EXPECT_GT(report.prefillMs, 0);
    EXPECT_GE(report.totalMs, report.decodeMs + report.vqvaeMs);
}

TEST_F(EngineTest, PicturesAreTheSameAtAnyBatchSize) {
    const std::vector<int> labels{3, 1, 4, 1, 5, kNoClass, 2};
    const auto alone = pictures(command(2, labels, 1));
    for (const int batch : {2, 3, 7, 100}) {
        const auto together = pictures(command(2, labels, batch));
        ASSERT_EQ(together.size(), labels.size());
        for (std::size_t i = 0; i < labels.size(); ++i) {
            EXPECT_EQ(together[i].tokens, alone[i].tokens) << "batch " << batch << " picture " << i;
        }
    }
}

TEST_F(EngineTest, ShardsMakeTheSamePictures) {
    const auto whole = pictures(command(3, {2, 2, 2, 2}, 4));
    GenerateCommand second = command(3, {2, 2}, 2);
    second.request.firstImage = 2;
    const auto shard = pictures(second);
    EXPECT_EQ(shard[0].tokens, whole[2].tokens);
    EXPECT_EQ(shard[1].tokens, whole[3].tokens);
    EXPECT_NE(whole[0].tokens, whole[2].tokens);
}

TEST_F(EngineTest, SplitsShareWhatComesBefore) {
    const auto two = pictures(command(2, {6}, 1)), three = pictures(command(3, {6}, 1));
    EXPECT_TRUE(std::equal(two[0].tokens.begin(), two[0].tokens.begin() + 5,
                           three[0].tokens.begin()));  // scales 1 and 2
    EXPECT_NE(two[0].tokens, three[0].tokens);
}

TEST_F(EngineTest, EverySplitDecodes) {
    std::set<std::vector<std::int32_t>> different;
    for (int split = 0; split <= 4; ++split) {
        const auto made = pictures(command(split, {5}, 1));
        ASSERT_EQ(made.size(), 1u);
        different.insert(made[0].tokens);
    }
    EXPECT_EQ(different.size(), 5u);
}

TEST_F(EngineTest, ProvenanceMakesThePictureAgain) {
    for (const RngKind rng : {RngKind::Counter, RngKind::Published}) {
        GenerateCommand c = command(2, {3, 4, 5}, 2);
        c.request.rng = rng;
        c.request.smooth = rng == RngKind::Published;
        const auto made = pictures(c);
        for (const PictureDone& picture : made) {
            const Provenance provenance = parseProvenance(picture.provenance);
            EXPECT_EQ(provenance.label, picture.label);
            EXPECT_EQ(provenance.device, "cpu");
            EXPECT_EQ(provenance.drafter.file, "drafter.safetensors");
            GenerateCommand again = c;
            again.request = requestOf(provenance);
            const auto second = pictures(again);
            EXPECT_EQ(second[provenance.batchPosition].tokens, picture.tokens);
            EXPECT_EQ(second[provenance.batchPosition].pixels, picture.pixels);
            EXPECT_EQ(second[provenance.batchPosition].provenance, picture.provenance);
        }
    }
}

TEST_F(EngineTest, PublishedBatchesDrawOnlyOnce) {
    GenerateCommand c = command(4, {3, 3}, 1);
    c.request.rng = RngKind::Published;
    const auto made = pictures(c);
    EXPECT_NE(made[0].tokens, made[1].tokens);
}

TEST_F(EngineTest, TraceHasItsShapes) {
    EventLog log;
    Engine engine(log.sink());
    Trace trace;
    GenerateCommand c = command(2, {1, 2, 3}, 2);
    c.request.wantTrace = true;
    engine.generate(c, [&](Trace t) { trace = std::move(t); });
    engine.waitUntilIdle();
    using Sizes = std::vector<std::int64_t>;
    EXPECT_EQ(trace.at("tokens").sizes().vec(), (Sizes{3, 30}));
    EXPECT_EQ(trace.at("tokens").scalar_type(), at::kLong);
    EXPECT_EQ(trace.at("image").sizes().vec(), (Sizes{3, 3, 16, 16}));
    EXPECT_GE(trace.at("image").min().item<float>(), 0);
    EXPECT_LE(trace.at("image").max().item<float>(), 1);
    for (int k = 0; k < 4; ++k) {
        const std::string name = std::to_string(k);
        EXPECT_EQ(trace.at("logits." + name).sizes().vec(), (Sizes{3, (k + 1) * (k + 1), 64}));
        EXPECT_EQ(trace.at("f_hat." + name).sizes().vec(), (Sizes{3, 8, 4, 4}));
    }
    EXPECT_EQ(trace.size(), 10u);
    const auto made = log.of<PictureDone>();
    for (int i = 0; i < 3; ++i) {
        const at::Tensor row = trace.at("tokens")[i].to(at::kInt);
        EXPECT_EQ(std::vector<std::int32_t>(row.data_ptr<int>(), row.data_ptr<int>() + 30),
                  made[i].tokens);
    }
    EXPECT_EQ(log.of<ScaleDone>()[3].drawn.size(), 2u * 16);
}

TEST_F(EngineTest, PreviewsAsAskedFor) {
    for (const PreviewKind kind : {PreviewKind::Linear, PreviewKind::Full}) {
        EventLog log;
        Engine engine(log.sink());
        GenerateCommand c = command(2, {1, 2}, 2);
        c.request.previews = kind;
        engine.generate(c);
        engine.waitUntilIdle();
        const int side = kind == PreviewKind::Linear ? 4 : 16;
        for (const ScaleDone& scale : log.of<ScaleDone>()) {
            ASSERT_EQ(scale.previews.size(), 2u);
            EXPECT_EQ(scale.previews[1].width, side);
            EXPECT_EQ(scale.previews[1].rgb.size(), 3u * side * side);
            EXPECT_GT(scale.previewMs, 0);
        }
        EXPECT_GT(log.of<JobDone>()[0].report.previewMs, 0);
        if (kind == PreviewKind::Full) {
            EXPECT_EQ(log.of<ScaleDone>()[3].previews[1], log.of<PictureDone>()[1].pixels);
        }
    }
}

TEST_F(EngineTest, ModelsAreLoadedOnceAndFreedWhenOthersAreNamed) {
    EventLog log;
    Engine engine(log.sink());
    const auto progressBefore = [&] { return log.of<LoadProgress>().size(); };
    engine.generate(command(4, {1}, 1));
    engine.waitUntilIdle();
    EXPECT_EQ(engine.memory().of(MemoryOwner::Refiner, MemoryKind::Weights), 0);  // not needed
    engine.generate(command(2, {1}, 1));
    engine.waitUntilIdle();
    EXPECT_GT(engine.memory().of(MemoryOwner::Refiner, MemoryKind::Weights), 0);
    const std::size_t loads = progressBefore();
    engine.generate(command(2, {1}, 1));
    engine.waitUntilIdle();
    EXPECT_EQ(progressBefore(), loads);
    GenerateCommand other = command(4, {1}, 1);
    other.files.refiner.clear();
    engine.generate(other);
    engine.waitUntilIdle();
    EXPECT_EQ(engine.memory().of(MemoryOwner::Refiner, MemoryKind::Weights), 0);
    EXPECT_EQ(log.of<JobDone>().size(), 4u);
}

TEST_F(EngineTest, TheModelsOfOtherSplitsStayAtHandUntilMemoryIsAskedFor) {
    const TinyFamily own;
    const std::filesystem::path folder = own.folder();
    GenerateCommand plain = command(2, {1}, 1), pair = plain;
    plain.files = pair.files = own.files();
    pair.files.refiner = folder / "refiner_2.safetensors";
    std::filesystem::copy_file(own.files().refiner, pair.files.refiner);
    EventLog log;
    Engine engine(log.sink());
    const auto loadsOf = [&](const GenerateCommand& c) {
        const std::size_t before = log.of<LoadProgress>().size();
        engine.generate(c);
        engine.waitUntilIdle();
        EXPECT_EQ(log.of<ModelsLoaded>().back().models[2].file, c.files.refiner);
        return log.of<LoadProgress>().size() - before;
    };
    const auto refinerBytes = [&] {
        return engine.memory().of(MemoryOwner::Refiner, MemoryKind::Weights);
    };
    EXPECT_GT(loadsOf(plain), 0u);
    const std::int64_t one = refinerBytes();
    EXPECT_GT(loadsOf(pair), 0u);
    EXPECT_EQ(refinerBytes(), 2 * one);  // both are held
    EXPECT_EQ(loadsOf(plain), 0u);
    EXPECT_EQ(loadsOf(pair), 0u);
    // A file written anew is read anew, and the old weights do not stay.
    std::filesystem::last_write_time(pair.files.refiner,
                                     std::filesystem::file_time_type::clock::now());
    EXPECT_GT(loadsOf(pair), 0u);
    EXPECT_EQ(refinerBytes(), 2 * one);
    plain.compute.precision = pair.compute.precision = Precision::BFloat16;
    EXPECT_GT(loadsOf(plain), 0u);
    EXPECT_LT(refinerBytes(), one);  // of another precision none stays
}

TEST_F(EngineTest, WordNetIdsComeWithTheNames) {
    const TinyFamily own;
    std::ofstream list(own.folder() + "/classes.tsv");
    for (int i = 0; i < 10; ++i) list << i << (i == 4 ? "\tn01440764\t" : "\t\t") << "name\n";
    list.close();
    EventLog log;
    Engine engine(log.sink());
    engine.load({5, own.files(), {Precision::Float32, "cpu", 1}});
    engine.waitUntilIdle();
    std::vector<std::string> expected(10);
    expected[4] = "n01440764";
    ASSERT_EQ(log.of<ModelsLoaded>().size(), 1u) << reason(log);
    EXPECT_EQ(log.of<ModelsLoaded>()[0].family.wordNetIds, expected);
}

TEST_F(EngineTest, LoadAloneTellsTheFamily) {
    EventLog log;
    Engine engine(log.sink());
    engine.load({5, family().files(), {Precision::BFloat16, "cpu", 1}});
    engine.waitUntilIdle();
    EXPECT_EQ(story(log.all()), "QSLD");
    EXPECT_EQ(log.of<ModelsLoaded>()[0].models.size(), 3u);
    EXPECT_EQ(log.of<JobDone>()[0].report.pictures, 0);
}

}  // namespace
}  // namespace duo
