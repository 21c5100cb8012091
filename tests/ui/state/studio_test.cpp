// From settings to finished pictures, over the real core.
#include "state/studio.h"

#include "state/run_titles.h"
#include "studio_fixture.h"

namespace duo::ui::test {
namespace {

TEST_F(StudioTest, OpensReadyToGenerate) {
    ASSERT_TRUE(ready());
    EXPECT_EQ(studio.models().listed()->files.size(), 3u);
    EXPECT_EQ(studio.settings().files(), studio.models().listed()->suggested);
    EXPECT_EQ(studio.settings().scaleCount(), kScales);
    EXPECT_EQ(studio.models().className(3), "dune");
    EXPECT_EQ(studio.models().className(9), "jungle");
    EXPECT_EQ(studio.models().className(kNoClass), "no class");
    EXPECT_TRUE(notices.empty());
}

TEST_F(StudioTest, MakesPicturesWithAllTheirScales) {
    ASSERT_TRUE(ready());
    studio.settings().setSplit(4);
    QSignalSpy scales(&studio.recorder(), &RunRecorder::scaleFinished);
    QSignalSpy pictures(&studio.recorder(), &RunRecorder::pictureFinished);
    const RunPtr run = studio.queue().generate();
    EXPECT_EQ(titleOf(*run, studio.models()), "dune, N = 4, seed 7");
    ASSERT_TRUE(finish(run));
    EXPECT_EQ(scales.size(), kScales);
    EXPECT_EQ(std::ranges::count_if(run->memory, &MemoryPoint::handOver), 1);
    EXPECT_EQ(pictures.size(), 2);
    ASSERT_EQ(run->pictures.size(), 2u);
    for (const PicturePtr& picture : run->pictures) {
        EXPECT_EQ(picture->sides, (std::vector{1, 2, 3, 4, 5, 6}));
        EXPECT_EQ(picture->split, 4);
        EXPECT_EQ(picture->labelName, "dune");
        EXPECT_EQ(picture->final.size(), QSize(96, 96));
        EXPECT_GT(picture->decodeMs, 0);
        for (int k = 0; k < kScales; ++k) {
            EXPECT_FALSE(picture->scales[k].isNull()) << k;
            EXPECT_EQ(picture->tokens[k].size(), static_cast<std::size_t>((k + 1) * (k + 1)));
            EXPECT_EQ(picture->models[k], k < 4 ? ModelRole::Drafter : ModelRole::Refiner);
        }
        EXPECT_EQ(picture->scales.back().size(), picture->scales[0].size()) << "a preview too";
        EXPECT_EQ(picture->at(kScales - 1), picture->final);
    }
    EXPECT_NE(run->pictures[0]->final, run->pictures[1]->final);
    EXPECT_EQ(run->progress, 1);
    EXPECT_EQ(studio.selection().picture(), run->pictures[0]);
}

TEST_F(StudioTest, MeasuresScalesAndMemory) {
    ASSERT_TRUE(ready());
    studio.settings().setSplit(3);
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    for (int k = 0; k < kScales; ++k) {
        const ScaleFigures& scale = run->scales[k];
        EXPECT_TRUE(scale.done);
        EXPECT_EQ(scale.tokens, 2 * (k + 1) * (k + 1));
        EXPECT_GT(scale.ms, 0);
        EXPECT_EQ(scale.prefill, k == 3);
    }
    const auto handOvers = std::ranges::count_if(run->memory, &MemoryPoint::handOver);
    EXPECT_EQ(handOvers, 1);
    EXPECT_TRUE(std::ranges::is_sorted(run->memory, {}, &MemoryPoint::ms));
    const auto prediction = studio.costs().predict(3);
    ASSERT_TRUE(prediction.has_value());
    EXPECT_GT(prediction->decodeMs, 0);
}

TEST_F(StudioTest, ARunAskedForBeforeTheModelsAreKnownFitsThem) {
    studio.start();
    const RunPtr run = studio.queue().generate();
    EXPECT_EQ(run->request.plan.scales.size(), 10u);
    ASSERT_TRUE(finish(run)) << run->failure.message;
    EXPECT_EQ(run->request.plan.scales.size(), static_cast<std::size_t>(kScales));
    EXPECT_FALSE(run->pictures[1]->final.isNull());
}

TEST_F(StudioTest, ListsInsightAndTokensOfEveryScale) {
    ASSERT_TRUE(ready());
    studio.settings().setInsight(4);
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    const Picture& picture = *run->pictures[1];
    for (int k = 0; k < kScales; ++k) {
        EXPECT_EQ(picture.insight[k].probability.size(),
                  static_cast<std::size_t>((k + 1) * (k + 1)));
        EXPECT_EQ(picture.insight[k].alternatives, 4);
    }
}

TEST_F(StudioTest, SeedsFollowTheirMode) {
    ASSERT_TRUE(ready());
    studio.settings().setSeedMode(SeedMode::Next);
    EXPECT_EQ(studio.queue().generate()->request.seed, 8u);
    EXPECT_EQ(studio.queue().generate()->request.seed, 9u);
    EXPECT_EQ(studio.settings().seed(), 9u);
    studio.queue().stopAll();
}

TEST_F(StudioTest, StopIsAcknowledgedAtOnce) {
    ASSERT_TRUE(ready());
    const RunPtr run = generateMany();
    ASSERT_TRUE(decoding(run));
    EXPECT_EQ(run->state, RunState::Running);
    studio.queue().stop(StopWhen::Now);
    EXPECT_TRUE(run->stopping);
    ASSERT_TRUE(waitFor([&] { return over(run); }));
    EXPECT_EQ(run->state, RunState::Cancelled);
    EXPECT_FALSE(run->stopping);
}

TEST_F(StudioTest, TheQueueCanBeCleared) {
    ASSERT_TRUE(ready());
    const RunPtr first = generateMany(), second = studio.queue().generate(),
                 third = studio.queue().generate();
    ASSERT_TRUE(decoding(first));
    studio.queue().cancel(third->tag);
    EXPECT_EQ(third->state, RunState::Cancelled);
    EXPECT_EQ(second->state, RunState::Waiting);
    EXPECT_EQ(studio.queue().current(), first);
    studio.queue().stopAll();
    ASSERT_TRUE(waitFor([&] { return over(first); }));
    EXPECT_EQ(second->state, RunState::Cancelled);
}

TEST_F(StudioTest, ProgressRisesAndTellsTheTimeLeft) {
    ASSERT_TRUE(ready());
    studio.settings().setClasses({{3, 12}});
    std::vector<double> progress;
    bool timed = false;
    const RunPtr run = studio.queue().generate();
    QObject::connect(&studio.queue(), &RunQueue::runChanged, &studio.queue(),
                     [&](const RunPtr& changed) {
                         progress.push_back(changed->progress);
                         timed = timed || changed->secondsLeft > 0;
                     });
    ASSERT_TRUE(finish(run));
    EXPECT_TRUE(std::ranges::is_sorted(progress));
    EXPECT_TRUE(timed);
    EXPECT_GT(std::ranges::count_if(progress, [](double p) { return p > 0.2 && p < 0.9; }), 5);
}

TEST_F(StudioTest, TheSelectionFollowsUntilAPersonChooses) {
    ASSERT_TRUE(ready());
    const RunPtr first = studio.queue().generate(), second = studio.queue().generate();
    ASSERT_TRUE(finish(first));
    studio.selection().setPicture(first->pictures[1]);
    ASSERT_TRUE(finish(second));
    EXPECT_EQ(studio.selection().picture(), first->pictures[1]);
    const RunPtr third = studio.queue().generate();
    ASSERT_TRUE(finish(third));
    EXPECT_EQ(studio.selection().picture(), third->pictures[0]);
}

TEST_F(StudioTest, MeasuresPlainVarBesideARun) {
    ASSERT_TRUE(ready());
    studio.settings().setSplit(2);
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    EXPECT_EQ(studio.queue().plainVarOf(run), nullptr);
    const RunPtr plain = studio.queue().compareWithPlainVar(run);
    ASSERT_TRUE(finish(plain));
    EXPECT_TRUE(plain->comparison);
    EXPECT_EQ(plain->request.plan.split(), kScales);
    EXPECT_EQ(studio.queue().plainVarOf(run), plain);
    EXPECT_EQ(studio.queue().plainVarOf(plain), nullptr);
    // The draws before the split are the same ones.
    EXPECT_EQ(plain->pictures[0]->tokens[1], run->pictures[0]->tokens[1]);
    EXPECT_EQ(studio.history().rowCount(), 2);  // comparisons are not saved
}

TEST_F(StudioTest, SweepsTheSplits) {
    ASSERT_TRUE(ready());
    const RunPtr run = studio.queue().sweep(studio.settings().request(7), {0, 3, 6});
    const QString title = titleOf(*run, studio.models());
    EXPECT_TRUE(title.startsWith("dune, 3 split")) << title.toStdString();
    ASSERT_TRUE(finish(run)) << run->failure.message;
    ASSERT_EQ(run->pictures.size(), 6u);
    for (std::size_t i = 0; i < 6; ++i) {
        const Picture& picture = *run->pictures[i];
        EXPECT_EQ(picture.split, std::vector({0, 3, 6})[i / 2]);
        EXPECT_EQ(picture.index, static_cast<int>(i % 2));
        EXPECT_FALSE(picture.final.isNull());
        for (const QImage& scale : picture.scales) EXPECT_FALSE(scale.isNull());
        EXPECT_GT(picture.decodeMs, 0);
    }
    EXPECT_EQ(run->pictures[2]->tokens[2], run->pictures[4]->tokens[2]);  // both drafted
    for (const SplitFigures& figures : run->splitFigures) EXPECT_TRUE(figures.done);
    EXPECT_EQ(studio.history().rowCount(), 0);
}

TEST_F(StudioTest, LearntCostsSurviveARestart) {
    {
        Studio other({{DUO_CLI, "serve"}, tinyFamilyFolder(), folder.path()});
        other.settings().setCompute({Precision::Float32, "cpu", 1});
        other.settings().setClasses({{3, 2}});
        other.settings().setBatch(2);
        other.start();
        ASSERT_TRUE(waitFor([&] { return other.models().loaded().has_value(); }));
        ASSERT_TRUE(finish(other.queue().generate()));
    }
    Studio again({{DUO_CLI, "serve"}, tinyFamilyFolder(), folder.path()});
    again.settings().setCompute({Precision::Float32, "cpu", 1});
    again.settings().setClasses({{3, 2}});
    again.settings().setBatch(2);
    again.start();
    ASSERT_TRUE(waitFor([&] { return again.models().loaded().has_value(); }));
    EXPECT_TRUE(again.costs().predict(again.settings().split()).has_value());
}

}  // namespace
}  // namespace duo::ui::test
