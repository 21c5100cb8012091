// Whether given token maps go with the loaded models.
#pragma once

#include "engine/model_cache.h"

namespace duo {

// Error(Usage) if the request's prefix is of other scales or has a code that the codebook lacks;
// Error(Checkpoint) if it is of another VQ-VAE. Nothing for a request without a prefix.
void requirePrefixFits(const GenerationRequest& request, const LoadedFamily& family);

}  // namespace duo
