// The sampling job: which pictures are missing, decoding them batch by batch, and the archive of
// all.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "progress_bar.h"
#include "protocol/commands.h"
#include "sample_manifest.h"
#include "sample_shard.h"

namespace duo::cli {

struct SampleJob {
    SampleManifest manifest;
    std::string folder;
    GenerateCommand command;  // its labels are replaced batch by batch
    int batch = 4;
    Shard shard;
};

struct SampleOutcome {
    std::int64_t made = 0;       // by this run of the program
    std::int64_t found = 0;      // of this shard, finished before
    double seconds = 0;          // of decoding and writing
    std::int64_t peakBytes = 0;  // the most that tensors held
};

// Makes the pictures of the shard that are missing in the folder. A batch that holds one is decoded
// whole, so that its rounding does not depend on where a run was cut off. Errors as the engine's;
// Error(Cancelled) says how far it came.
SampleOutcome runSample(const SampleJob& job, ProgressBar& bar, std::stop_token stop);

// Every picture of the run, from the first of the folders that has it, as arr_0 uint8 [n, h, w, 3]
// and arr_1 int64 [n], the labels. Streams; needs the memory of one picture. Error(File) where
// pictures are missing or are not those of the run.
void writeSampleArchive(const SampleManifest& manifest, const std::vector<std::string>& folders,
                        const std::string& file, ProgressBar& bar, std::stop_token stop);

}  // namespace duo::cli
