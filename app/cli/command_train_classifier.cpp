// train classifier: beside the other trainings, whose options it shares in kind.
#include <cstdio>
#include <memory>

#include "base/error.h"
#include "cli.h"
#include "engine/device.h"
#include "progress_bar.h"
#include "train/classifier_trainer.h"

namespace duo::cli {
namespace {

using namespace duo::train;

struct ClassifierArguments {
    ClassifierTrainOptions options;
    std::string device = "auto";
    std::string precision = "auto";
};

TrainingPrecision precisionOf(const std::string& text) {
    if (text == "fp32") return TrainingPrecision::Float32;
    return text == "bf16" ? TrainingPrecision::BFloat16 : TrainingPrecision::Auto;
}

int trainIt(ClassifierArguments& arguments, const std::stop_token& stop) {
    ClassifierTrainOptions& options = arguments.options;
    options.trainer.device = resolveDevice(arguments.device);
    options.trainer.precision = precisionOf(arguments.precision);
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
    const RunOutcome outcome = trainClassifier(options, callbacks, stop);
    if (!outcome.finished) {
        bar.say("Stopped at step " + std::to_string(outcome.step) +
                "; the same command goes on from there.");
        return static_cast<int>(ErrorKind::Cancelled);
    }
    bar.say("Finished after " + std::to_string(outcome.step) + " steps, " +
            durationText(outcome.seconds) + " of training. The weights lie in " +
            options.run.folder + "/classifier.safetensors.");
    return 0;
}

void addDataOptions(CLI::App& command, ClassifierTrainOptions& options) {
    command.add_option(
        "--data", options.folder,
        "A folder with one folder of pictures a class; without it the demo scenes are painted");
    command.add_option("--pictures", options.count, "How many scenes to paint")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command.add_option("--data-seed", options.pictureSeed, "Seed of the painted scenes")
        ->capture_default_str();
}

void addTrainingOptions(CLI::App& command, ClassifierArguments& a) {
    RunOptions& run = a.options.run;
    command.add_option("--out", run.folder, "Folder of the run; a run that lies there goes on")
        ->required();
    command.add_option("--minutes", run.minutes, "Train for so many minutes in all")
        ->check(CLI::PositiveNumber);
    command.add_option("--steps", run.steps, "Train for so many updates in all")
        ->check(CLI::PositiveNumber);
    command.add_option("--lr", run.learningRate, "Learning rate after the warm-up")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command.add_option("--batch", a.options.trainer.batch, "Pictures of one update")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command.add_option("--seed", a.options.trainer.seed, "Seed of weights and order")
        ->capture_default_str();
    command.add_option("--threads", run.threads, "Processor threads; 0 uses all")
        ->capture_default_str();
    command.add_option("--device", a.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    command.add_option("--precision", a.precision, "auto, fp32 or bf16")
        ->check(CLI::IsMember({"auto", "fp32", "bf16"}))
        ->capture_default_str();
}

}  // namespace

void addTrainClassifier(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<ClassifierArguments>();
    arguments->options.run.learningRate = 1.5e-3;
    CLI::App* command = program.get_subcommand("train")->add_subcommand(
        "classifier", "Train the small network by whose features eval compares pictures");
    addDataOptions(*command, arguments->options);
    addTrainingOptions(*command, *arguments);
    command->footer(
        "Example:\n  duoscale-cli train classifier --out runs/classifier --steps 2500\n"
        "  duoscale-cli eval samples scenes --features runs/classifier/classifier.safetensors");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) { return trainIt(*arguments, stop); };
    });
}

}  // namespace duo::cli
