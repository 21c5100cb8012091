// How many pictures fit into memory at once, before any is begun: a batch that is too large is cut
// where a picture does not depend on its neighbours, and told.
#pragma once

#include <cstdint>

#include "decode/collaborative_decoder.h"

namespace duo {

// Bytes that one more picture of a batch takes at the decode's highest: the KV cache of the model
// at work, its activations, or the VQ-VAE's. An upper estimate from the models' sizes; weights are
// held already. overlapPrefill: the model that comes next has its cache already, and activations of
// its own.
std::int64_t pictureBytes(const ModelFamily& models, const DecodePlan& plan,
                          bool overlapPrefill = false);

// What tensors may still take on the device at work, a tenth kept back.
std::int64_t spareBytes(at::Device device);

// What the largest of the offloaded models takes of the device when it is at work.
std::int64_t bytesToBring(const ModelFamily& models);

// -> 1 … asked pictures
int fittingBatch(int asked, std::int64_t pictureBytes, std::int64_t spareBytes);

}  // namespace duo
