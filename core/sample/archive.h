// The .npz of a sampling run, from the pictures of its shards.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "sample/manifest.h"

namespace duo::sample {

using ArchiveProgress = std::function<void(std::int64_t written, std::int64_t count)>;

// Writes every picture of the run, taken from the first folder that has it, as arr_0 uint8
// [n, h, w, 3] and the labels as arr_1 int64 [n]. Streams: memory for one picture. progress may be
// empty. Error(File) if pictures are missing or belong to another run; Error(Cancelled).
void writeSampleArchive(const SampleManifest& manifest, const std::vector<std::string>& folders,
                        const std::string& file, const ArchiveProgress& progress,
                        std::stop_token stop);

}  // namespace duo::sample
