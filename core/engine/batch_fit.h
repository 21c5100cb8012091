// How many pictures fit into memory at once, estimated before a decode begins. The engine cuts a
// batch that is too large and reports it, unless its pictures depend on each other.
#pragma once

#include <cstdint>

#include "decode/collaborative_decoder.h"

namespace duo {

// Bytes that one more picture of a batch takes at the decode's highest: the KV cache of the model
// at work and its activations, or the VQ-VAE's activations. An upper estimate from the models'
// sizes, without weights, which are held already. A run without guidance has one row a picture, so
// this holds for counter draws alone. overlapPrefill: the next model's cache and activations are
// held as well.
// schedule: of the family. runs: of the plan's scales that are decoded.
std::int64_t pictureBytes(const ModelFamily& models, const ScaleSchedule& schedule,
                          const std::vector<PlanRun>& runs, bool overlapPrefill = false);

// Bytes that tensors may still take on the device; a tenth of what is free is kept back.
std::int64_t spareBytes(at::Device device);

// Bytes of weights that the largest of the offloaded models loads onto the device to work; 0
// without offloading.
std::int64_t bytesToLoad(const ModelFamily& models);

// -> 1 … asked pictures; 1 even where the estimate says that none fits
int fittingBatch(int asked, std::int64_t pictureBytes, std::int64_t spareBytes);

}  // namespace duo
