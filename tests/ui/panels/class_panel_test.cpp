// Picking classes by keys and clicks, over the tiny family: apple, bridge, castle, dune, …
#include "panels/class_panel.h"

#include <QAbstractItemModelTester>

#include "panels/chosen_classes.h"
#include "panels/class_list_view.h"
#include "state/class_list_model.h"
#include "ui/panels/panel_test.h"

namespace duo::ui::test {
namespace {

constexpr int kApple = 0, kCastle = 2, kEagle = 4;

class ClassPanelTest : public LoadedPanelTest {
  protected:
    ClassPanelTest() : panel(studio().settings(), studio().models()) {}
    void SetUp() override {
        settings().setClasses({});
        show(panel);
    }
    QLineEdit& search() { return *named<QLineEdit>(panel, "Search"); }
    ClassListView& list() { return *panel.findChild<ClassListView*>(); }
    void type(const QString& text) {
        search().setFocus();
        search().selectAll();
        QTest::keyClicks(&search(), text);
    }
    std::vector<ClassCount> chosen() { return settings().classes(); }

    ClassPanel panel;
};

using Classes = std::vector<ClassCount>;

TEST_F(ClassPanelTest, TypeAndEnterChoosesAndGenerates) {
    const QSignalSpy asked(&panel, &ClassPanel::generateAsked);
    settings().setClasses({{kApple, 2}});
    type("cas");
    EXPECT_EQ(list().model()->rowCount(), 1);
    QTest::keyClick(&search(), Qt::Key_Return);
    EXPECT_EQ(chosen(), (Classes{{kCastle, 2}})) << "instead of the other, with its count";
    EXPECT_EQ(asked.count(), 1);
    // The text is selected: the next name replaces it.
    QTest::keyClicks(&search(), "eag");
    QTest::keyClick(&search(), Qt::Key_Space, Qt::ControlModifier);
    EXPECT_EQ(chosen(), (Classes{{kCastle, 2}, {kEagle, 1}}));
    EXPECT_EQ(asked.count(), 1) << "Ctrl+Space adds alone";
    QTest::keyClick(&search(), Qt::Key_Return);
    EXPECT_EQ(chosen(), (Classes{{kCastle, 2}, {kEagle, 1}})) << "what was added stays";
    EXPECT_EQ(asked.count(), 2);
    search().clear();
    QTest::keyClick(&search(), Qt::Key_Return);
    EXPECT_EQ(asked.count(), 3) << "without a text, the chosen classes";
}

TEST_F(ClassPanelTest, DownLeadsToTheListAndUpBack) {
    type("a");
    QTest::keyClick(&search(), Qt::Key_Down);
    ASSERT_TRUE(list().hasFocus());
    const int first = list().currentIndex().data(ClassListModel::LabelRole).toInt();
    QTest::keyClick(&list(), Qt::Key_Down);
    EXPECT_EQ(list().currentIndex().row(), 1);
    QTest::keyClick(&list(), Qt::Key_Up);
    QTest::keyClick(&list(), Qt::Key_Return);
    EXPECT_EQ(chosen(), (Classes{{first, 1}}));
    QTest::keyClick(&list(), Qt::Key_Up);
    if (!search().hasFocus()) QTest::keyClick(&list(), Qt::Key_Up);
    EXPECT_TRUE(search().hasFocus());
}

TEST_F(ClassPanelTest, WhatIsFoundNowhereIsTold) {
    type("zebra");
    EXPECT_EQ(list().model()->rowCount(), 0);
    QTest::keyClick(&search(), Qt::Key_Return);
    EXPECT_TRUE(chosen().empty());
    QTest::keyClick(&search(), Qt::Key_Escape);
    EXPECT_EQ(list().model()->rowCount(), 11) << "no class, and ten";
}

TEST_F(ClassPanelTest, KeysAndClicksOnTheStarMakeFavourites) {
    type("castle");
    QTest::keyClick(&search(), Qt::Key_Down);
    QTest::keyClick(&list(), Qt::Key_F);
    EXPECT_EQ(panel.classes().favourites(), QSet<int>{kCastle});
    QTest::keyClick(&list(), Qt::Key_Space);
    EXPECT_TRUE(panel.classes().favourites().isEmpty());
    const QRect item = list().visualRect(list().currentIndex());
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {},
                      ClassItemDelegate::starRect(item).center());
    EXPECT_EQ(panel.classes().favourites(), QSet<int>{kCastle});
    EXPECT_TRUE(chosen().empty());
}

TEST_F(ClassPanelTest, AClickChoosesAndCtrlClickAdds) {
    settings().setClasses({{kEagle, 3}});
    const QSignalSpy asked(&panel, &ClassPanel::generateAsked);
    const auto place = [this](int row) {
        return list().visualRect(list().model()->index(row, 0)).center() - QPoint(40, 0);
    };
    const auto label = [this](int row) {
        return list().model()->index(row, 0).data(ClassListModel::LabelRole).toInt();
    };
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, place(2));
    EXPECT_EQ(chosen(), (Classes{{label(2), 3}}));
    QTest::mouseClick(list().viewport(), Qt::LeftButton, Qt::ControlModifier, place(3));
    EXPECT_EQ(chosen(), (Classes{{label(2), 3}, {label(3), 1}}));
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, place(1));
    EXPECT_EQ(chosen(), (Classes{{label(1), 1}})) << "counts differed";
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, place(2));
    QTest::mouseDClick(list().viewport(), Qt::LeftButton, {}, place(2));
    QTest::mouseRelease(list().viewport(), Qt::LeftButton, {}, place(2));
    EXPECT_EQ(chosen(), (Classes{{label(2), 1}}));
    EXPECT_EQ(asked.count(), 0);
    QTest::mousePress(list().viewport(), Qt::LeftButton, {}, place(1));
    QTest::mouseRelease(list().viewport(), Qt::LeftButton, {}, place(3));
    EXPECT_EQ(chosen(), (Classes{{label(2), 1}})) << "released on another class";
}

