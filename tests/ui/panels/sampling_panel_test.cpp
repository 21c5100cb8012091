// Sampling figures: one value or a curve, set by keys, reset, and followed without a loop.
#include "panels/sampling_panel.h"

#include "ui/panels/panel_test.h"
#include "widgets/curve_editor.h"
#include "widgets/fold_box.h"

namespace duo::ui::test {
namespace {

using Figure = SamplingFigure;

class SamplingPanelTest : public PanelTest {
  protected:
    SamplingPanelTest() : panel(studio().settings(), studio().models()) {
        settings().setPublishedSampling();
        show(panel);
    }
    QDoubleSpinBox& box(const char* name) { return *named<QDoubleSpinBox>(panel, name); }

    SamplingPanel panel;
};

TEST_F(SamplingPanelTest, ATypedFigureIsTakenWithEnter) {
    box("Guidance").setFocus();
    box("Guidance").selectAll();
    QTest::keyClicks(&box("Guidance"), QLocale().toString(2.5));
    EXPECT_EQ(settings().guidance().value, 4.0) << "half a number must not start a run";
    QTest::keyClick(&box("Guidance"), Qt::Key_Return);
    EXPECT_EQ(settings().guidance(), (ScaleValue{2.5, {}}));
}

TEST_F(SamplingPanelTest, FollowsTheSettingsWithoutALoop) {
    const Changes changes(settings());
    settings().setTopK({900, {}});
    settings().setTopP({0.876, {}});
    EXPECT_EQ(box("Top-k").value(), 900);
    EXPECT_EQ(box("Top-p").value(), 0.876);
    settings().setTopP({0.5, {}});
    EXPECT_EQ(box("Top-p").text(), QLocale().toString(0.5));
    EXPECT_EQ(changes.count(), 3);
}

TEST_F(SamplingPanelTest, FinerValuesThanABoxShowsAreKept) {
    settings().setTopP({0.123456, {}});
    panel.findChildren<FoldBox*>()[0]->setOpen(true);
    EXPECT_EQ(settings().topP().value, 0.123456);
}

TEST_F(SamplingPanelTest, AFigurePerScaleIsMarked) {
    // The published temperature is one.
    auto* mark = named<QToolButton>(panel, "Temperature for each scale");
    EXPECT_TRUE(mark->isChecked());
    const QString range = named<QPushButton>(panel, "Temperature for each scale")->text();
    EXPECT_TRUE(range.contains('1') && range.contains(QChar(0x2013))) << range.toStdString();
    click(mark);
    EXPECT_EQ(settings().temperature(), (ScaleValue{1.0, {}}));
    EXPECT_FALSE(mark->isChecked());
    EXPECT_EQ(box("Temperature").value(), 1.0);
}

TEST_F(SamplingPanelTest, TheMarkOpensTheCurveAndKeysEditIt) {
    click(named<QToolButton>(panel, "Guidance for each scale"));
    const int scales = settings().scaleCount();
    EXPECT_EQ(settings().guidance().perScale, std::vector<double>(scales, 4.0));
    auto* curve = panel.findChild<CurveEditor*>();
    ASSERT_TRUE(curve->isVisible());
    EXPECT_TRUE(curve->hasFocus());
    QTest::keyClick(curve, Qt::Key_Home);
    QTest::keyClick(curve, Qt::Key_Up);
    EXPECT_NEAR(settings().guidance().at(0), 4.1, 1e-9);
    EXPECT_EQ(settings().guidance().at(scales - 1), 4.0);
    EXPECT_EQ(settings().temperature().perScale.size(), std::size_t(scales)) << "untouched";
}

TEST_F(SamplingPanelTest, TheCurveFollowsTheSettings) {
    panel.editPerScale(Figure::TopK);
    std::vector<double> values(settings().scaleCount(), 100);
    values.back() = 9000;  // beyond the usual reach
    const Changes changes(settings());
    settings().setTopK({600, values});
    EXPECT_EQ(panel.findChild<CurveEditor*>()->values(), values);
    EXPECT_EQ(changes.count(), 1);
    click(button(panel, "One for all"));
    EXPECT_EQ(settings().topK(), (ScaleValue{9000, {}}));
}

TEST_F(SamplingPanelTest, TheFoldSaysWhichFiguresAreCurves) {
    settings().setGuidance({4, std::vector<double>(settings().scaleCount(), 2)});
    click(button(panel, "As published"));
    EXPECT_EQ(settings().guidance(), (ScaleValue{4, {}}));
    EXPECT_EQ(settings().topK().value, 600);
    EXPECT_EQ(settings().temperature().at(0), 1.1);
}

TEST_F(SamplingPanelTest, SmoothAndDraws) {
    for (FoldBox* fold : panel.findChildren<FoldBox*>()) fold->setOpen(true);
    auto* smooth = button<QCheckBox>(panel, "Smooth");
    smooth->setFocus();
    QTest::keyClick(smooth, Qt::Key_Space);
    EXPECT_TRUE(settings().smooth());
    auto* rng = named<QComboBox>(panel, "Random numbers");
    rng->setFocus();
    QTest::keyClick(rng, Qt::Key_Down);
    EXPECT_EQ(settings().rng(), RngKind::Published);
    settings().setRng(RngKind::Counter);
    EXPECT_EQ(rng->currentIndex(), 0);
}

TEST_F(SamplingPanelTest, FoldsComeBack) {
    QSettings store(dataFolder() + "/ui.ini", QSettings::IniFormat);
    panel.editPerScale(Figure::TopP);
    panel.save(store);
    SamplingPanel other(studio().settings(), studio().models());
    other.restore(store);
    EXPECT_EQ(named<QComboBox>(other, "Figure of the curve")->currentText(), "Top-p");
    EXPECT_FALSE(other.findChild<CurveEditor*>()->isHidden());
}

}  // namespace
}  // namespace duo::ui::test
