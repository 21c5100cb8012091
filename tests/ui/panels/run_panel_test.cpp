// Seed, counts and batch: what is typed and clicked changes the settings, and the other way round.
#include "panels/run_panel.h"

#include "ui/panels/panel_test.h"
#include "widgets/seed_edit.h"

namespace duo::ui::test {
namespace {

class RunPanelTest : public PanelTest {
  protected:
    RunPanelTest() : panel(studio().settings(), studio().queue()) {
        settings().setSeedMode(SeedMode::Fixed);
        settings().setSeed(7);
        show(panel);
    }
    SeedEdit& seed() { return *panel.findChild<SeedEdit*>(); }
    QSpinBox& each() { return *named<QSpinBox>(panel, "Pictures of each class"); }

    RunPanel panel;
};

TEST_F(RunPanelTest, ATypedSeedIsTaken) {
    seed().setFocus();
    seed().selectAll();
    QTest::keyClicks(&seed(), "18446744073709551615");
    EXPECT_EQ(settings().seed(), 18446744073709551615u);
}

TEST_F(RunPanelTest, TheResolvedSeedIsShownWithoutALoop) {
    const Changes changes(settings());
    settings().setSeed(4711);
    EXPECT_EQ(seed().seed(), 4711u);
    EXPECT_EQ(changes.count(), 1);
}

TEST_F(RunPanelTest, APickedSeedIsKept) {
    settings().setSeedMode(SeedMode::Random);
    click(named<QToolButton>(panel, "Pick a new seed"));
    EXPECT_NE(settings().seed(), 7u);
    EXPECT_EQ(seed().seed(), settings().seed());
    EXPECT_EQ(settings().seedMode(), SeedMode::Fixed);
}

TEST_F(RunPanelTest, TheLockHoldsAndGivesBack) {
    settings().setSeedMode(SeedMode::Next);
    auto* lock = named<QToolButton>(panel, "Keep this seed");
    click(lock);
    EXPECT_EQ(settings().seedMode(), SeedMode::Fixed);
    click(lock);
    EXPECT_EQ(settings().seedMode(), SeedMode::Next);
}

TEST_F(RunPanelTest, TheModeIsChosenByKeys) {
    auto* mode = named<QComboBox>(panel, "Seed of the next run");
    mode->setFocus();
    QTest::keyClick(mode, Qt::Key_Down);
    EXPECT_EQ(settings().seedMode(), SeedMode::Next);
    QTest::keyClick(mode, Qt::Key_Down);
    EXPECT_EQ(settings().seedMode(), SeedMode::Random);
}

TEST_F(RunPanelTest, CountsOfAllClassesAreSetTogether) {
    settings().setClasses({{1, 1}, {2, 1}});
    QTest::keyClick(&each(), Qt::Key_Up);
    EXPECT_EQ(settings().classes(), (std::vector<ClassCount>{{1, 2}, {2, 2}}));
    EXPECT_TRUE(panel.summary().contains("4")) << panel.summary().toStdString();
}

TEST_F(RunPanelTest, DifferentCountsAreToldAndLeftAlone) {
    settings().setClasses({{1, 1}, {2, 5}});
    EXPECT_EQ(each().text(), "different");
    EXPECT_EQ(settings().classes(), (std::vector<ClassCount>{{1, 1}, {2, 5}}));
    each().setFocus();
    each().selectAll();
    QTest::keyClicks(&each(), "3");
    QTest::keyClick(&each(), Qt::Key_Return);
    EXPECT_EQ(settings().classes(), (std::vector<ClassCount>{{1, 3}, {2, 3}}));
}

TEST_F(RunPanelTest, BatchAndStatistics) {
    auto* batch = named<QSpinBox>(panel, "Batch");
    const int before = settings().batch();
    QTest::keyClick(batch, Qt::Key_Up);
    EXPECT_EQ(settings().batch(), before + 1);
    settings().setBatch(9);
    EXPECT_EQ(batch->value(), 9);
    auto* insight = panel.findChild<QCheckBox*>();
    insight->setFocus();
    QTest::keyClick(insight, Qt::Key_Space);
    EXPECT_GT(settings().insight(), 0);
    settings().setInsight(0);
    EXPECT_FALSE(insight->isChecked());
}

}  // namespace
}  // namespace duo::ui::test
