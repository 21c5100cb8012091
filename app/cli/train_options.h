// What the training subcommands share: options, progress and the final report.
#pragma once

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "checks.h"
#include "cli.h"
#include "engine/device.h"
#include "progress_bar.h"
#include "rank_device.h"
#include "train/train_commands.h"

namespace duo::cli {

void addPictureOptions(CLI::App& command, train::PictureOptions& pictures);
void addRunOptions(CLI::App& command, train::RunOptions& run);

// Device and precision as text: the device is looked up only when the run begins.
struct DeviceArguments {
    std::string device = "auto";
    std::string precision = "auto";
};

// For the trainers of transformers.
void addRecomputeOption(CLI::App& command, train::VarTrainerOptions& trainer);

void addDeviceOption(CLI::App& command, DeviceArguments& arguments);
void addPrecisionOption(CLI::App& command, DeviceArguments& arguments);
train::TrainingPrecision precisionOf(const DeviceArguments& arguments);
// Adds to a subcommand's help how to train in several processes.
void explainProcesses(CLI::App& command);

// Sets the trainer's device, precision and process group.
template <typename TrainerOptions>
void settle(TrainerOptions& trainer, const DeviceArguments& arguments) {
    const train::ProcessPlace place =
        train::findPlace([](const char* name) { return std::getenv(name); });
    trainer.device = resolveDevice(deviceOfRank(arguments.device, place.localRank));
    trainer.precision = precisionOf(arguments);
    trainer.group = train::ProcessGroup(place, trainer.device);
}

// Progress on the bar, messages as lines. stage: stands before the progress, for a run of several.
train::TrainCallbacks showOn(ProgressBar& bar, const std::string& stage = {});
// Reports the end of the run; returns the exit status.
int tellOutcome(ProgressBar& bar, const train::RunOutcome& outcome, const std::string& weights);

// Batch and accumulation have the same names in every trainer's options.
template <typename TrainerOptions>
void addBatchOptions(CLI::App& command, TrainerOptions& trainer) {
    command.add_option("--batch", trainer.batch, "Pictures per pass")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--accumulate", trainer.accumulation, "Passes per update")
        ->check(kPositive)
        ->capture_default_str();
    command
        .add_option("--ema", trainer.emaDecay,
                    "Decay of the averaged weights, which are the ones written")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command.add_option("--seed", trainer.seed, "Seed of the weights and of the order of pictures")
        ->capture_default_str();
}

// Adds the device options and the callback, which trains with a progress bar. part: the member of
// the options that holds `trainer` and `run`.
template <typename Options, typename Train, typename Part = std::identity>
void addTraining(CLI::App& command, Run& run, const std::shared_ptr<Options>& options, Train train,
                 Part part = {}) {
    auto where = std::make_shared<DeviceArguments>();
    addDeviceOption(command, *where);
    addPrecisionOption(command, *where);
    explainProcesses(command);
    command.callback([options, where, train, part, &run] {
        run = [options, where, train, part](const std::stop_token& stop) {
            auto& training = std::invoke(part, *options);
            settle(training.trainer, *where);
            ProgressBar bar;
            const std::string& folder = training.run.folder;
            return tellOutcome(bar, train(*options, showOn(bar), stop), folder);
        };
    });
}

}  // namespace duo::cli
