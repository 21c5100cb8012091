// How far a sweep is, or what came of it, in one line.
#pragma once

#include <QString>

#include "state/model_library.h"
#include "views/sweep_model.h"

namespace duo::ui {

// sweep: has runs.
QString sweepStatus(const SweepModel& sweep, const ModelLibrary& models);

}  // namespace duo::ui
