// Names of classes in the language of the window. GUI thread only.
#pragma once

#include <QString>

namespace duo::ui {

// The demo family's classes have names in every language of the window; others stay as they are.
QString classNameHere(const QString& name);

}  // namespace duo::ui
