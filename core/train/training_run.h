// The loop around any trainer: learning rate, log, checkpoints, stop and resume. A run folder holds
// training.safetensors (to resume), log.csv, sheets of pictures, TensorBoard events files, and the
// trainer's exports.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "base/stopwatch.h"
#include "train/process_group.h"
#include "train/training_log.h"
#include "train/training_state.h"

namespace duo::train {

// How the learning rate falls from the end of the warm-up to the end of the run.
enum class RateSchedule { Cosine, Linear };

struct RunOptions {
    std::string folder;  // created if missing; a run in it is resumed
    // The run ends at whichever limit comes first; 0: no limit, at least one is required. Minutes
    // count everything but the pauses between sessions: reading and encoding pictures, checkpoints
    // and sheets, too.
    std::int64_t steps = 0;
    double minutes = 0;
    double learningRate = 1e-3;  // after a linear warm-up; then it falls by the schedule
    RateSchedule schedule = RateSchedule::Cosine;
    double finalRateShare = 0.02;  // of learningRate, at the end
    std::int64_t warmupSteps = 100;
    double checkpointMinutes = 3;   // at most half of minutes
    std::int64_t reportEvery = 20;  // steps
    int threads = 0;                // 0: all cores
    bool sheets = true;             // draw a sheet of pictures at every checkpoint
};

struct TrainProgress {
    std::int64_t step = 0;
    double share = 0;  // done, 0 to 1
    double loss = 0;   // mean since the last report
    double learningRate = 0;
    double picturesPerSecond = 0;
    double secondsLeft = 0;
    NamedNumbers parts;  // of the loss, and other figures of the trainer
};

// Called on the training thread; any may be empty.
struct TrainCallbacks {
    std::function<void(const TrainProgress&)> progress;
    std::function<void(const std::string& sentence)> message;
};

class Trainer {
  public:
    struct Report {
        double loss = 0;
        NamedNumbers parts;
    };
    virtual ~Trainer() = default;
    virtual std::string kind() const = 0;  // identifies the trainer of a run folder
    // One update. share: the completed share of the run.
    virtual Report step(double learningRate, double share) = 0;
    virtual std::int64_t picturesPerStep() const = 0;  // over all processes
    // The pictures that it learns from, for people; empty if unknown.
    virtual std::string data() const { return {}; }
    // The processes that train together; each creates its own trainer with the same options.
    virtual ProcessGroup group() const { return {}; }
    virtual void save(TrainingState& state) const = 0;
    virtual void restore(const TrainingState& state) = 0;
    // Writes the averaged weights into the folder.
    virtual void exportWeights(const std::string& folder) const = 0;
    // Sample pictures by the averaged weights, [H, W, 3] uint8; undefined if there are none. Does
    // not affect the training. share: the completed share of the run.
    virtual at::Tensor sheet(double /*share*/) const { return {}; }
};

struct RunOutcome {
    bool leads = true;  // true in the process that writes and reports
    std::int64_t step = 0;
    bool finished = false;  // false: stopped on request, resumable
    double seconds = 0;     // over all sessions
};

// With several processes, only the leader reads and writes the folder and calls back. The others
// take its state and its clock. Any process may be asked to stop. A checkpoint that cannot be
// written leaves the one before it whole. A resumed run says which of batch, processes and pictures
// changed. Error(Usage): no end given, or processes with different options; Error(Checkpoint): a
// folder of another run; Error(File); Error(Numeric) with the step, once the loss or the gradients
// are no finite numbers; Error(Device): another process is lost.
// since: started when the session began, for the minutes.
RunOutcome runTraining(Trainer& trainer, const RunOptions& options, const TrainCallbacks& callbacks,
                       std::stop_token stop, Stopwatch since = {});

// The rate of a step at a share of the run.
double learningRateAt(const RunOptions& options, std::int64_t step, double share);

}  // namespace duo::train
