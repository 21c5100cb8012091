// One line that names a run or a picture of it: "golden retriever, N = 8, seed 7", in the language
// of the moment.
#pragma once

#include <QString>

#include "state/model_library.h"
#include "state/run.h"

namespace duo::ui {

QString titleOf(const Run& run, const ModelLibrary& models);
QString titleOf(const Picture& picture, const Run& run, const ModelLibrary& models);

}  // namespace duo::ui
