// The pictures that a transformer in training draws: a few classes, always with the same seed, so
// that the sheets of successive checkpoints compare.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "decode/collaborative_decoder.h"

namespace duo::train {

struct SampleSheet {
    ModelFamily family;
    std::vector<int> classes;          // B, a cell each
    int split = 0;                     // N: the scales of the family's drafter
    int scales = 0;                    // drawn; a picture is decoded from these alone
    bool guided = true;                // the models know 'no class'
    std::vector<at::Tensor> given_Bl;  // tokens of the first scales, which nobody draws
};

// Up to sixteen, spread over all.
std::vector<int> sheetClasses(int classes);

// -> [H, W, 3] uint8, the classes row by row. Errors as decodeTokens.
at::Tensor drawSampleSheet(const SampleSheet& sheet);

}  // namespace duo::train
