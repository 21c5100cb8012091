#include "widgets/theme.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QFile>
#include <QImage>
#include <QPalette>
#include <QPushButton>
#include <QRegularExpression>
#include <QStyle>
#include <cmath>

namespace duo::ui {
namespace {

double luminance(const QColor& color) {
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

// Contrast ratio of WCAG 2: 1 … 21.
double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

class ThemeTest : public testing::TestWithParam<ThemeKind> {
  protected:
    void SetUp() override { theme::apply(*qApp, GetParam()); }
    static QColor window() { return QApplication::palette().color(QPalette::Window); }
};

TEST_P(ThemeTest, IsWhatWasAskedFor) {
    EXPECT_EQ(theme::isDark(), GetParam() == ThemeKind::Dark);
    EXPECT_EQ(window().lightness() < 128, theme::isDark());
}

TEST_P(ThemeTest, TextIsReadable) {
    const QColor base = QApplication::palette().color(QPalette::Base);
    for (const QColor& back : {window(), base}) {
        EXPECT_GE(contrast(QApplication::palette().color(QPalette::Text), back), 7);
        EXPECT_GE(contrast(theme::subtle(), back), 4.5);
        EXPECT_GE(contrast(theme::error(), back), 4.5);
        EXPECT_GE(contrast(theme::warning(), back), 4.5);
        EXPECT_GE(contrast(theme::good(), back), 4.5);
    }
    EXPECT_GE(contrast(theme::onAccent(), theme::accent()), 4.5);
    EXPECT_GE(contrast(theme::focus(), window()), 3);
}

TEST_P(ThemeTest, ModelsStandOutAndDifferInBlueForTheColourBlind) {
    for (const ModelRole role : {ModelRole::Drafter, ModelRole::Refiner}) {
        EXPECT_GE(contrast(theme::model(role), window()), 3);
    }
    const QColor drafter = theme::model(ModelRole::Drafter);
    const QColor refiner = theme::model(ModelRole::Refiner);
    EXPECT_GT(drafter.blueF() - refiner.blueF(), 0.5);
}

TEST_P(ThemeTest, MemoryKeepsTheOwnersHueAndWeightsAreDarkest) {
    for (const auto owner : {MemoryOwner::Drafter, MemoryOwner::Refiner, MemoryOwner::VqVae}) {
        const QColor weights = theme::memory(owner, MemoryKind::Weights);
        const QColor cache = theme::memory(owner, MemoryKind::KvCache);
        const QColor activations = theme::memory(owner, MemoryKind::Activations);
        EXPECT_LT(luminance(weights), luminance(cache));
        EXPECT_LT(luminance(cache), luminance(activations));
        EXPECT_NEAR(weights.hueF(), activations.hueF(), 0.03);
    }
}

TEST_P(ThemeTest, StyleSheetHasNoNameLeftAndItsPartsExist) {
    const QString sheet = qApp->styleSheet();
    ASSERT_FALSE(sheet.isEmpty());
    QString rules = sheet;
    rules.remove(QRegularExpression("/\\*.*?\\*/", QRegularExpression::DotMatchesEverythingOption));
    EXPECT_FALSE(rules.contains('@')) << rules.mid(rules.indexOf('@'), 30).toStdString();
    auto parts = QRegularExpression("url\\(([^)]+)\\)").globalMatch(rules);
    ASSERT_TRUE(parts.hasNext());
    while (parts.hasNext()) {
        const QString file = parts.next().captured(1);
        EXPECT_TRUE(QFile::exists(file)) << file.toStdString();
    }
}

INSTANTIATE_TEST_SUITE_P(Both, ThemeTest, testing::Values(ThemeKind::Dark, ThemeKind::Light),
                         [](const auto& info) {
                             return info.param == ThemeKind::Dark ? "Dark" : "Light";
                         });

// The icon's most opaque pixel, if any.
QColor inkOf(const QIcon& icon, QIcon::Mode mode = QIcon::Normal) {
    const QImage image = icon.pixmap(QSize(48, 48), 1.0, mode).toImage();
    QColor ink(0, 0, 0, 0);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > ink.alpha()) ink = image.pixelColor(x, y);
        }
    }
    return ink;
}

TEST(ThemeIcons, AreAllThereAndDrawSomething) {
    const QStringList asked = QString(
                                  "generate stop live queue history settings folder save export "
                                  "random lock unlock star star-filled recent search compare "
                                  "sweep single play pause fit actual-size zoom-in zoom-out "
                                  "wipe flip difference plus minus close warning error info "
                                  "check chevron-down chevron-right copy trash undo chart "
                                  "curve dice up")
                                  .split(' ');
    const QStringList names = theme::iconNames();
    for (const QString& name : asked) EXPECT_TRUE(names.contains(name)) << name.toStdString();
    for (const QString& name : names) {
        EXPECT_EQ(inkOf(theme::icon(name)).alpha(), 255) << name.toStdString();
    }
}

TEST(ThemeIcons, FollowTheThemeWithoutBeingMadeAnew) {
    const QIcon icon = theme::icon("stop"), warning = theme::icon("warning", theme::warning);
    for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light}) {
        theme::apply(*qApp, kind);
        const QPalette palette = QApplication::palette();
        EXPECT_EQ(inkOf(icon), palette.color(QPalette::Active, QPalette::ButtonText));
        EXPECT_EQ(inkOf(icon, QIcon::Disabled),
                  palette.color(QPalette::Disabled, QPalette::ButtonText));
        EXPECT_EQ(inkOf(warning), theme::warning());
    }
}

TEST(ThemeIcons, AreSharpAtHighDensity) {
    const QPixmap pixmap = theme::icon("grid").pixmap(QSize(16, 16), 2.0);
    EXPECT_EQ(pixmap.size(), QSize(32, 32));
    EXPECT_EQ(pixmap.devicePixelRatio(), 2.0);
}

TEST(Theme, SystemFollowsTheDesktopsPalette) {
    theme::apply(*qApp, ThemeKind::Dark);
    theme::apply(*qApp, ThemeKind::System);
    const bool first = theme::isDark();
    theme::apply(*qApp, first ? ThemeKind::Light : ThemeKind::Dark);
    theme::apply(*qApp, ThemeKind::System);
    EXPECT_EQ(theme::isDark(), first) << "the previous theme must not matter";
}

TEST(Theme, SmallFontIsSmallerHoweverItWasSet) {
    QFont points, pixels;
    points.setPointSizeF(10);
    pixels.setPixelSize(20);
    EXPECT_LT(theme::small(points).pointSizeF(), 10);
    EXPECT_LT(theme::small(pixels).pixelSize(), 20);
}

}  // namespace
}  // namespace duo::ui
