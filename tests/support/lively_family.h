// Small models with the lively weights of the fixtures. Each is created once per program.
#pragma once

#include <memory>
#include <string>

#include "model/session.h"
#include "model/var_transformer.h"
#include "model/vqvae.h"

namespace duo::test {

// The published shape at depth d: width 64 d, d heads, MLP of four times the width, 10 classes.
VarGeometry livelyGeometry(int depth, ScaleSchedule schedule, int vocabulary, bool shared = false);
// Weights for every tensor of the specifications, from the hash of "prefix/name".
StateDict livelyState(const std::string& prefix, const std::vector<TensorSpec>& specs);
std::shared_ptr<const VarTransformer> livelyVar(const std::string& prefix,
                                                const VarGeometry& geometry,
                                                MemoryLedger* ledger = nullptr,
                                                MemoryOwner owner = MemoryOwner::Drafter);
// The same with its matrices in another type.
std::shared_ptr<const VarTransformer> livelyVar(const std::string& prefix,
                                                const VarGeometry& geometry, at::ScalarType type);
// The same with its matrices in int8.
StateDict livelyInt8State(const std::string& prefix, const std::vector<TensorSpec>& specs);

// Scales 1,2,3,4,5,6; 96 codes of 12 channels.
ScaleSchedule sixScales();
VarGeometry drafterGeometry();  // depth 3
VarGeometry refinerGeometry();  // depth 2
VarGeometry sharedGeometry();   // depth 2 with shared AdaLN
const std::shared_ptr<const VarTransformer>& livelyDrafter();
const std::shared_ptr<const VarTransformer>& livelyRefiner();
const std::shared_ptr<const VarTransformer>& livelyShared();
const std::shared_ptr<const VqVae>& livelyVqVae();  // base width 64

// The ten published scales; 64 codes of 12 channels.
const std::shared_ptr<const VarTransformer>& livelyDrafter10();  // depth 2
const std::shared_ptr<const VarTransformer>& livelyRefiner10();  // depth 1
const std::shared_ptr<const VqVae>& livelyVqVae10();             // base width 32

// The largest difference divided by the largest magnitude of `expected`.
double relativeError(const at::Tensor& found, const at::Tensor& expected);

}  // namespace duo::test
