// Pictures of an earlier session get their scales again, from the real core.
#include "state/scales_again.h"

#include "state/picture_png.h"
#include "studio_fixture.h"

namespace duo::ui::test {
namespace {

struct ScalesAgainTest : StudioTest {
    // Pixels and settings of picture i alone, as the history opens it.
    PicturePtr asReadAgain(const RunPtr& run, int i) {
        const Picture& made = *run->pictures[static_cast<std::size_t>(i)];
        const QString file = folder.filePath("read again.png");
        EXPECT_EQ(writePng(file, made.final, made.provenance, made.parameters), QString());
        return readPng(file, nullptr);
    }
    bool waitForScales(const PicturePtr& picture) {
        return waitFor([&] {
            const RunPtr run = studio.queue().runOf(*picture);
            return run && over(run);
        });
    }
};

TEST_F(ScalesAgainTest, TheScalesAreThoseOfThePicture) {
    ASSERT_TRUE(ready());
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    ASSERT_TRUE(waitFor([&] { return studio.history().rowCount() == 2; }));
    const PicturePtr picture = asReadAgain(run, 1);
    ASSERT_TRUE(picture);
    const QImage before = picture->final;
    ASSERT_TRUE(studio.scalesAgain().lacksScales(*picture));
    EXPECT_EQ(studio.scalesAgain().whyNot(*picture), QString());
    studio.scalesAgain().decode(picture);
    ASSERT_TRUE(waitForScales(picture));
    const Picture& made = *run->pictures[1];
    EXPECT_EQ(picture->tokens, made.tokens);
    for (int k = 0; k < kScales; ++k) EXPECT_FALSE(picture->scales[k].isNull()) << k;
    EXPECT_EQ(picture->final, before);
    EXPECT_EQ(picture->provenance, made.provenance);
    EXPECT_FALSE(studio.scalesAgain().lacksScales(*picture));
    EXPECT_EQ(studio.history().rowCount(), 2) << "it is in the history already";
    EXPECT_TRUE(notices.empty());
}

TEST_F(ScalesAgainTest, AreDecodedWhenAScaleIsLookedAt) {
    ASSERT_TRUE(ready());
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    const std::size_t runs = studio.queue().runs().size();
    const PicturePtr picture = asReadAgain(run, 0);
    studio.selection().setPicture(picture);
    QTest::qWait(500);
    EXPECT_EQ(studio.queue().runs().size(), runs) << "nobody asked for scales";
    studio.selection().setScale(2);
    ASSERT_TRUE(waitFor([&] { return studio.queue().runOf(*picture) != nullptr; }));
    ASSERT_TRUE(waitForScales(picture));
    EXPECT_FALSE(picture->at(2).isNull());
    EXPECT_EQ(studio.selection().picture(), picture);
}

// The same name, but other weights: another picture comes out.
TEST_F(ScalesAgainTest, ScalesOfAnotherPictureAreNotShown) {
    ASSERT_TRUE(ready());
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    const PicturePtr picture = asReadAgain(run, 0);
    picture->final.fill(Qt::magenta);
    studio.scalesAgain().decode(picture);
    ASSERT_TRUE(waitForScales(picture));
    EXPECT_TRUE(picture->scales.empty());
    EXPECT_TRUE(picture->tokens.empty());
    EXPECT_EQ(picture->final.pixelColor(0, 0), QColor(Qt::magenta));
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_TRUE(notices[0].text.contains("another picture")) << notices[0].text.toStdString();
}

TEST_F(ScalesAgainTest, OtherModelsAreAskedFor) {
    ASSERT_TRUE(ready());
    const RunPtr run = studio.queue().generate();
    ASSERT_TRUE(finish(run));
    const PicturePtr picture = asReadAgain(run, 0);
    picture->provenance.replace("drafter.safetensors", "other_d30.safetensors");
    const QString why = studio.scalesAgain().whyNot(*picture);
    EXPECT_TRUE(why.contains("other_d30.safetensors")) << why.toStdString();
    const std::size_t runs = studio.queue().runs().size();
    studio.scalesAgain().decode(picture);
    EXPECT_EQ(studio.queue().runs().size(), runs);
    picture->provenance.clear();
    EXPECT_FALSE(studio.scalesAgain().whyNot(*picture).isEmpty());
}

}  // namespace
}  // namespace duo::ui::test
