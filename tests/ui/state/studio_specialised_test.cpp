// Pairs tuned for a split, over the real core: which runs take them, and what these say and teach.
#include <set>

#include "protocol/provenance.h"
#include "state/run_titles.h"
#include "studio_fixture.h"

namespace duo::ui::test {
namespace {

struct SpecialisedTest : StudioTest {
    bool readyWithPairs() {
        studio.start();
        studio.models().list(addPairsTo(folder.path() + "/family", {2, 4}));
        return waitFor([this] {
            return studio.models().listed() && !studio.models().listed()->specialised.empty() &&
                   studio.models().loaded();
        });
    }
    static QString drafterOf(const RunPtr& run) {
        const auto provenance = parseProvenance(run->pictures.front()->provenance.toStdString());
        return QString::fromStdString(provenance.drafter.file);
    }
    RunPtr runAt(int split) {
        studio.settings().setSplit(split);
        return studio.queue().generate();
    }
};

TEST_F(SpecialisedTest, AreTakenAtTheirSplitsWhereTheyAreWanted) {
    ASSERT_TRUE(readyWithPairs());
    EXPECT_EQ(studio.models().specialisedSplits(), (std::vector{2, 4}));
    const RunPtr plain = runAt(4);
    studio.settings().setSpecialised(true);
    const RunPtr tuned = runAt(4), between = runAt(3);
    for (const RunPtr& run : {plain, tuned, between}) ASSERT_TRUE(finish(run));
    EXPECT_EQ(drafterOf(plain), "drafter.safetensors");
    EXPECT_EQ(drafterOf(tuned), "drafter_4.safetensors");
    EXPECT_EQ(drafterOf(between), "drafter.safetensors");
    EXPECT_TRUE(tuned->specialised());
    EXPECT_FALSE(between->specialised());
    EXPECT_EQ(titleOf(*tuned, studio.models()), "dune, N = 4 (specialised), seed 7");
    EXPECT_EQ(titleOf(*between, studio.models()), "dune, N = 3, seed 7");
    EXPECT_NE(tuned->pictures[0]->final, plain->pictures[0]->final);
}

TEST_F(SpecialisedTest, APictureBringsItsPairBack) {
    ASSERT_TRUE(readyWithPairs());
    const RunPtr plain = runAt(4);
    studio.settings().setSpecialised(true);
    const RunPtr tuned = runAt(4);
    ASSERT_TRUE(finish(plain));
    ASSERT_TRUE(finish(tuned));
    for (const RunPtr& run : {plain, tuned}) {
        using Take = GenerationSettings::Take;
        ASSERT_TRUE(studio.files().takeSettings(run->pictures[0], Take::All));
        EXPECT_EQ(studio.settings().specialised(), run == tuned);
        const RunPtr again = studio.queue().generate();
        ASSERT_TRUE(finish(again));
        EXPECT_EQ(again->pictures[0]->final, run->pictures[0]->final);
        studio.settings().setSpecialised(run == plain);
        ASSERT_TRUE(studio.files().takeSettings(run->pictures[0], Take::Seed));
        EXPECT_EQ(studio.settings().specialised(), run == plain) << "the seed alone";
    }
}

TEST_F(SpecialisedTest, AreNotOfferedBesideOtherModels) {
    ASSERT_TRUE(readyWithPairs());
    studio.settings().setSpecialised(true);
    ModelFiles files = studio.settings().files();
    files.refiner = files.drafter;
    studio.settings().setFiles(files);
    EXPECT_TRUE(studio.models().specialisedSplits().empty());
    EXPECT_EQ(studio.models().filesAt(4), files);
}

TEST_F(SpecialisedTest, ARunThatWaitsForTheModelsGetsItsPair) {
    studio.settings().setSpecialised(true);
    studio.settings().setScaleCount(kScales);
    const RunPtr run = runAt(4);
    ASSERT_TRUE(readyWithPairs());
    ASSERT_TRUE(finish(run)) << run->failure.message;
    EXPECT_EQ(drafterOf(run), "drafter_4.safetensors");
}

TEST_F(SpecialisedTest, PlainVarIsDecodedByThePlainDrafter) {
    ASSERT_TRUE(readyWithPairs());
    studio.settings().setSpecialised(true);
    const RunPtr tuned = runAt(4);
    const RunPtr plain = studio.queue().compareWithPlainVar(tuned);
    ASSERT_TRUE(finish(plain));
    EXPECT_EQ(drafterOf(plain), "drafter.safetensors");
    EXPECT_EQ(studio.queue().plainVarOf(tuned), plain);
}

// The core keeps the models of other splits at hand: they are no part of this run.
TEST_F(SpecialisedTest, ARunCountsTheWeightsThatItUses) {
    ASSERT_TRUE(readyWithPairs());
    const RunPtr plain = runAt(4);
    studio.settings().setSpecialised(true);
    const RunPtr tuned = runAt(4), refinerAlone = runAt(0);
    for (const RunPtr& run : {plain, tuned, refinerAlone}) ASSERT_TRUE(finish(run));
    const auto drafterWeights = [](const RunPtr& run) {
        std::set<std::int64_t> bytes;
        for (const MemoryPoint& point : run->memory) {
            bytes.insert(point.memory.of(MemoryOwner::Drafter, MemoryKind::Weights));
        }
        for (const ScaleFigures& scale : run->scales) {
            bytes.insert(scale.memory.of(MemoryOwner::Drafter, MemoryKind::Weights));
        }
        bytes.insert(run->report.memory.of(MemoryOwner::Drafter, MemoryKind::Weights));
        return bytes;
    };
    EXPECT_EQ(drafterWeights(plain).size(), 1U);
    EXPECT_GT(*drafterWeights(plain).begin(), 0);
    EXPECT_EQ(drafterWeights(tuned), drafterWeights(plain));
    EXPECT_EQ(drafterWeights(refinerAlone), (std::set<std::int64_t>{0}));
}

// They are as large as the family's own, so they cost the same.
TEST_F(SpecialisedTest, TeachWhatThePlainPairCosts) {
    ASSERT_TRUE(readyWithPairs());
    studio.settings().setSpecialised(true);
    EXPECT_FALSE(studio.costs().predict(4).has_value());
    ASSERT_TRUE(finish(runAt(4)));
    EXPECT_TRUE(studio.costs().predict(4).has_value());
    studio.settings().setSpecialised(false);
    EXPECT_TRUE(studio.costs().predict(4).has_value());
}

TEST_F(SpecialisedTest, ASweepDecodesEverySplitByItsPair) {
    ASSERT_TRUE(readyWithPairs());
    const GenerationRequest request = studio.settings().request(7);
    EXPECT_EQ(studio.queue().sweepEachByItsPair(request, {2, 3, 4, 6}).size(), 1U);
    studio.settings().setSpecialised(true);
    const std::vector<RunPtr> runs = studio.queue().sweepEachByItsPair(request, {2, 3, 4, 6});
    ASSERT_EQ(runs.size(), 3U);
    for (const RunPtr& run : runs) ASSERT_TRUE(finish(run)) << run->failure.message;
    EXPECT_EQ(runs[0]->splits, (std::vector{3, 6}));
    EXPECT_EQ(drafterOf(runs[0]), "drafter.safetensors");
    EXPECT_EQ(runs[1]->splits, std::vector{2});
    EXPECT_EQ(drafterOf(runs[1]), "drafter_2.safetensors");
    EXPECT_EQ(drafterOf(runs[2]), "drafter_4.safetensors");
}

}  // namespace
}  // namespace duo::ui::test
