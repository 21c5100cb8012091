#include "widgets/curve_editor.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "widgets/theme.h"

namespace duo::ui {
namespace {

class CurveEditorTest : public testing::Test {
  protected:
    void SetUp() override {
        theme::apply(*qApp, ThemeKind::Dark);
        editor_.setRange(0, 10);
        editor_.setStep(0.5);
        editor_.setDecimals(2);
        editor_.setValues({1, 2, 3, 4, 5});
        editor_.setLabels({"1", "2", "3", "4", "5"});
        editor_.resize(320, 160);
        editor_.show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(&editor_));
    }
    QPoint point(int index, double value) const {
        const double y0 = editor_.handleAt(0).y() + editor_.values()[0] * perUnit();
        return {qRound(editor_.handleAt(index).x()), qRound(y0 - value * perUnit())};
    }
    // Pixels per unit of value, from two handles of different height.
    double perUnit() const {
        return (editor_.handleAt(0).y() - editor_.handleAt(4).y()) /
               (editor_.values()[4] - editor_.values()[0]);
    }

    CurveEditor editor_;
    QSignalSpy changed_{&editor_, &CurveEditor::valuesChanged};
};

TEST_F(CurveEditorTest, PressSetsTheNearestPointInSteps) {
    const QPoint at = point(2, 7.1);
    QTest::mouseClick(&editor_, Qt::LeftButton, {}, at);
    EXPECT_EQ(editor_.values(), (std::vector<double>{1, 2, 7, 4, 5}));
    EXPECT_EQ(editor_.chosen(), 2);
    EXPECT_EQ(changed_.size(), 1);
}

TEST_F(CurveEditorTest, DragPaintsAcrossEvenWhenFast) {
    const QPoint from = point(0, 8), to = point(4, 8);
    QTest::mousePress(&editor_, Qt::LeftButton, {}, from);
    QTest::mouseMove(&editor_, to);
    QTest::mouseRelease(&editor_, Qt::LeftButton, {}, to);
    EXPECT_EQ(editor_.values(), (std::vector<double>{8, 8, 8, 8, 8}));
    EXPECT_EQ(editor_.chosen(), 4);
}

TEST_F(CurveEditorTest, AFastSlantedDragLeavesALine) {
    const QPoint from = point(0, 1), to = point(4, 9);
    QTest::mousePress(&editor_, Qt::LeftButton, {}, from);
    QTest::mouseMove(&editor_, to);
    QTest::mouseRelease(&editor_, Qt::LeftButton, {}, to);
    EXPECT_EQ(editor_.values(), (std::vector<double>{1, 3, 5, 7, 9}));
}

TEST_F(CurveEditorTest, DragBeyondTheEdgesStaysInRange) {
    QTest::mousePress(&editor_, Qt::LeftButton, {}, point(1, 5));
    QTest::mouseMove(&editor_, {point(1, 5).x(), -500});
    EXPECT_EQ(editor_.values()[1], 10);
    QTest::mouseMove(&editor_, {point(1, 5).x(), 900});
    QTest::mouseRelease(&editor_, Qt::LeftButton, {}, {point(1, 5).x(), 900});
    EXPECT_EQ(editor_.values()[1], 0);
}

TEST_F(CurveEditorTest, KeysChooseAndChange) {
    QTest::keyClick(&editor_, Qt::Key_Right);
    QTest::keyClick(&editor_, Qt::Key_Up);
    EXPECT_EQ(editor_.values()[1], 2.5);
    QTest::keyClick(&editor_, Qt::Key_Up, Qt::ShiftModifier);
    EXPECT_NEAR(editor_.values()[1], 2.55, 1e-9);
    QTest::keyClick(&editor_, Qt::Key_End);
    QTest::keyClick(&editor_, Qt::Key_PageUp);
    EXPECT_EQ(editor_.values()[4], 10);
    const auto count = changed_.size();
    QTest::keyClick(&editor_, Qt::Key_Up);
    EXPECT_EQ(changed_.size(), count) << "at its limit nothing changes";
    QTest::keyClick(&editor_, Qt::Key_Right);
    EXPECT_EQ(editor_.chosen(), 4);
}

TEST_F(CurveEditorTest, TypedNumberIsSetByEnterAndDroppedByEscape) {
    QTest::keyClicks(&editor_, "7.25");
    EXPECT_EQ(editor_.values()[0], 1);
    QTest::keyClick(&editor_, Qt::Key_Return);
    EXPECT_NEAR(editor_.values()[0], 7.25, 1e-9);
    QTest::keyClicks(&editor_, "3");
    QTest::keyClick(&editor_, Qt::Key_Escape);
    QTest::keyClick(&editor_, Qt::Key_Return);
    EXPECT_NEAR(editor_.values()[0], 7.25, 1e-9);
    QTest::keyClicks(&editor_, "99");
    QTest::keyClick(&editor_, Qt::Key_Return);
    EXPECT_EQ(editor_.values()[0], 10) << "clamped";
}

TEST_F(CurveEditorTest, SettersStayQuietAndClamp) {
    editor_.setValues({-5, 50, 3});
    EXPECT_EQ(editor_.values(), (std::vector<double>{0, 10, 3}));
    editor_.setRange(1, 2);
    EXPECT_EQ(editor_.values(), (std::vector<double>{1, 2, 2}));
    EXPECT_EQ(changed_.size(), 0);
}

TEST_F(CurveEditorTest, DescribesThePointAtHand) {
    QTest::keyClick(&editor_, Qt::Key_Right);
    const QString words = editor_.accessibleDescription();
    EXPECT_TRUE(words.contains("2 of 5") && words.contains("2.00")) << words.toStdString();
    editor_.setValues({});
    QTest::keyClick(&editor_, Qt::Key_Up);
    QTest::mouseClick(&editor_, Qt::LeftButton, {}, {50, 50});
    EXPECT_TRUE(editor_.values().empty());
}

}  // namespace
}  // namespace duo::ui
