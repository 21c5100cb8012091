// A family small enough to decode in milliseconds, saved as files, for tests of the engine and the
// program. Its lively weights make tokens depend on classes, seeds and scales.
#pragma once

#include <string>

#include "checkpoint/geometry.h"
#include "protocol/generation_request.h"

namespace duo::test {

// Scales 1,2,3,4; 10 classes, 64 codes of 8 channels; pictures of 16 x 16.
VqVaeGeometry tinyVqVae();
VarGeometry tinyDrafter();  // depth 3, width 128
VarGeometry tinyRefiner();  // depth 2, width 64

// Writes vqvae, drafter and refiner.safetensors and classes.tsv into a new folder, which the
// destructor removes.
class TinyFamily {
  public:
    TinyFamily();
    ~TinyFamily();
    TinyFamily(const TinyFamily&) = delete;
    TinyFamily& operator=(const TinyFamily&) = delete;

    const std::string& folder() const { return folder_; }
    ModelFiles files() const;
    // A drafter whose head has a NaN: decoding fails with Error(Numeric).
    std::string damagedDrafter() const;

  private:
    std::string folder_;
};

}  // namespace duo::test
