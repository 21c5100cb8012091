#include "protocol/recipe.h"

#include <algorithm>

#include "base/error.h"

namespace duo {
namespace {

constexpr double kGuidance = 1.5, kTopP = 0.96;
constexpr int kVarTopK = 900;

}  // namespace

const std::vector<std::string>& recipeNames() {
    static const std::vector<std::string> names{"var", "code", "fid"};
    return names;
}

DecodePlan recipePlan(std::string_view recipe, int scaleCount, int split) {
    const std::vector<std::string>& names = recipeNames();
    if (std::find(names.begin(), names.end(), recipe) == names.end()) {
        throw Error(ErrorKind::Usage,
                    "The recipe must be var, code or fid; found '" + std::string(recipe) + "'.");
    }
    DecodePlan plan = DecodePlan::published(scaleCount, split);
    const bool oneModel = split == 0 || split == scaleCount;
    const bool isVar = recipe == "var" || (recipe == "fid" && oneModel);
    for (ScalePlan& scale : plan.scales) {
        scale.guidance = kGuidance;
        scale.topP = kTopP;
        if (!isVar) continue;
        scale.topK = kVarTopK;
        scale.temperature = 1;
    }
    return plan;
}

}  // namespace duo
