// train classifier: beside the other trainings, whose options it shares in kind.
#include <cstdio>
#include <memory>

#include "cli.h"
#include "train/classifier_trainer.h"
#include "train_options.h"

namespace duo::cli {
namespace {

using namespace duo::train;

struct ClassifierArguments {
    ClassifierTrainOptions options;
    DeviceArguments where;
};

int trainIt(ClassifierArguments& arguments, const std::stop_token& stop) {
    ClassifierTrainOptions& options = arguments.options;
    options.trainer.device = resolveDevice(arguments.where.device);
    options.trainer.precision = precisionOf(arguments.where);
    ProgressBar bar;
    TrainCallbacks callbacks;
    callbacks.message = [&bar](const std::string& sentence) { bar.say(sentence); };
    callbacks.progress = [&bar](const TrainProgress& p) {
        char text[160];
        std::snprintf(text, sizeof text,
                      "step %lld, loss %.4f, accuracy %.1f %%, %.1f pictures/s, %s left",
                      static_cast<long long>(p.step), p.loss,
                      p.parts.empty() ? 0.0 : 100 * p.parts.front().second, p.picturesPerSecond,
                      durationText(p.secondsLeft).c_str());
        bar.show(p.share, text);
    };
    return tellOutcome(bar, trainClassifier(options, callbacks, stop),
                       options.run.folder + "/classifier.safetensors");
}

void addTrainingOptions(CLI::App& command, ClassifierArguments& a) {
    addRunOptions(command, a.options.run);
    command.add_option("--batch", a.options.trainer.batch, "Pictures of one update")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command.add_option("--seed", a.options.trainer.seed, "Seed of weights and order")
        ->capture_default_str();
    addDeviceOption(command, a.where);
    addPrecisionOption(command, a.where);
}

}  // namespace

void addTrainClassifier(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<ClassifierArguments>();
    arguments->options.run.learningRate = 1.5e-3;
    CLI::App* command = program.get_subcommand("train")->add_subcommand(
        "classifier", "Train the small network by whose features eval compares pictures");
    addPictureOptions(*command, arguments->options.pictures);
    addTrainingOptions(*command, *arguments);
    command->footer(
        "Example:\n  duoscale-cli train classifier --out runs/classifier --steps 2500\n"
        "  duoscale-cli eval samples scenes --features runs/classifier/classifier.safetensors");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) { return trainIt(*arguments, stop); };
    });
}

}  // namespace duo::cli
