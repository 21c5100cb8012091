// The wheel, Enter and tool tips on every control of the real window.
#include "widgets/input_rules.h"

#include <gtest/gtest.h>

#include <QtTest>

#include "ui/window/studio_window.h"
#include "views/single_strip.h"
#include "widgets/curve_editor.h"
#include "widgets/fold_box.h"
#include "widgets/scale_rail.h"
#include "window/side_column.h"

namespace duo::ui::test {
namespace {

// As QApplication does it with a real wheel: the widget's parents have it until one takes it.
void turnWheel(QWidget& widget, int notches) {
    for (QWidget* taker = &widget; taker != nullptr; taker = taker->parentWidget()) {
        const QPoint place = taker->rect().center();
        QWheelEvent wheel(place, taker->mapToGlobal(place), {}, {0, 120 * notches}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        wheel.ignore();  // who uses it accepts it
        QApplication::sendEvent(taker, &wheel);
        if (wheel.isAccepted() || taker->isWindow()) return;
    }
}

// What the wheel could change; invalid for other widgets.
QVariant valueOf(const QWidget& widget) {
    if (const auto* spin = qobject_cast<const QSpinBox*>(&widget)) return spin->value();
    if (const auto* spin = qobject_cast<const QDoubleSpinBox*>(&widget)) return spin->value();
    if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) return combo->currentIndex();
    if (const auto* slider = qobject_cast<const QSlider*>(&widget)) return slider->value();
    if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) return tabs->currentIndex();
    if (const auto* rail = qobject_cast<const ScaleRail*>(&widget)) return rail->split();
    if (const auto* curve = qobject_cast<const CurveEditor*>(&widget)) {
        QVariantList values;
        for (const double value : curve->values()) values << value;
        return values;
    }
    return {};
}

void dropFocus() {
    if (QWidget* focused = QApplication::focusWidget()) focused->clearFocus();
}

TEST(InputRules, TheWheelChangesNoFieldWithoutFocus) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    studio.studio().settings().setClasses({{0, 3}, {1, 2}});
    studio.studio().settings().setSplit(5);
    for (FoldBox* fold : studio.window().findChildren<FoldBox*>()) fold->setOpen(true);
    QTest::qWait(50);  // new fields are polished
    dropFocus();
    int seen = 0;
    for (QWidget* widget : studio.window().findChildren<QWidget*>()) {
        const QVariant before = valueOf(*widget);
        if (!before.isValid()) continue;
        ++seen;
        EXPECT_NE(widget->focusPolicy(), Qt::WheelFocus)
            << widget->metaObject()->className() << " “" << widget->accessibleName().toStdString();
        for (const int notches : {1, -1, -1}) turnWheel(*widget, notches);
        EXPECT_EQ(valueOf(*widget), before)
            << widget->metaObject()->className() << " “" << widget->accessibleName().toStdString();
    }
    EXPECT_GT(seen, 25);
}

TEST(InputRules, ThePanelScrollsUnderAField) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    auto* column = studio.find<SideColumn>();
    for (FoldBox* fold : column->findChildren<FoldBox*>()) fold->setOpen(true);
    ASSERT_TRUE(waitFor([&] { return column->verticalScrollBar()->maximum() > 0; }));
    QTest::qWait(50);  // layouts settle
    int seen = 0;
    for (QWidget* widget : column->widget()->findChildren<QWidget*>()) {
        if (!widget->isVisible() || !valueOf(*widget).isValid()) continue;
        ++seen;
        column->verticalScrollBar()->setValue(0);
        dropFocus();
        turnWheel(*widget, -1);
        EXPECT_GT(column->verticalScrollBar()->value(), 0)
            << widget->metaObject()->className() << " “" << widget->accessibleName().toStdString();
    }
    EXPECT_GT(seen, 8);
}

TEST(InputRules, AFocusedFieldTakesTheWheel) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    auto* guidance = studio.find<QDoubleSpinBox>();
    ASSERT_NE(guidance, nullptr);
    guidance->setFocus();
    const double before = guidance->value();
    turnWheel(*guidance, 1);
    EXPECT_NE(guidance->value(), before);
}

TEST(InputRules, ChartsLeaveTheWheelToTheStrip) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    studio.studio().settings().setClasses({{0, 1}});
    studio.studio().queue().generate();
    ASSERT_TRUE(studio.waitUntilIdle());
    auto* strip = studio.find<SingleStrip>();
    strip->setVisible(true);
    studio.window().resize(1440, 500);
    ASSERT_TRUE(waitFor([&] { return strip->verticalScrollBar()->maximum() > 0; }));
    int plots = 0;
    for (QWidget* widget : strip->findChildren<QWidget*>()) {
        if (!widget->inherits("QCustomPlot")) continue;
        ++plots;
        strip->verticalScrollBar()->setValue(0);
        turnWheel(*widget, -1);
        EXPECT_GT(strip->verticalScrollBar()->value(), 0);
    }
    EXPECT_EQ(plots, 2);
}

TEST(InputRules, EnterPressesTheButtonWithTheFocus) {
    StudioWindow studio;
    QWidget holder(&studio.window());
    auto* push = new QPushButton("push", &holder);
    auto* tool = new QToolButton(&holder);
    tool->setFocusPolicy(Qt::StrongFocus);
    holder.show();
    for (QAbstractButton* button :
         {static_cast<QAbstractButton*>(push), static_cast<QAbstractButton*>(tool)}) {
        const QSignalSpy clicks(button, &QAbstractButton::clicked);
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Return);
        QTest::keyClick(button, Qt::Key_Enter, Qt::KeypadModifier);
        EXPECT_EQ(clicks.count(), 2);
        QTest::keyClick(button, Qt::Key_Return, Qt::ShiftModifier);
        EXPECT_EQ(clicks.count(), 2);
    }
}

// The tool tip that is shown now; null while there is none.
QWidget* shownTip() {
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (widget->inherits("QTipLabel") && widget->isVisible()) return widget;
    }
    return nullptr;
}

TEST(InputRules, EveryToolTipWraps) {
    StudioWindow studio;
    ASSERT_TRUE(studio.waitUntilLoaded());
    int seen = 0;
    for (QWidget* widget : studio.window().findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->toolTip().isEmpty()) continue;
        const QPoint place = widget->rect().center();
        QHelpEvent help(QEvent::ToolTip, place, widget->mapToGlobal(place));
        QApplication::sendEvent(widget, &help);
        QWidget* tip = shownTip();
        ASSERT_NE(tip, nullptr) << widget->toolTip().toStdString();
        ++seen;
        EXPECT_LE(tip->width(), 560) << widget->toolTip().toStdString();
    }
    EXPECT_GT(seen, 30);
    QToolTip::hideText();
}

TEST(InputRules, LinesBreakAtSpacesAndLongWordsAnywhere) {
    const QFontMetrics metrics(QApplication::font());
    const int width = metrics.averageCharWidth() * InputRules::kTipLetters;
    const QString words = QString("a word and ").repeated(30);
    const QString path = "/folder" + QString("/with-a-long-name").repeated(20);
    for (const QString& text : {words, path, words + '\n' + path}) {
        const QString wrapped = InputRules::wrapped(text, metrics);
        for (const QString& line : wrapped.split('\n'))
            EXPECT_LE(metrics.horizontalAdvance(line), width);
        EXPECT_EQ(QString(wrapped).remove('\n').remove(' '),
                  QString(text).remove('\n').remove(' '));
    }
    EXPECT_EQ(InputRules::wrapped("short\nand short", metrics), "short\nand short");
}

}  // namespace
}  // namespace duo::ui::test
