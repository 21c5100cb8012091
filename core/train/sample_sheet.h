// Pictures drawn by a transformer in training: a few classes, always with the same seed, so that
// sheets of successive checkpoints can be compared.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "decode/collaborative_decoder.h"

namespace duo::train {

struct SampleSheet {
    ModelFamily family;
    std::vector<int> classes;          // B, one per cell
    int split = 0;                     // N: the scales of the family's drafter
    int scales = 0;                    // scales to draw; the picture is decoded from these only
    bool guided = true;                // the models have a 'no class' row
    std::vector<at::Tensor> given_Bl;  // tokens of the first scales, which are not drawn
};

// Up to sixteen classes, evenly spread.
std::vector<int> sheetClasses(int classes);

// -> [H, W, 3] uint8, classes row by row. Errors as decodeTokens.
at::Tensor drawSampleSheet(const SampleSheet& sheet);

}  // namespace duo::train
