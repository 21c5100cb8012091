// How many pictures fit into memory at once, before any is begun: a batch that is too large is cut
// where a picture does not depend on its neighbours, and told.
#pragma once

#include <cstdint>

#include "decode/collaborative_decoder.h"

namespace duo {

// Bytes that one more picture of a batch takes at the decode's highest: the KV cache of the model
// at work and its activations, or the VQ-VAE's activations. An upper estimate from the models'
// sizes, without weights, which are held already. A run without guidance has one row a picture, so
// this holds for counter draws alone. overlapPrefill: the next model's cache and activations are
// held as well.
std::int64_t pictureBytes(const ModelFamily& models, const DecodePlan& plan,
                          bool overlapPrefill = false);

// What tensors may still take on the device at work, a tenth kept back.
std::int64_t spareBytes(at::Device device);

// What the largest of the offloaded models takes of the device when it is at work.
std::int64_t bytesToBring(const ModelFamily& models);

// -> 1 … asked pictures
int fittingBatch(int asked, std::int64_t pictureBytes, std::int64_t spareBytes);

}  // namespace duo
