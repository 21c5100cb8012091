#include "state/class_words.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

namespace duo::ui {
namespace {

constexpr const char* kContext = "duo::ui::ClassNames";

// The lines of models/demo/classes.tsv.
constexpr std::array kDemoNames{
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "sunset over the sea"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "sailing boat"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "lighthouse"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "mountain lake"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "pine forest"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "cactus desert"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "rainbow over hills"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "ringed planet"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "hot-air balloon"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "sunflower"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "cherry tree"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "toadstool"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "city at night"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "moonlit castle"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "butterfly"),
    QT_TRANSLATE_NOOP("duo::ui::ClassNames", "tropical fish"),
};

}  // namespace

QString classNameHere(const QString& name) {
    const auto known =
        std::ranges::find_if(kDemoNames, [&name](const char* demo) { return name == demo; });
    return known == kDemoNames.end() ? name : QCoreApplication::translate(kContext, *known);
}

}  // namespace duo::ui
