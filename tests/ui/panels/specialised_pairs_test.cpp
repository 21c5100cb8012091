// Pairs tuned for a split: offered where the folder has some, named at their N.
#include "panels/specialised_pairs.h"

#include "ui/panels/panel_test.h"
#include "ui/support/demo_family.h"

namespace duo::ui::test {
namespace {

class SpecialisedPairsTest : public PanelTest {
  protected:
    SpecialisedPairsTest() : panel(studio().settings(), studio().models()) { show(panel); }
    QCheckBox& box() { return *button<QCheckBox>(panel, "Use specialised pairs"); }
    QString words() { return named<QLabel>(panel, "Specialised pairs")->text(); }

    SpecialisedPairs panel;
};

TEST_F(SpecialisedPairsTest, AreNotOfferedWhereTheFolderHasNone) {
    load();
    EXPECT_FALSE(box().isEnabled());
    EXPECT_TRUE(words().contains("no specialised pairs")) << words().toStdString();
}

TEST_F(SpecialisedPairsTest, AreNamedAtTheirSplit) {
    const QString folder = addPairsTo(dataFolder() + "/family", {2, 4});
    studio().start();
    studio().models().list(folder);
    ASSERT_TRUE(waitFor([this] {
        return studio().models().listed() && !studio().models().listed()->specialised.empty() &&
               studio().models().loaded().has_value();
    }));
    EXPECT_TRUE(box().isEnabled());
    settings().setSplit(3);
    EXPECT_TRUE(words().contains("2, 4")) << words().toStdString();
    settings().setSplit(4);
    EXPECT_EQ(words(), "N = 4 has one: drafter_4 + refiner_4.");
    QTest::keyClick(&box(), Qt::Key_Space);
    EXPECT_TRUE(settings().specialised());
    EXPECT_EQ(words(), "N = 4 is decoded by drafter_4 + refiner_4.");

    ModelFiles other = settings().files();
    std::swap(other.drafter, other.refiner);
    settings().setFiles(other);
    EXPECT_FALSE(box().isEnabled()) << "tuned from another pair";
    EXPECT_TRUE(words().contains("not tuned from")) << words().toStdString();
}

}  // namespace
}  // namespace duo::ui::test
