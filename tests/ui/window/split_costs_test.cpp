// The curve of costs under the rail, in the window over the real core.
#include "window/split_costs.h"

#include <gtest/gtest.h>

#include <QtTest>

#include "ui/window/studio_window.h"
#include "widgets/scale_rail.h"
#include "window/rail_panel.h"

namespace duo::ui::test {
namespace {

TEST(SplitCosts, OneRunGivesItsOwnSplitAndEstimatesOfTheOthers) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    RailPanel& rail = *studio.find<RailPanel>();
    studio.find<QToolButton>("curveButton")->setChecked(true);
    const int split = 3;
    studio.studio().settings().setSplit(split);
    EXPECT_LT(rail.curve().points()[split].ms, 0) << "nothing was measured yet";
    EXPECT_TRUE(rail.curve().points()[split].words.contains("not measured yet"));
    const RunPtr run = studio.studio().queue().generate();
    ASSERT_TRUE(waitFor([&] { return run->state == RunState::Done; }));
    const std::vector<SplitPoint>& points = rail.curve().points();
    ASSERT_EQ(std::ssize(points), studio.studio().settings().scaleCount() + 1);
    for (int n = 0; n < std::ssize(points); ++n) {
        EXPECT_GT(points[n].ms, 0) << n;
        EXPECT_GT(points[n].bytes, 0) << n;
        EXPECT_EQ(points[n].measured, n == split) << n;
        EXPECT_EQ(points[n].words.contains("rough estimate"), n != split) << n;
    }
    QTest::mouseClick(&rail.curve(), Qt::LeftButton, {}, QPoint(rail.rail().edgeX(1), 40));
    EXPECT_EQ(studio.studio().settings().split(), 1);
}

TEST(SplitCosts, TellsWhatOneMorePictureCostsAndAddsIt) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    GenerationSettings& settings = studio.studio().settings();
    settings.setClasses({{1, 1}});
    settings.setBatch(2);
    auto* more = studio.find<QToolButton>("oneMore");
    ASSERT_NE(more, nullptr);
    EXPECT_FALSE(more->isVisible()) << "nothing was measured yet";
    const RunPtr run = studio.studio().queue().generate();
    ASSERT_TRUE(waitFor([&] { return run->state == RunState::Done; }));
    ASSERT_TRUE(more->isVisible());
    EXPECT_TRUE(more->text().startsWith("One more: +")) << more->text().toStdString();
    QTest::mouseClick(more, Qt::LeftButton);
    EXPECT_EQ(settings.classes(), (std::vector<ClassCount>{{1, 2}}));
    EXPECT_FALSE(more->isVisible()) << "the batch is full";
}

TEST(SplitCosts, AnEvaluationInTheFamilysFolderGivesTheQuality) {
    StudioWindow studio;
    QTemporaryDir folder;
    ASSERT_TRUE(
        QFile::copy(DUO_MODELS "/../tests/data/sweep.json", folder.filePath("evaluation.json")));
    GenerationSettings settings;
    SplitCosts costs(settings, studio.studio().costs());
    EXPECT_LT(costs.points()[0].distance, 0);
    const std::string base = folder.path().toStdString();
    settings.setFiles({base + "/vqvae.safetensors", base + "/drafter.safetensors", ""});
    const SplitPoint point = costs.points()[0];
    EXPECT_GT(point.distance, 0);
    EXPECT_TRUE(point.words.contains("Fr\u00e9chet distance")) << point.words.toStdString();
}

}  // namespace
}  // namespace duo::ui::test
