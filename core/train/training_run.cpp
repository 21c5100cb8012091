#include "train/training_run.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <optional>

#include "base/error.h"
#include "base/stopwatch.h"
#include "train/run_record.h"

namespace duo::train {
namespace {

const TrainCallbacks kSilent;
constexpr const char* kStateFile = "training.safetensors";

class Run {
  public:
    Run(Trainer& trainer, const RunOptions& options, const TrainCallbacks& callbacks,
        Stopwatch since)
        : trainer_(trainer),
          options_(options),
          session_(since),
          callbacks_(trainer.group().leads() ? callbacks : kSilent),
          group_(trainer.group()) {
        if (options.steps <= 0 && options.minutes <= 0)
            throw Error(ErrorKind::Usage, "A training run needs an end: steps or minutes.");
        if (!group_.leads()) return;
        std::error_code failure;
        std::filesystem::create_directories(options.folder, failure);
        if (failure) {
            throw Error(ErrorKind::File, "Cannot make the folder '" + options.folder +
                                             "': " + failure.message() + ".");
        }
    }

    RunOutcome go(std::stop_token stop) {
        if (group_.leads()) resume();
        if (group_.count() > 1) join();
        if (group_.leads()) record_.emplace(options_.folder, step_);
        Stopwatch sinceCheckpoint;
        while (!agreeToEnd(stop)) {
            trainOne();
            if (pending_ == options_.reportEvery) report();
            if (sinceCheckpoint.milliseconds() > checkpointMinutes() * 60e3) {
                checkpoint();
                sinceCheckpoint = Stopwatch();
            }
        }
        // The last checkpoint may take less time than was kept for it, so the share may fall again.
        const bool finished = share() >= 1;
        if (finished && pending_ > 0) report();
        checkpoint();
        agreeToEnd(stop);  // a launcher may end all processes when one ends
        return {group_.leads(), step_, finished, seconds_};
    }

  private:
    std::string path(const char* name) const {
        return (std::filesystem::path(options_.folder) / name).string();
    }

    double share() const {
        const double bySteps =
            options_.steps > 0 ? static_cast<double>(step_) / double(options_.steps) : 0.0;
        if (options_.minutes <= 0) return bySteps;
        const double seconds = options_.minutes * 60;
        const double training = std::max(seconds / 2, seconds - closing_);
        return std::max(bySteps, seconds_ / training);
    }

    // A short run, too, makes a checkpoint before its last one, to learn how long that takes.
    double checkpointMinutes() const {
        if (options_.minutes <= 0) return options_.checkpointMinutes;
        return std::min(options_.checkpointMinutes, options_.minutes / 2);
    }

    // Seconds of all sessions until now.
    double clock() const { return before_ + session_.milliseconds() * 1e-3; }

    void trainOne() {
        const Stopwatch watch;
        rate_ = learningRateAt(options_, step_, share());
        const Trainer::Report made = finiteStep();
        ++step_;
        ++pending_;
        lossSum_ += made.loss;
        for (const auto& [name, number] : made.parts) {
            auto found = std::find_if(sums_.begin(), sums_.end(),
                                      [&](const auto& sum) { return sum.first == name; });
            if (found == sums_.end()) found = sums_.insert(sums_.end(), {name, 0.0});
            found->second += number;
        }
        pendingSeconds_ += watch.milliseconds() * 1e-3;
        if (group_.leads()) seconds_ = clock();
    }

    Trainer::Report finiteStep() {
        try {
            const Trainer::Report made = trainer_.step(rate_, share());
            if (std::isfinite(made.loss)) return made;
            throw Error(ErrorKind::Numeric, "The loss is not a finite number.");
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Numeric) throw;
            throw Error(ErrorKind::Numeric,
                        "The training stopped at step " + std::to_string(step_ + 1) + ": " +
                            error.what() + " " + lastCheckpoint(),
                        "Run the same command with a lower --lr, or with --precision fp32.");
        }
    }

    // For errors: what a failed run leaves behind.
    std::string lastCheckpoint() const {
        if (!group_.leads()) return "Process 0 keeps the checkpoints.";
        if (saved_ < 0) return "There is no checkpoint yet.";
        return "The last good checkpoint is '" + path(kStateFile) + "', of step " +
               std::to_string(saved_) + ".";
    }

    // Returns whether the run is done or any process was asked to stop. All processes take the
    // leader's clock, so that they use the same rate and end together.
    bool agreeToEnd(const std::stop_token& stop) {
        const double stops = stop.stop_requested() ? 1 : 0;
        if (group_.leads()) seconds_ = clock();
        const auto mean = group_.average(
            {stops, group_.leads() ? seconds_ : 0.0, group_.leads() ? closing_ : 0.0});
        seconds_ = mean[1] * group_.count();
        closing_ = mean[2] * group_.count();
        return mean[0] > 0 || share() >= 1;
    }

    // Mean over the processes of their sums since the last report.
    void averageSums() {
        std::vector<double> numbers{lossSum_};
        for (const auto& [name, sum] : sums_) numbers.push_back(sum);
        numbers = group_.average(numbers);
        lossSum_ = numbers[0];
        for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i].second = numbers[i + 1];
    }

    void report() {
        averageSums();
        TrainProgress progress;
        progress.step = step_;
        progress.share = share();
        progress.loss = lossSum_ / double(pending_);
        progress.learningRate = rate_;
        progress.picturesPerSecond =
            double(pending_ * trainer_.picturesPerStep()) / pendingSeconds_;
        progress.secondsLeft = seconds_ / share() * (1 - share());
        for (const auto& [name, sum] : sums_)
            progress.parts.emplace_back(name, sum / double(pending_));
        NamedNumbers row{{"seconds", seconds_},
                         {log_column::kSecondsLeft, progress.secondsLeft},
                         {log_column::kRate, rate_},
                         {log_column::kPicturesPerSecond, progress.picturesPerSecond},
                         {log_column::kLoss, progress.loss}};
        row.insert(row.end(), progress.parts.begin(), progress.parts.end());
        if (record_) record_->add(step_, row);
        pending_ = 0;
        pendingSeconds_ = lossSum_ = 0;
        sums_.clear();
        if (callbacks_.progress) callbacks_.progress(progress);
    }

