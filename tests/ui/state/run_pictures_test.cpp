#include "state/run_pictures.h"

#include <gtest/gtest.h>

#include "silent_core.h"

namespace duo::ui::test {
namespace {

struct RunPicturesTest : testing::Test, SilentCore {
    duo::ui::Run run;

    RunPicturesTest() {
        run.request.labels = {1, 0};
        run.request.firstImage = 4;
        run.request.plan = DecodePlan::published(kSides, 2);
    }
    void makeSweep() {
        run.kind = RunKind::Sweep;
        run.splits = {1, 3};
        makePictures(run, models);
    }
    static Pixels pixels(std::uint8_t shade) {
        return {2, 2, std::vector<std::uint8_t>(12, shade)};
    }
    // Scale 1 (2 x 2 tokens) of both pictures: previews of shades 10 and 20, codes 0 to 7.
    static ScaleDone scaleDone() {
        ScaleDone done;
        done.firstImage = 4;
        done.pictures = 2;
        done.scale = 1;
        done.side = 2;
        done.previews = {pixels(10), pixels(20)};
        done.drawn = {0, 1, 2, 3, 4, 5, 6, 7};
        return done;
    }
};

TEST_F(RunPicturesTest, EveryLabelHasAPlace) {
    open();
    makePictures(run, models);
    ASSERT_EQ(run.pictures.size(), 2U);
    EXPECT_EQ(run.pictures[0]->labelName, "goldfish");
    EXPECT_EQ(run.pictures[1]->image, 5U);
    EXPECT_EQ(run.pictures[1]->split, 2);
    EXPECT_EQ(run.pictures[1]->sides, (std::vector{1, 2, 3, 4}));
    EXPECT_EQ(run.scales.size(), static_cast<std::size_t>(kSides));
    EXPECT_EQ(run.scales[2].model, ModelRole::Refiner);
}

TEST_F(RunPicturesTest, ASweepHasPlacesBySplitAndThenByLabel) {
    open();
    makeSweep();
    ASSERT_EQ(run.pictures.size(), 4U);
    EXPECT_EQ(run.pictures[1]->split, 1);
    EXPECT_EQ(run.pictures[2]->split, 3);
    EXPECT_EQ(run.pictures[3]->index, 1);
}

TEST_F(RunPicturesTest, ScalesAreUnknownUntilTheModelsAreThere) {
    makePictures(run, models);
    EXPECT_TRUE(run.pictures[0]->sides.empty());
    EXPECT_EQ(run.pictures[0]->labelName, "class 1");
    open();
    describeScales(run, models);
    EXPECT_EQ(run.pictures[0]->sides, (std::vector{1, 2, 3, 4}));
    EXPECT_EQ(run.pictures[0]->labelName, "goldfish");
}

TEST_F(RunPicturesTest, AFamilyOfOtherScalesChangesNothing) {
    open();
    run.request.plan = DecodePlan::published(10, 2);
    makePictures(run, models);
    EXPECT_TRUE(run.scales.empty());
    EXPECT_TRUE(run.pictures[0]->sides.empty());
}

TEST_F(RunPicturesTest, AScaleGoesToItsPictures) {
    open();
    makePictures(run, models);
    takeScalePictures(run, scaleDone());
    EXPECT_EQ(qRed(run.pictures[0]->scales[1].pixel(0, 0)), 10);
    EXPECT_EQ(qRed(run.pictures[1]->scales[1].pixel(1, 1)), 20);
    EXPECT_EQ(run.pictures[1]->tokens[1], (std::vector<std::int32_t>{4, 5, 6, 7}));
    EXPECT_TRUE(run.pictures[0]->scales[0].isNull());
}

TEST_F(RunPicturesTest, ALaterBatchFillsLaterPictures) {
    open();
    makePictures(run, models);
    ScaleDone done = scaleDone();
    done.firstImage = 5;
    done.pictures = 1;
    done.drawn.resize(4);
    takeScalePictures(run, done);
    EXPECT_TRUE(run.pictures[0]->scales[1].isNull());
    EXPECT_EQ(qRed(run.pictures[1]->scales[1].pixel(0, 0)), 10);
}

TEST_F(RunPicturesTest, ADraftedScaleOfASweepGoesToTheSplitsThatDraftIt) {
    open();
    makeSweep();
    takeScalePictures(run, scaleDone());  // of the drafter, for all splits beyond scale 1
    EXPECT_TRUE(run.pictures[0]->scales[1].isNull()) << "at N = 1 the refiner decodes this scale";
    EXPECT_FALSE(run.pictures[2]->scales[1].isNull());
    ScaleDone refined = scaleDone();
    refined.sweepSplit = 1;
    takeScalePictures(run, refined);
    EXPECT_FALSE(run.pictures[0]->scales[1].isNull());
}

TEST_F(RunPicturesTest, TokensOfAnotherCountAreNotKept) {
    open();
    makePictures(run, models);
    ScaleDone done = scaleDone();
    done.drawn.pop_back();
    takeScalePictures(run, done);
    EXPECT_TRUE(run.pictures[0]->tokens[1].empty());
    EXPECT_FALSE(run.pictures[0]->scales[1].isNull()) << "its preview is";
}

TEST_F(RunPicturesTest, AFinishedPictureBringsAllThatBelongsToIt) {
    open();
    makePictures(run, models);
    PictureDone done;
    done.index = 1;
    done.image = 5;
    done.labelName = "tench, Tinca tinca";
    done.pixels = pixels(90);
    done.tokens.resize(1 + 4 + 9 + 16);
    for (std::size_t i = 0; i < done.tokens.size(); ++i) {
        done.tokens[i] = static_cast<std::int32_t>(i);
    }
    done.provenance = "{}";
    const PicturePtr picture = takeFinishedPicture(run, done);
    ASSERT_EQ(picture, run.pictures[1]);
    EXPECT_EQ(picture->labelName, "tench");
    EXPECT_EQ(qRed(picture->final.pixel(0, 0)), 90);
    EXPECT_EQ(picture->tokens[2].front(), 5);
    EXPECT_EQ(picture->tokens[3].size(), 16U);
    EXPECT_EQ(picture->scales.back(), picture->final) << "no preview of the last scale came";
}

TEST_F(RunPicturesTest, APreviewOfTheLastScaleStays) {
    open();
    makePictures(run, models);
    ScaleDone last = scaleDone();
    last.scale = kSides - 1;
    takeScalePictures(run, last);
    PictureDone done;
    done.pixels = pixels(90);
    const PicturePtr picture = takeFinishedPicture(run, done);
    EXPECT_EQ(qRed(picture->scales.back().pixel(0, 0)), 10);
}

TEST_F(RunPicturesTest, APictureOfNoPlaceIsNull) {
    makePictures(run, models);
    PictureDone done;
    done.index = 2;
    EXPECT_EQ(takeFinishedPicture(run, done), nullptr);
    makeSweep();
    done.index = 0;
    done.sweepSplit = 9;
    EXPECT_EQ(takeFinishedPicture(run, done), nullptr);
}

}  // namespace
}  // namespace duo::ui::test
