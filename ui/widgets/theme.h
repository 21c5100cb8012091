// Dark and light themes: the palette, the style sheet, and the semantic colours. Views take every
// colour from here and repaint on QEvent::PaletteChange.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QString>
#include <QStringList>

#include "base/memory_ledger.h"
#include "protocol/decode_plan.h"

class QApplication;

namespace duo::ui {

enum class ThemeKind { System, Dark, Light };

namespace theme {

void apply(QApplication& application, ThemeKind kind);
bool isDark();

// Each model has one colour everywhere: rail, charts, captions. Blue and orange, which colour-blind
// people can tell apart, and always with a word or a letter.
QColor model(ModelRole role);
QColor vqvae();
QColor memory(MemoryOwner owner, MemoryKind kind);  // shades of the owner's colour: weights darkest
QColor accent();
QColor error();
QColor warning();
QColor subtle();  // secondary text
QColor canvas();  // behind pictures, neutral grey
QColor line();    // hairlines

QColor onAccent();  // text and icons on accent()
QColor overlay();   // translucent, behind labels on pictures
QColor onOverlay();
QColor focus();  // ring around the widget with keyboard focus
QColor good();   // success
// Mixes a and b: share 0 gives a, 1 gives b.
QColor mixed(const QColor& a, const QColor& b, double share);

// Line icons in the palette's text colour, or in a colour of the theme (theme::error, …): see
// resources/icons. Unknown names assert.
QIcon icon(const QString& name);
QIcon icon(const QString& name, QColor (*color)());
QStringList iconNames();
QIcon programIcon();

// For secondary lines.
QFont small(const QFont& font);

// Properties in the style sheet, set to true: "primary" (QPushButton, QToolButton: the main
// action), "subtle" and "heading" (QLabel), "wrong" (QLineEdit).

inline constexpr int kGap = 8;     // between widgets
inline constexpr int kInset = 12;  // from an edge

}  // namespace theme
}  // namespace duo::ui
