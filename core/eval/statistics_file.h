// Mean and covariance of a reference set's features as evaluators keep them: an .npz with the
// arrays mu [F] and sigma [F, F] (pytorch-fid's --save-stats, guided-diffusion's reference files).
#pragma once

#include <string>

#include "eval/moments.h"

namespace duo::eval {

// What an .npz holds.
struct ArchiveContent {
    bool pictures = false;    // an array that openPictureSet reads
    bool statistics = false;  // mu and sigma
};
// Neither where the path is a folder or absent. Error(Checkpoint): no ZIP archive.
ArchiveContent contentOf(const std::string& path);

// Error(File): no such arrays, other shapes, numbers that are not finite.
Gaussian readStatistics(const std::string& path);
// Atomic: written to a temporary name, then renamed. Error(File).
void writeStatistics(const std::string& path, const Gaussian& gaussian);

}  // namespace duo::eval
