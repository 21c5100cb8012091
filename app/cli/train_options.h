// What the training subcommands share: their options, and how a run is shown and ends.
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

// Where a training runs, as text until the command line is read: a GPU is looked for when the run
// begins.
struct DeviceArguments {
    std::string device = "auto";
    std::string precision = "auto";
};

// For the trainers of transformers.
void addRecomputeOption(CLI::App& command, train::VarTrainerOptions& trainer);

void addDeviceOption(CLI::App& command, DeviceArguments& arguments);
void addPrecisionOption(CLI::App& command, DeviceArguments& arguments);
train::TrainingPrecision precisionOf(const DeviceArguments& arguments);
// Ends a subcommand's help with how to train in several processes.
void explainProcesses(CLI::App& command);

// Where a trainer runs, in what precision, and with which other processes.
template <typename TrainerOptions>
void settle(TrainerOptions& trainer, const DeviceArguments& arguments) {
    const train::ProcessPlace place =
        train::findPlace([](const char* name) { return std::getenv(name); });
    trainer.device = resolveDevice(deviceOfRank(arguments.device, place.localRank));
    trainer.precision = precisionOf(arguments);
    trainer.group = train::ProcessGroup(place, trainer.device);
}

// Progress on the bar, messages as lines.
train::TrainCallbacks showOn(ProgressBar& bar);
// Says how the run ended; returns the exit status.
int tellOutcome(ProgressBar& bar, const train::RunOutcome& outcome, const std::string& weights);

// Batch and accumulation have the same names in every trainer's options.
template <typename TrainerOptions>
void addBatchOptions(CLI::App& command, TrainerOptions& trainer) {
    command.add_option("--batch", trainer.batch, "Pictures of one pass")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--accumulate", trainer.accumulation, "Passes of one update")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--ema", trainer.emaDecay, "Decay of the averaged weights that are written")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command.add_option("--seed", trainer.seed, "Seed of weights and order")->capture_default_str();
}

// Where it runs, and what the subcommand does: one training, shown as it goes. part: where in the
// options `trainer` and `run` lie.
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
