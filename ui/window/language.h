// The language of the window's texts and numbers.
#pragma once

#include <QString>

namespace duo::ui {

// code: "en", "ru", or empty for the desktop's. Languages without a translation use English.
// Existing widgets keep their texts; a new window uses the new ones.
void speak(const QString& code);

}  // namespace duo::ui
