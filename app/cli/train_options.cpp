#include "train_options.h"

#include <cstdio>
#include <map>

#include "base/error.h"
#include "checks.h"
#include "units.h"

namespace duo::cli {
namespace {

using namespace duo::train;

// "accuracy 93.1 %, " if the trainer measures it.
std::string accuracyNote(const NamedNumbers& parts) {
    for (const auto& [name, share] : parts) {
        if (name != "accuracy") continue;
        char text[40];
        std::snprintf(text, sizeof text, "accuracy %.1f %%, ", 100 * share);
        return text;
    }
    return {};
}

std::string progressNote(const TrainProgress& progress) {
    char loss[32];
    std::snprintf(loss, sizeof loss, "%.4f", progress.loss);
    return "step " + std::to_string(progress.step) + ", loss " + loss + ", " +
           accuracyNote(progress.parts) + rateText(progress.picturesPerSecond, 1, 1) + ", " +
           timeLeftText(progress.secondsLeft);
}

}  // namespace

train::TrainCallbacks showOn(ProgressBar& bar, const std::string& stage) {
    TrainCallbacks callbacks;
    const std::string before = stage.empty() ? stage : stage + ": ";
    callbacks.progress = [&bar, before](const TrainProgress& p) {
        bar.show(p.share, before + progressNote(p));
    };
    callbacks.message = [&bar](const std::string& sentence) { bar.say(sentence); };
    return callbacks;
}

int tellOutcome(ProgressBar& bar, const train::RunOutcome& outcome, const std::string& weights) {
    if (!outcome.leads) return outcome.finished ? 0 : static_cast<int>(ErrorKind::Cancelled);
    if (outcome.finished) {
        bar.say("Finished after " + std::to_string(outcome.step) + " steps, " +
                clockText(outcome.seconds) + ". The weights are in " + weights + ".");
        return 0;
    }
    bar.say("Stopped at step " + std::to_string(outcome.step) +
            ". The same command continues from there.");
    return static_cast<int>(ErrorKind::Cancelled);
}

void addPictureOptions(CLI::App& command, train::PictureOptions& pictures) {
    command.add_option(
        "--data", pictures.folder,
        "Folder with one folder of pictures per class (default: painted demo scenes)");
    command.add_option("--pictures", pictures.count, "Number of scenes to paint")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--data-seed", pictures.seed, "Seed of the painted scenes")
        ->capture_default_str();
    command
        .add_option("--views", pictures.views,
                    "Views of every picture of --data: the resized picture and random crops of it, "
                    "half of them mirrored")
        ->check(kPositive)
        ->capture_default_str();
    command
        .add_option(
            "--workers", pictures.workers,
            "Threads that read pictures ahead; 0: half the cores for --data, one for scenes")
        ->check(kNotNegative)
        ->capture_default_str();
}

void addRunOptions(CLI::App& command, train::RunOptions& run) {
    command.add_option("--out", run.folder, "Run folder; a run that it holds continues")
        ->required();
    command
        .add_option("--minutes", run.minutes,
                    "Total minutes of the training, with token maps and sheets, without pauses")
        ->check(kPositive);
    command.add_option("--steps", run.steps, "Total updates of training")->check(kPositive);
    command
        .add_option("--lr", run.learningRate,
                    "Learning rate after the warm-up; then it falls by --schedule")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--schedule", run.schedule, "How the learning rate falls: cosine or linear")
        ->transform(CLI::CheckedTransformer(std::map<std::string, RateSchedule>{
            {"cosine", RateSchedule::Cosine}, {"linear", RateSchedule::Linear}}))
        ->default_str("cosine");
    command.add_option("--warmup", run.warmupSteps, "Updates of linear warm-up")
        ->capture_default_str();
    command
        .add_option("--checkpoint-minutes", run.checkpointMinutes,
                    "Minutes between two checkpoints")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--threads", run.threads, "Processor threads; 0 uses all")
        ->capture_default_str();
    command.add_flag("!--no-sheets", run.sheets,
                     "Do not draw pictures at every checkpoint into the folder sheets of the run");
}

void addRecomputeOption(CLI::App& command, train::VarTrainerOptions& trainer) {
    command.add_flag("--checkpoint-blocks", trainer.recompute,
                     "Keep only each block's input for the backward pass and compute the block "
                     "again there: a third more time, a fraction of the memory");
}

void addDeviceOption(CLI::App& command, DeviceArguments& arguments) {
    command.add_option("--device", arguments.device, "auto, cpu, cuda or cuda:N")
        ->capture_default_str();
}

void addPrecisionOption(CLI::App& command, DeviceArguments& arguments) {
    command
        .add_option("--precision", arguments.precision,
                    "auto (bf16 if the device supports it), fp32 or bf16")
        ->check([](const std::string& text) {
            if (text != "int8") return std::string();
            return std::string(
                "Training needs fp32 or bf16; found int8. Use --precision int8 only to decode with "
                "trained weights.");
        })
        ->check(CLI::IsMember({"auto", "fp32", "bf16"}))
        ->capture_default_str();
}

void explainProcesses(CLI::App& command) {
    command.footer(command.get_footer() +
                   "\n"
                   "\n"
                   "Several processes, on one machine or several, can train one model. Each takes "
                   "--batch pictures of every\n"
                   "pass. A launcher sets RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT, and "
                   "LOCAL_RANK, which selects the GPU:\n"
                   "  torchrun --no-python --nproc-per-node 2 duoscale-cli train …\n"
                   "If a process is silent for DUOSCALE_PEER_TIMEOUT seconds (default: 600), the "
                   "others stop.");
}

train::TrainingPrecision precisionOf(const DeviceArguments& arguments) {
    if (arguments.precision == "fp32") return TrainingPrecision::Float32;
    if (arguments.precision == "bf16") return TrainingPrecision::BFloat16;
    return TrainingPrecision::Auto;
}

}  // namespace duo::cli
