// The table of `sweep` as text, as CSV and as a plot.
#pragma once

#include <string>

#include "protocol/run_files.h"

namespace duo::cli {

std::string curveText(const SplitCurve& curve);  // for people, in columns
std::string curveCsv(const SplitCurve& curve);   // one row per point; empty cells if not measured

// Draws distance, accuracy, speed and memory against the split as a PNG. Atomic: written to a
// temporary name, then renamed. Error(File).
void plotCurve(const SplitCurve& curve, const std::string& file);

}  // namespace duo::cli
