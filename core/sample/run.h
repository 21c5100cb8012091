// The sampling job: finds the pictures that are missing in a folder and decodes them batch by
// batch.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "protocol/commands.h"
#include "sample/manifest.h"
#include "sample/shard.h"

namespace duo::sample {

struct SampleJob {
    SampleManifest manifest;
    std::string folder;
    GenerateCommand command;  // its labels are replaced batch by batch
    int batch = 4;
    Shard shard;
};

// Runs a command to its end and passes its events to the listener, in the calling thread: the
// engine, or a fake of a test. Throws the job's failure.
using GenerateJob = std::function<JobReport(const GenerateCommand& command,
                                            const std::function<void(const Event&)>& listener)>;

struct SampleProgress {
    std::int64_t finished = 0, due = 0;  // pictures of this shard
    std::int64_t made = 0;               // of them by this process
    double seconds = 0;                  // of decoding and writing those
    double secondsLeft = 0;
};
using SampleListener = std::function<void(const SampleProgress&)>;

struct SampleOutcome {
    std::int64_t made = 0;       // by this process
    std::int64_t found = 0;      // finished before it
    double seconds = 0;          // of decoding and writing
    std::int64_t peakBytes = 0;  // of tensors
};

// Makes the pictures of the shard that are missing in the folder. A batch with a missing picture is
// decoded whole, so that rounding does not depend on where an earlier run stopped. listener: called
// after each batch; may be empty. Errors of the job; Error(Cancelled) with the count so far.
SampleOutcome runSample(const SampleJob& job, const GenerateJob& generate,
                        const SampleListener& listener);

}  // namespace duo::sample
