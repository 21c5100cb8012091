// What the core says of an error, for people: in the window's language, with the core's own English
// sentence as detail where that is another one.
#pragma once

#include <QString>

#include "base/error.h"

namespace duo::ui {

struct ErrorWords {
    QString text, hint;
};
// message and hint: the core's.
ErrorWords errorWords(ErrorKind kind, const std::string& message, const std::string& hint);

}  // namespace duo::ui
