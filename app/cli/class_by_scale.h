// Classes of scales, and mixes of two, as a person writes them.
#pragma once

#include <string>
#include <vector>

#include "generate_arguments.h"

namespace duo::cli {

// byScale: "0-3:lighthouse,4-9:castle", scales counted from 0; a class may be "castle+sea@0.3", 30
// % of which is sea. mix: "sea@0.3" is mixed into every class that has no mix of its own. Both may
// be empty. -> one a scale, or nothing if both are empty. Error(Usage) for scales without a class
// or with two, scales that the models do not have, unknown classes and weights outside 0 … 1.
std::vector<ScaleClass> parseScaleClasses(const std::string& byScale, const std::string& mix,
                                          const FamilyOutline& family);

}  // namespace duo::cli
