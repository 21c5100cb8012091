// A labelled sheet of a family: one row per class, one column per split.
#pragma once

#include <stop_token>

#include "generate_arguments.h"

namespace duo::cli {

// Draws into arguments.sheet; by default sixteen classes and every second split. Errors as
// generate; Error(Usage) if the sheet would be too large.
void generateSheet(const GenerateArguments& arguments, const std::stop_token& stop);

}  // namespace duo::cli
