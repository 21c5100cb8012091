// train classifier: a subcommand of train, with options like those of the other trainers.
#include <memory>

#include "checks.h"
#include "cli.h"
#include "train/classifier_trainer.h"
#include "train_options.h"

namespace duo::cli {

void addTrainClassifier(CLI::App& program, Run& run) {
    auto options = std::make_shared<train::ClassifierTrainOptions>();
    options->run.learningRate = 1.5e-3;
    CLI::App* command = program.get_subcommand("train")->add_subcommand(
        "classifier", "Train the small feature network for eval");
    addPictureOptions(*command, options->pictures);
    addRunOptions(*command, options->run);
    command->add_option("--batch", options->trainer.batch, "Pictures per update")
        ->check(kPositive)
        ->capture_default_str();
    command
        ->add_option("--seed", options->trainer.seed,
                     "Seed of the weights and of the order of pictures")
        ->capture_default_str();
    command->footer(
        "Example:\n  duoscale-cli train classifier --out runs/classifier --steps 2500\n"
        "  duoscale-cli eval samples scenes --features runs/classifier/classifier.safetensors");
    addTraining(*command, run, options, train::trainClassifier);
}

}  // namespace duo::cli
