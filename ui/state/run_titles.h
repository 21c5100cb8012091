// One line that names a run or a picture of it: "golden retriever, N = 8, seed 7", in the language
// of the moment.
#pragma once

#include <QString>

#include "state/model_library.h"
#include "state/run.h"

namespace duo::ui {

// image: of the seed's stream, from 0; people count from 1. The first one is not named.
QString seedNumber(quint64 seed, quint32 image);  // "7, picture 3"
QString seedWords(quint64 seed, quint32 image);   // "seed 7, picture 3"
QString titleOf(const Run& run, const ModelLibrary& models);
QString titleOf(const Picture& picture, const Run& run, const ModelLibrary& models);

}  // namespace duo::ui
