// Words the core's errors in the window's language. The core's own English sentence follows as
// detail where it is another one.
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