    void resume() {
        const std::string file = path(kStateFile);
        if (!std::filesystem::exists(file)) return;
        const TrainingState state = loadTrainingState(file);
        if (state.text("run.kind") != trainer_.kind()) {
            throw Error(ErrorKind::Checkpoint,
                        "The folder '" + options_.folder + "' holds a run of " +
                            state.text("run.kind") + ", expected " + trainer_.kind() + ".",
                        "Choose another folder, or use the options of that run.");
        }
        takeOver(state);
        saved_ = step_;
        if (!callbacks_.message) return;
        callbacks_.message("The run resumes after step " + std::to_string(step_) + ".");
        for (const auto& [what, now] : conditions()) {
            const auto before = state.values.find("run." + what);
            if (before == state.values.end() || before->second == now) continue;
            callbacks_.message("Since the last session the " + what + " changed: " + now +
                               ", before " + before->second + ".");
        }
    }

    // What may differ between sessions, for people, by name.
    std::map<std::string, std::string> conditions() const {
        return {{"batch", std::to_string(trainer_.picturesPerStep()) + " pictures a step"},
                {"number of processes", std::to_string(group_.count())},
                {"data", trainer_.data()}};
    }

    // Starts from the leader's state, whatever this process read from its folder.
    void join() {
        if (group_.broadcast(terms()) != terms()) {
            throw Error(ErrorKind::Usage,
                        "Process " + std::to_string(group_.rank()) +
                            " has another batch, rate or end than process 0.",
                        "Start all processes with the same options.");
        }
        const TrainingState state = leadersState(group_, current());
        if (!group_.leads()) takeOver(state);
        if (callbacks_.message)
            callbacks_.message(std::to_string(group_.count()) + " processes train together.");
    }

    // Options that must be equal in all processes.
    std::string terms() const {
        std::string terms = trainer_.kind();
        for (const double number :
             {double(trainer_.picturesPerStep()), double(options_.steps), options_.minutes,
              options_.learningRate, options_.finalRateShare, double(options_.warmupSteps),
              double(options_.reportEvery), double(options_.schedule)})
            terms.append(" ").append(std::to_string(number));
        return terms;
    }

    TrainingState current() const {
        TrainingState state;
        trainer_.save(state);
        state.values["run.kind"] = trainer_.kind();
        state.setNumber("run.step", step_);
        state.setReal("run.seconds", seconds_);
        state.setReal("run.closing", closing_);
        for (const auto& [what, now] : conditions()) state.values["run." + what] = now;
        return state;
    }

    void takeOver(const TrainingState& state) {
        trainer_.restore(state);
        step_ = state.number("run.step");
        seconds_ = before_ = state.real("run.seconds");
        if (state.values.contains("run.closing")) closing_ = state.real("run.closing");
    }

    void checkpoint() {
        if (!group_.leads()) return;
        const Stopwatch watch;
        try {
            saveTrainingState(path(kStateFile), current());
            saved_ = step_;
            trainer_.exportWeights(options_.folder);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::File) throw;
            throw Error(ErrorKind::File, std::string(error.what()) + " " + lastCheckpoint(),
                        error.hint() + " The same command then goes on from the checkpoint.");
        }
        if (options_.sheets) showSheet();
        closing_ = watch.milliseconds() * 1e-3;
    }

    // A missing sheet does not end the run.
    void showSheet() {
        try {
            const at::Tensor sheet_HW3 = trainer_.sheet(share());
            if (sheet_HW3.defined()) record_->addSheet(step_, sheet_HW3);
        } catch (const Error& problem) {
            if (!callbacks_.message) return;
            callbacks_.message("There is no sheet for step " + std::to_string(step_) + ": " +
                               problem.what());
        }
    }

    Trainer& trainer_;
    const RunOptions& options_;
    const Stopwatch session_;
    const TrainCallbacks& callbacks_;
    const ProcessGroup group_;
    std::optional<RunRecord> record_;      // only in the leader
    std::int64_t step_ = 0, pending_ = 0;  // pending: steps since the last report
    std::int64_t saved_ = -1;              // step of the last checkpoint; -1: none
    double seconds_ = 0;                   // of all sessions, until the last step
    double before_ = 0;                    // of earlier sessions
    double closing_ = 0;  // of the last checkpoint; kept free at the end of the minutes
    double pendingSeconds_ = 0, lossSum_ = 0, rate_ = 0;
    NamedNumbers sums_;
};

}  // namespace

double learningRateAt(const RunOptions& options, std::int64_t step, double share) {
    const double warm =
        options.warmupSteps > 0
            ? std::min(1.0, static_cast<double>(step + 1) / double(options.warmupSteps))
            : 1.0;
    const double done = std::min(1.0, share);
    const double left = options.schedule == RateSchedule::Linear
                            ? 1 - done
                            : 0.5 * (1 + std::cos(std::numbers::pi * done));
    return options.learningRate * warm *
           (options.finalRateShare + (1 - options.finalRateShare) * left);
}

RunOutcome runTraining(Trainer& trainer, const RunOptions& options, const TrainCallbacks& callbacks,
                       std::stop_token stop, Stopwatch since) {
    if (options.threads > 0) at::set_num_threads(options.threads);
    return Run(trainer, options, callbacks, since).go(stop);
}

}  // namespace duo::train
