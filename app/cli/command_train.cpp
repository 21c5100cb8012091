#include <memory>
#include <string>

#include "base/error.h"
#include "checks.h"
#include "cli.h"
#include "engine/device.h"
#include "progress_bar.h"
#include "train/train_commands.h"
#include "train_options.h"

namespace duo::cli {
namespace {

using namespace duo::train;

void addVqVaeGeometry(CLI::App& command, VqVaeGeometry& geometry, CLI::Option* decoderOf) {
    command.add_option("--base-width", geometry.baseWidth, "Channels at full resolution")
        ->capture_default_str()
        ->excludes(decoderOf);
    command
        .add_option("--multipliers", geometry.multipliers,
                    "Widths of the levels, as multiples of the base width")
        ->delimiter(',')
        ->capture_default_str()
        ->excludes(decoderOf);
    command.add_option("--blocks", geometry.encoderBlocks, "ResNet blocks per level")
        ->capture_default_str()
        ->excludes(decoderOf);
    command.add_option("--codes", geometry.vocabulary, "Size of the codebook")
        ->capture_default_str()
        ->excludes(decoderOf);
    command.add_option("--channels", geometry.codeChannels, "Channels of a code")
        ->capture_default_str()
        ->excludes(decoderOf);
}

void addVqVaePhases(CLI::App& command, VqVaeTrainerOptions& trainer, CLI::Option* decoderOf) {
    command
        .add_option("--free-steps", trainer.freeSteps,
                    "Number of updates without the quantiser at the beginning")
        ->capture_default_str()
        ->excludes(decoderOf);
    command
        .add_option("--crop", trainer.cropSide,
                    "Side of the training crops at the beginning; 0: whole pictures")
        ->capture_default_str()
        ->excludes(decoderOf);
    command.add_option("--crop-share", trainer.cropShare, "Share of the run that trains on crops")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str()
        ->excludes(decoderOf);
}

void addTrainVqVae(CLI::App& parent, Run& run) {
    auto options = std::make_shared<VqVaeTrainOptions>();
    options->trainer.geometry = demoVqVaeGeometry();
    CLI::App* command = parent.add_subcommand("vqvae", "Train a VQ-VAE");
    addPictureOptions(*command, options->pictures);
    addRunOptions(*command, options->run);
    VqVaeTrainerOptions& trainer = options->trainer;
    addBatchOptions(*command, trainer);
    CLI::Option* decoderOf =
        command->add_option("--decoder-of", options->decoderOf,
                            "VQ-VAE file to start from; only its decoder is trained, so its token "
                            "maps and transformers stay valid (default: fresh weights)");
    command
        ->add_option("--contrast-loss", trainer.losses.contrast,
                     "Weight of the loss for blurred edges and textures")
        ->check(kNotNegative)
        ->capture_default_str();
    addVqVaeGeometry(*command, trainer.geometry, decoderOf);
    addVqVaePhases(*command, trainer, decoderOf);
    command->footer(
        "Examples:\n"
        "  duoscale-cli train vqvae --out runs/vqvae --minutes 60 --lr 4e-4\n"
        "  duoscale-cli train vqvae --decoder-of runs/vqvae/vqvae.safetensors --out runs/sharper "
        "--minutes 20 --lr 3e-4 --contrast-loss 1");
    addTraining(*command, run, options, trainVqVae);
}

void addVarModel(CLI::App& command, VarTrainOptions& options) {
    command.add_option("--vqvae", options.vqvae, "The trained VQ-VAE")->required();
    command.add_option(
        "--tokens", options.tokens,
        "File for the token maps, which several models can share (default: in the run folder)");
    CLI::Option* start = command.add_option(
        "--start", options.start,
        "VAR file to start from, with its weights and sizes (default: fresh weights)");
    command.add_option("--depth", options.depth, "Transformer blocks")
        ->capture_default_str()
        ->excludes(start);
    command.add_option("--width", options.width, "Channels")
        ->capture_default_str()
        ->excludes(start);
    command.add_option("--heads", options.heads, "Attention heads")
        ->capture_default_str()
        ->excludes(start);
}

void addVarPhases(CLI::App& command, VarTrainOptions& options) {
    VarTrainerOptions& trainer = options.trainer;
    command
        .add_option("--learn-from", options.learnFrom,
                    "First scale to learn, counted from 1; the scales before it are inputs only, "
                    "as for a refiner")
        ->check(kPositive)
        ->capture_default_str();
    command
        .add_option("--class-weights", trainer.classWeights,
                    "Relative frequency of each class, one number per class, for example 1,1,3,1 "
                    "(default: all equal)")
        ->delimiter(',');
    command
        .add_option("--first-scales", trainer.firstScales,
                    "Number of scales to train at the beginning; 0: all")
        ->capture_default_str();
    command.add_option("--first-share", trainer.firstShare, "Share of the run on the first scales")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command
        .add_option("--whole-every", trainer.wholeEvery,
                    "After that, every n-th update trains all scales; 1: every update")
        ->check(kPositive)
        ->capture_default_str();
}

void addTrainVar(CLI::App& parent, Run& run) {
    auto options = std::make_shared<VarTrainOptions>();
    CLI::App* command =
        parent.add_subcommand("var", "Train a VAR transformer: a drafter or a refiner");
    addPictureOptions(*command, options->pictures);
    addRunOptions(*command, options->run);
    addVarModel(*command, *options);
    addBatchOptions(*command, options->trainer);
    addVarPhases(*command, *options);
    command->footer(
        "Examples:\n"
        "  duoscale-cli train var --vqvae runs/vqvae/vqvae.safetensors --out runs/drafter "
        "--minutes 120\n"
        "  duoscale-cli train var --vqvae runs/vqvae/vqvae.safetensors --out runs/refiner --depth "
        "3 --width 128 "
        "--heads 2 --minutes 40\n"
        "  duoscale-cli train var --vqvae models/demo/vqvae.safetensors --start "
        "models/demo/drafter.safetensors --out runs/longer --minutes 60 --lr 4e-4");
    addRecomputeOption(*command, options->trainer);
    addTraining(*command, run, options, trainVar);
}

void addEncode(CLI::App& parent, Run& run) {
    auto options = std::make_shared<EncodeOptions>();
    CLI::App* command =
        parent.add_subcommand("encode", "Make the token maps of a data set before training");
    addPictureOptions(*command, options->pictures);
    command->add_option("--vqvae", options->vqvae, "The trained VQ-VAE")->required();
    command->add_option("--tokens", options->tokens, "Token file to write or to complete")
        ->required();
    command->add_option("--threads", options->threads, "Processor threads; 0 uses all")
        ->capture_default_str();
    auto where = std::make_shared<DeviceArguments>();
    addDeviceOption(*command, *where);
    command->callback([options, where, &run] {
        run = [options, where](const std::stop_token& stop) {
            options->device = resolveDevice(where->device);
            ProgressBar bar;
            TrainCallbacks callbacks;
            callbacks.progress = [&bar](const TrainProgress& p) {
                bar.showWithTimeLeft(p.share, std::to_string(p.step) + " pictures");
            };
            callbacks.message = [&bar](const std::string& sentence) { bar.say(sentence); };
            const std::int64_t pictures = encodePictures(*options, callbacks, stop);
            bar.say(std::to_string(pictures) + " pictures are encoded in " + options->tokens + ".");
            return stop.stop_requested() ? static_cast<int>(ErrorKind::Cancelled) : 0;
        };
    });
}

}  // namespace

void addTrain(CLI::App& program, Run& run) {
    CLI::App* command = program.add_subcommand(
        "train",
        "Train a family, a VQ-VAE, a VAR or a classifier on your pictures or scenes; resumable");
    command->require_subcommand(1);
    addTrainVqVae(*command, run);
    addTrainVar(*command, run);
    addEncode(*command, run);
}

}  // namespace duo::cli
