// finetune: a drafter or a refiner for one split N.
#include <memory>

#include "cli.h"
#include "train/fine_tune.h"
#include "train_options.h"

namespace duo::cli {
namespace {

using namespace duo::train;

void addModelOptions(CLI::App& command, FineTuneOptions& options) {
    const bool drafter = options.role == ModelRole::Drafter;
    VarTrainOptions& training = options.training;
    command.add_option("--split", options.split, "N: the scales that the drafter decodes")
        ->required();
    command.add_option("--start", training.start, "VAR file of the model to tune")->required();
    command.add_option("--vqvae", training.vqvae, "The family's VQ-VAE")->required();
    command.add_option("--tokens", training.tokens,
                       "File for the token maps (default: in the run folder)");
    if (drafter) return;
    command
        .add_option("--teacher", options.teacher,
                    "VAR file of the drafter, whose distribution the refiner learns")
        ->required();
    command
        .add_option(
            "--fade-share", options.fadeShare,
            "Share of the run over which the loss weight of the drafter's scales falls from 1 to 0")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
}

std::string examplesFor(ModelRole role) {
    if (role == ModelRole::Drafter) {
        return "Writes drafter_N.safetensors. The paper tunes for 5 % of the epochs of the first "
               "training.\n"
               "Example:\n"
               "  duoscale-cli finetune drafter --split 8 --start models/demo/drafter.safetensors\n"
               "      --vqvae models/demo/vqvae.safetensors --out runs/drafter8 --minutes 10";
    }
    return "Writes refiner_N.safetensors. The paper tunes for 25 % of the epochs of the first "
           "training.\n"
           "Example:\n"
           "  duoscale-cli finetune refiner --split 8 --start models/demo/refiner.safetensors\n"
           "      --teacher models/demo/drafter.safetensors --vqvae models/demo/vqvae.safetensors\n"
           "      --out runs/refiner8 --minutes 20";
}

void addRole(CLI::App& parent, Run& run, ModelRole role) {
    const bool drafter = role == ModelRole::Drafter;
    auto options = std::make_shared<FineTuneOptions>();
    options->role = role;
    options->training.run.learningRate = 0;
    CLI::App* command = parent.add_subcommand(
        drafter ? "drafter" : "refiner",
        drafter ? "Tune a drafter on the first N scales"
                : "Tune a refiner on the scales after N, with the drafter as teacher");
    addModelOptions(*command, *options);
    addPictureOptions(*command, options->training.pictures);
    addRunOptions(*command, options->training.run);
    command->get_option("--lr")
        ->description("Learning rate after the warm-up; auto: the paper's, adapted to the width")
        ->default_str("auto");
    addBatchOptions(*command, options->training.trainer);
    addRecomputeOption(*command, options->training.trainer);
    command->footer(examplesFor(role));
    addTraining(*command, run, options, fineTune, &FineTuneOptions::training);
}

}  // namespace

void addFineTune(CLI::App& program, Run& run) {
    CLI::App* command =
        program.add_subcommand("finetune", "Tune a drafter or a refiner for one split N");
    command->require_subcommand(1);
    addRole(*command, run, ModelRole::Drafter);
    addRole(*command, run, ModelRole::Refiner);
}

}  // namespace duo::cli
