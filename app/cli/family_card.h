// The model card of a family that `train family` made.
#pragma once

#include <string>

#include "protocol/run_files.h"
#include "train/family_run.h"

namespace duo::cli {

inline constexpr const char* kFamilySheet = "contact-sheet.png";
inline constexpr const char* kFamilyCurve = "curve.png";

// The name of the folder of the pictures, without its place on this machine.
std::string pictureFolderName(const train::FamilyTraining& training);

// Markdown: the models with their sizes, the data, the trainings with their last figures, the
// measured curve and what its figures mean. Error(File): a file of the family or of the run is
// absent.
std::string familyCard(const train::FamilyTraining& training, const SplitCurve& curve);

}  // namespace duo::cli
