// train family: pictures in, a whole family with its card out; a subcommand of train.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "checks.h"
#include "cli.h"
#include "eval/scene_classifier.h"
#include "eval_inputs.h"
#include "family_card.h"
#include "io/atomic_file.h"
#include "protocol/split_list.h"
#include "sheet_command.h"
#include "sweep_command.h"
#include "train_options.h"
#include "units.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;
using namespace duo::train;

constexpr int kSceneSide = 128;  // of the sweep's own scenes
constexpr std::int64_t kMaxReference = 2000;

struct FamilyArguments {
    FamilyOptions options;
    DeviceArguments where;
    std::string size = "auto";
    std::string splits = "6,8";
    bool scenes = false;
    bool dryRun = false;
};

void addFamilyOptions(CLI::App& command, FamilyArguments& a) {
    FamilyOptions& options = a.options;
    CLI::Option* data = command.add_option("--data", options.pictures.folder,
                                           "Folder with one folder of pictures per class");
    command.add_flag("--scenes", a.scenes, "Train on painted demo scenes")->excludes(data);
    command.add_option("--data-seed", options.pictures.seed, "Seed of the painted scenes")
        ->capture_default_str();
    command.add_option("--out", options.family, "Folder for the finished family")->required();
    command.add_option("--run", options.run,
                       "Run folder; a run that it holds continues (default: the folder training "
                       "in --out)");
    command
        .add_option("--minutes", options.minutes,
                    "Total minutes of all stages, without pauses (a run that continues keeps its "
                    "own)")
        ->check(kPositive);
    command.add_option("--size", a.size, "Size of the models: auto, tiny, small, medium, large")
        ->check(CLI::IsMember({"auto", "tiny", "small", "medium", "large"}))
        ->capture_default_str();
    command.add_option("--side", options.side,
                       "Side of the pictures: 16, 32, 64, 128 or 256 pixels (default: chosen from "
                       "the pictures and the size)");
    command
        .add_option("--splits", a.splits,
                    "Splits that get a specialised pair, for example 6,8; none: no pair")
        ->capture_default_str();
    command.add_flag("--replace", options.replace,
                     "Replace the models of another training in --out");
    command
        .add_option("--workers", options.pictures.workers,
                    "Threads that read or paint pictures ahead; 0: half the cores")
        ->check(kNotNegative)
        ->capture_default_str();
    command
        .add_option("--checkpoint-minutes", options.checkpointMinutes,
                    "Minutes between two checkpoints")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--threads", options.threads, "Processor threads; 0 uses all")
        ->capture_default_str();
    command.add_option("--seed", options.seed, "Seed of the weights and of the order of pictures")
        ->capture_default_str();
    command.add_flag("--dry-run", a.dryRun, "Print the plan only: stages, sizes, minutes");
}

FamilyOptions settled(const FamilyArguments& a) {
    FamilyOptions options = a.options;
    if (options.pictures.folder.empty() && !a.scenes) {
        throw Error(ErrorKind::Usage, "train family needs pictures.",
                    "Name their folder with --data, or give --scenes for painted ones.");
    }
    options.size = familySizeNamed(a.size);
    options.splits.clear();
    if (a.splits != "none") {
        options.splits = parseSplits(a.splits, "--splits", ScaleSchedule::published256().count());
    }
    options.device = resolveDevice(a.where.device);
    options.precision = precisionOf(a.where);
    return options;
}

// The stages after the trainings: measuring, drawing, describing.
class Presentation {
  public:
    explicit Presentation(const FamilyTraining& training) : training_(training) {}

    void make(const std::string& stage, const std::stop_token& stop) {
        if (stage == "evaluation") return evaluate(stop);
        if (stage == "sheet") return draw(stop);
        const std::string file = training_.path(std::string("evaluation/") + kSplitCurveFile);
        const std::string card = familyCard(training_, parseSplitCurve(textOf(file), file));
        io::writeFileAtomically(inFamily("README.md"), card.data(), card.size());
    }

  private:
    std::string inFamily(const std::string& name) const {
        return (fs::path(training_.options().family) / name).string();
    }

