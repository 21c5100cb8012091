// The sampling values of published evaluations, by name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/decode_plan.h"

namespace duo {

// "var", "code", "fid"
const std::vector<std::string>& recipeNames();

// var: plain VAR (top-k 900, top-p 0.96, cfg 1.5, temperature 1).
// code: CoDe (top-p 0.96, cfg 1.5; top-k and temperatures as DecodePlan::published).
// fid: code where both models decode, var where one model decodes all scales.
// Throws Error(Usage) on another name and on a split out of range.
DecodePlan recipePlan(std::string_view recipe, int scaleCount, int split);

}  // namespace duo