TEST_F(ClassPanelTest, UsedClassesComeFirst) {
    settings().setClasses({{kEagle, 1}});
    EXPECT_TRUE(panel.classes().recent().isEmpty());
    panel.noteRecent();
    EXPECT_EQ(panel.classes().recent(), QList<int>{kEagle});
}

TEST_F(ClassPanelTest, LettersInTheListContinueTheSearch) {
    list().setFocus();
    QTest::keyClick(&list(), Qt::Key_C);
    EXPECT_TRUE(search().hasFocus());
    EXPECT_EQ(search().text(), "c");
}

TEST_F(ClassPanelTest, RowsSetCountsAndRemove) {
    settings().setClasses({{kApple, 1}, {kCastle, 2}});
    auto* count = named<QSpinBox>(panel, "Pictures of castle");
    count->setFocus();
    QTest::keyClick(count, Qt::Key_Up);
    EXPECT_EQ(chosen(), (Classes{{kApple, 1}, {kCastle, 3}}));
    EXPECT_TRUE(count->hasFocus());
    click(named<QToolButton>(panel, "Remove apple"));
    EXPECT_EQ(chosen(), (Classes{{kCastle, 3}}));
    EXPECT_EQ(panel.summary(), QString("castle × 3"));
    click(named<QToolButton>(panel, "Remove all"));
    EXPECT_TRUE(chosen().empty());
}

TEST_F(ClassPanelTest, FollowsTheSettingsWithoutALoop) {
    const Changes changes(settings());
    settings().setClasses({{kApple, 4}, {kEagle, 1}});
    EXPECT_EQ(named<QSpinBox>(panel, "Pictures of apple")->value(), 4);
    EXPECT_EQ(changes.count(), 1);
}

TEST_F(ClassPanelTest, RandomAddsAnotherOrReplaces) {
    for (int i = 1; i <= 10; ++i) {
        panel.addRandom();
        EXPECT_EQ(chosen().size(), std::size_t(i)) << "no class twice while others are left";
    }
    settings().setClasses({{kApple, 2}, {kCastle, 3}});
    panel.replaceWithRandom();
    ASSERT_EQ(chosen().size(), 1u);
    EXPECT_EQ(chosen()[0].count, 5);
    EXPECT_NE(chosen()[0].label, kApple);
    EXPECT_NE(chosen()[0].label, kCastle);
}

TEST_F(ClassPanelTest, MarksComeBack) {
    panel.classes().setFavourites({kEagle});
    panel.classes().noteRecent(kApple);
    QSettings store(dataFolder() + "/ui.ini", QSettings::IniFormat);
    panel.save(store);
    ClassPanel other(studio().settings(), studio().models());
    other.restore(store);
    EXPECT_EQ(other.classes().favourites(), QSet<int>{kEagle});
    EXPECT_EQ(other.classes().recent(), panel.classes().recent());
}

TEST_F(ClassPanelTest, TheModelsHoldWhileSearching) {
    const QAbstractItemModelTester tester(list().model(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    for (const char* text : {"a", "ap", "", "7", "rain", "xyz", ""}) {
        search().setText(text);
        panel.classes().setFavourite(kCastle, text[0] != 'a');
        panel.classes().noteRecent(kEagle);
    }
}

}  // namespace
}  // namespace duo::ui::test
