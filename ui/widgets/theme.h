// Dark and light: the palette, the one style sheet, and the colours that mean something. Views ask
// here for every colour and repaint on QEvent::PaletteChange.
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

// The two models have one colour each, everywhere: rail, charts, captions. Told apart by
// colour-blind people too (blue and orange), and always beside a word or a letter.
QColor model(ModelRole role);
QColor vqvae();
QColor memory(MemoryOwner owner, MemoryKind kind);  // of the owner's colour: weights darkest
QColor accent();
QColor error();
QColor warning();
QColor subtle();  // secondary text
QColor canvas();  // behind pictures, neutral grey
QColor line();    // hairlines

QColor onAccent();  // text and icons upon accent()
QColor overlay();   // behind labels on pictures, see-through
QColor onOverlay();
QColor focus();  // ring around what has the keyboard
QColor good();   // of what went well
// a and b mixed: 0 is a, 1 is b.
QColor mixed(const QColor& a, const QColor& b, double share);

// Line icons, drawn in the palette's text colour: see resources/icons. Unknown names assert. With a
// colour of the theme (theme::error, …) they are drawn in that one.
QIcon icon(const QString& name);
QIcon icon(const QString& name, QColor (*color)());
QStringList iconNames();

// For secondary lines.
QFont small(const QFont& font);

// Properties the style sheet knows, set to true: "primary" (QPushButton, QToolButton: the one that
// matters most), "subtle" and "heading" (QLabel), "wrong" (QLineEdit).

inline constexpr int kGap = 8;     // between things
inline constexpr int kInset = 12;  // from an edge

}  // namespace theme
}  // namespace duo::ui
