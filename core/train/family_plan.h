// Which models a family gets, how long each is trained and how it is measured: chosen from the
// pictures, the machine and the minutes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checkpoint/geometry.h"
#include "protocol/run_files.h"

namespace duo::train {

enum class FamilySize { Auto, Tiny, Small, Medium, Large };
FamilySize familySizeNamed(const std::string& name);  // "auto", "tiny", …; Error(Usage)

// Everything that the plan depends on. A resumed run takes its plan from the facts that its folder
// keeps, so another machine or later version does not change the models.
struct FamilyFacts {
    std::int64_t pictures = 0;  // 0: scenes, as many as the plan says
    int classes = 0;
    int shortSide = 0;  // of a typical picture, in pixels
    bool gpu = false;
    double minutes = 0;  // of everything
    FamilySize size = FamilySize::Auto;
    int side = 0;             // of the family's pictures; 0: chosen
    std::vector<int> splits;  // of the specialised pairs
    bool operator==(const FamilyFacts&) const = default;
};

struct VarSizes {
    int depth = 0, width = 0, heads = 0;
};

struct FamilyPlan {
    FamilySize size = FamilySize::Tiny;
    int side = 0;
    std::int64_t pictures = 0;  // files, or scenes to paint
    int views = 1;              // of each file
    VqVaeGeometry vqvae;
    VarSizes drafter, refiner;
    int vqvaeBatch = 8, varBatch = 8;
    int perClass = 0;  // pictures that the evaluation draws, at each split
    std::vector<FamilyStage> stages;
};

// Error(Usage): the side is none of 16, 32, 64, 128, 256; no minutes; a split that leaves a model
// without scales.
FamilyPlan planFamily(const FamilyFacts& facts);

// A table for people: stages, sizes, minutes.
std::string planText(const FamilyFacts& facts, const FamilyPlan& plan);
// One line on a stage: "depth 6, width 192, 3 heads". Empty where there is nothing to say.
std::string stageWords(const std::string& stage, const FamilyPlan& plan);

std::string minutesText(double minutes);  // "12 min", "40 s"

// For family-run.json.
std::vector<std::pair<std::string, std::string>> settingsOf(const FamilyFacts& facts);
FamilyFacts factsOf(const FamilyRun& run);

// Minutes for the stage that is about to begin, of what is left of `total`: by the planned shares
// of this stage and the later ones.
double minutesFor(const std::vector<FamilyStage>& stages, std::size_t stage, double total);

}  // namespace duo::train
