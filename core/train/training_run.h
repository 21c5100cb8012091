// The loop around any trainer: learning rate, log, checkpoints, stop and resume. A run is a folder:
// training.safetensors (to go on), log.csv, sheets of pictures and TensorBoard's events files, and
// what the trainer exports.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "train/process_group.h"
#include "train/training_log.h"
#include "train/training_state.h"

namespace duo::train {

// How the rate falls from the end of the warm-up to the end of the run.
enum class RateSchedule { Cosine, Linear };

struct RunOptions {
    std::string folder;  // made if absent; a run that lies there goes on
    // The end: whichever comes first; 0 is no limit, one must be given. Minutes are of training,
    // pauses not counted.
    std::int64_t steps = 0;
    double minutes = 0;
    double learningRate = 1e-3;  // after a linear warm-up; then it falls by the schedule
    RateSchedule schedule = RateSchedule::Cosine;
    double finalRateShare = 0.02;  // of learningRate, at the end
    std::int64_t warmupSteps = 100;
    double checkpointMinutes = 3;
    std::int64_t reportEvery = 20;  // steps
    int threads = 0;                // 0: all cores
    bool sheets = true;             // of pictures, at every checkpoint
};

struct TrainProgress {
    std::int64_t step = 0;
    double share = 0;  // done, 0 to 1
    double loss = 0;   // mean since the last report
    double learningRate = 0;
    double picturesPerSecond = 0;
    double secondsLeft = 0;
    NamedNumbers parts;  // of the loss, and whatever else the trainer measures
};

// All are called on the training thread; any may be empty.
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
    virtual std::string kind() const = 0;  // guards against another trainer's folder
    // One update. share: of the run that is done.
    virtual Report step(double learningRate, double share) = 0;
    virtual std::int64_t picturesPerStep() const = 0;  // of all processes
    // That train together: each makes its own trainer of the same options.
    virtual ProcessGroup group() const { return {}; }
    virtual void save(TrainingState& state) const = 0;
    virtual void restore(const TrainingState& state) = 0;
    // Writes the weights to use (the average) into the folder.
    virtual void exportWeights(const std::string& folder) const = 0;
    // What the weights to use make of a few pictures, [H, W, 3] uint8; undefined where there is
    // nothing to show. The training does not notice. share: of the run that is done.
    virtual at::Tensor sheet(double /*share*/) const { return {}; }
};

struct RunOutcome {
    bool leads = true;  // of several processes, the one that writes and speaks
    std::int64_t step = 0;
    bool finished = false;  // false: stopped on request, resumable
    double seconds = 0;     // of training, all sittings together
};

// Of several processes the leader alone reads and writes the folder and calls back; the others
// begin with its state, end with its clock, and any of them may be asked to stop.
// Errors: Error(Usage) no end given, or unlike processes; Error(Checkpoint) a folder of another
// run; Error(File); Error(Numeric) from the trainer; Error(Device) where another process is lost.
RunOutcome runTraining(Trainer& trainer, const RunOptions& options, const TrainCallbacks& callbacks,
                       std::stop_token stop);

// Of the k-th step at a share of the run.
double learningRateAt(const RunOptions& options, std::int64_t step, double share);

}  // namespace duo::train
