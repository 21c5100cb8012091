// Whether given token maps go with the loaded models.
#pragma once

#include "engine/model_cache.h"

namespace duo {

// Error(Usage) if the token maps are of other scales or have a code that the codebook lacks;
// Error(Checkpoint) if they are of another VQ-VAE. Nothing for an empty prefix.
void requireCodesFit(const TokenPrefix& given, const LoadedFamily& family);

}  // namespace duo