    static std::string textOf(const std::string& file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    GenerateArguments decoding() const {
        GenerateArguments decode;
        decode.modelFolder = training_.options().family;
        decode.compute.device = deviceName(training_.options().device);
        decode.compute.threads = training_.options().threads;
        decode.seed = 1;
        decode.batch = training_.facts().gpu ? 64 : 8;
        return decode;
    }

    void evaluate(const std::stop_token& stop) const {
        SweepArguments sweep;
        sweep.decode = decoding();
        sweep.decode.count = training_.plan().perClass;
        sweep.decode.guidance = "1.5";
        sweep.decode.topP = "0.96";
        sweep.decode.out = training_.path("evaluation");
        std::vector<int> splits = training_.facts().splits;
        splits.insert(splits.end(), {0, ScaleSchedule::published256().count()});
        sweep.splits = formatSplits(splits);
        sweep.evaluate = true;
        sweep.features = inFamily(eval::kClassifierFile);
        const bool scenes = training_.facts().pictures == 0;
        if (!scenes || training_.plan().side != kSceneSide) {
            sweep.reference = scenes ? "scenes" : pictureFolderName(training_);
            sweep.openReference = [this] { return reference(); };
        }
        runSweep(sweep, stop);
        fs::copy_file(training_.path("evaluation/sweep.png"), inFamily(kFamilyCurve),
                      fs::copy_options::overwrite_existing);
    }

    std::unique_ptr<eval::PictureSet> reference() const {
        const std::shared_ptr<const PictureSource> source = training_.plainPictures(kHeldOutSeed);
        return eval::madePictures(
            std::min(source->count(), kMaxReference), [source](std::int64_t index) {
                return eval::LabelledPicture{source->picture(index), source->label(index)};
            });
    }

    void draw(const std::stop_token& stop) const {
        GenerateArguments sheet = decoding();
        sheet.specialised = !training_.facts().splits.empty();
        sheet.sheet = inFamily(kFamilySheet);
        generateSheet(sheet, stop);
    }

    const FamilyTraining& training_;
};

int trainFamily(const FamilyArguments& arguments, const std::stop_token& stop) {
    FamilyTraining training(settled(arguments));
    ProgressBar bar;
    std::fputs(planText(training.facts(), training.plan()).c_str(),
               arguments.dryRun ? stdout : stderr);
    if (arguments.dryRun) return 0;
    if (training.resumes()) bar.say("The run in '" + training.path("") + "' continues.");
    Presentation presentation(training);
    FamilyHooks hooks;
    hooks.say = [&bar](const std::string& sentence) { bar.say(sentence); };
    hooks.callbacks = [&bar](const std::string& stage) { return showOn(bar, stage); };
    hooks.present = [&](const std::string& stage, const std::stop_token& token) {
        presentation.make(stage, token);
    };
    if (!training.go(hooks, stop)) {
        bar.say("Stopped. The same command continues from there.");
        return static_cast<int>(ErrorKind::Cancelled);
    }
    bar.say("The family is in '" + training.options().family + "'; its README.md describes it.");
    std::printf("%s\n", training.options().family.c_str());
    return 0;
}

}  // namespace

void addTrainFamily(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<FamilyArguments>();
    CLI::App* command = program.get_subcommand("train")->add_subcommand(
        "family", "Train a whole family on your pictures, evaluate and describe it");
    addFamilyOptions(*command, *arguments);
    addDeviceOption(*command, arguments->where);
    addPrecisionOption(*command, arguments->where);
    command->footer(
        "Stages: VQ-VAE, token maps, drafter, refiner, specialised pairs, a classifier for the "
        "evaluation, the\n"
        "evaluation, a sheet of samples, the model card. After a stop, also a sudden one, the same "
        "command goes on;\n"
        "finished stages are not repeated.\n"
        "Examples:\n"
        "  duoscale-cli train family --data PICTURES --out FAMILY --minutes 240 --dry-run\n"
        "  duoscale-cli train family --data PICTURES --out FAMILY --minutes 240\n"
        "  duoscale-cli generate --models FAMILY --class NAME --split 8");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) { return trainFamily(*arguments, stop); };
    });
}

}  // namespace duo::cli
