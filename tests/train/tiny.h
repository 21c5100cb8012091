// Models and pictures small enough to train in a test.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "train/parameters.h"
#include "train/var_trainer.h"
#include "train/vqvae_trainer.h"

namespace duo::test {

// A folder that is removed at the end of the test.
class ScratchFolder {
  public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }
    std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

// Four pictures of 16 x 16 in two classes: flat colours with a bright square.
std::shared_ptr<const train::PictureCache> tinyPictures();
// Sides 1, 2, 4; f4; 16 codes of 4 channels.
ScaleSchedule tinySchedule();
VqVaeGeometry tinyVqVaeGeometry();
train::VqVaeTrainerOptions tinyVqVaeOptions();
train::VarTrainerOptions tinyVarOptions();
std::shared_ptr<train::TokenCache> tinyTokens();

// The largest difference between two sets of named tensors; infinity if names differ.
double largestDifference(const train::NamedTensors& a, const train::NamedTensors& b);

}  // namespace duo::test
