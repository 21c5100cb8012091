// Geometries of the published models by depth, for measuring without a file. Torch-free.
#pragma once

#include <string>

#include "checkpoint/geometry.h"

namespace duo {

// Width 64 d, d heads, 4096 codes of 32 channels, 1000 classes. Pictures have 256 x 256 pixels;
// d36 is the published 512 x 512 model with shared AdaLN.
VarGeometry publishedVar(int depth);
VqVaeGeometry publishedVqVae();

struct BenchPreset {
    VarGeometry drafter;
    VarGeometry refiner;  // depth 0 if there is none
};

// "var-d16": plain VAR, the drafter alone. Error(Usage) for other words.
BenchPreset parsePreset(const std::string& text);
// "d30+d16": drafter and refiner. Error(Usage) for other words and for models whose scales differ.
BenchPreset parsePair(const std::string& text);

}  // namespace duo
