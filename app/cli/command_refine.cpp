// refine: finishes the drafts that a person picked.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/error.h"
#include "cli.h"
#include "core_session.h"
#include "generate_from.h"
#include "generate_run.h"
#include "io/png.h"
#include "picture_files.h"
#include "protocol/run_files.h"
#include "protocol/split_list.h"
#include "sample/manifest.h"
#include "units.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRefined = "refined";

struct RefineArguments {
    GenerateArguments decode;
    std::string folder;
    std::string pick;
};

SampleManifest readDrafts(const std::string& folder) {
    SampleManifest manifest = sample::readManifest(folder);
    if (manifest.command == kDraftCommand) return manifest;
    throw Error(
        ErrorKind::File,
        "The folder '" + folder + "' holds a run of " + manifest.command + ", not of draft.",
        "Name a folder that `duoscale-cli draft --out` wrote.");
}

// The picked numbers, each once, in rising order.
std::vector<int> chosenDrafts(const RefineArguments& arguments, const SampleManifest& manifest) {
    std::vector<int> picks =
        parseSplits(arguments.pick, "--pick", static_cast<int>(manifest.count()) - 1);
    std::sort(picks.begin(), picks.end());
    picks.erase(std::unique(picks.begin(), picks.end()), picks.end());
    for (const int pick : picks) {
        const fs::path file = fs::path(arguments.folder) / manifest.fileName(pick);
        if (fs::exists(file)) continue;
        throw Error(ErrorKind::File,
                    "Draft " + std::to_string(pick) + " has not been made: there is no '" +
                        file.string() + "'.",
                    "Run the draft command again; it continues where it stopped.");
    }
    return picks;
}

// The refiner that the run names, by its name in the model folder where it is there.
ModelFiles refinerOf(const SampleManifest& manifest, const FamilyOutline& family) {
    ModelFiles files = family.files;
    const std::string text = manifest.setting("refiner");
    const fs::path named = fs::path(family.folder) / text.substr(0, text.find(" (digest "));
    if (!family.folder.empty() && fs::is_regular_file(named)) files.refiner = named;
    return files;
}

void requireRefinerOf(const SampleManifest& manifest, const ModelsLoaded& loaded) {
    const std::string text = manifest.setting("refiner");
    for (const ModelFacts& model : loaded.models) {
        if (model.owner != MemoryOwner::Refiner) continue;
        if (text.find(model.digest) != std::string::npos) return;
        throw Error(ErrorKind::Checkpoint,
                    "The drafts were made for the refiner " + text + ", but '" + model.file +
                        "' has the digest " + model.digest + ".",
                    "Give the models of the run with --models, or with --vae, --drafter and "
                    "--refiner.");
    }
}

// The picture of the draft, whose scales it keeps.
GenerateCommand refineCommand(const std::string& draft, const GenerateArguments& arguments) {
    const Provenance made = readProvenance(draft);
    GenerateCommand command{1, {}, computeOf(arguments), requestOf(made)};
    command.compute.precision = made.precision;
    if (arguments.compute.device == "auto") command.compute.device = made.device;
    GenerationRequest& request = command.request;
    request.labels = {made.label};
    request.firstImage = made.image;
    request.batch = 1;
    request.endScale = 0;
    request.prefix = prefixOf(made, made.endScale);
    request.parent = {fs::path(draft).filename(),
                      pictureId(io::readPngTexts(draft).at(kProvenanceKey))};
    return command;
}

void saveRefined(const std::string& file, const PictureDone& picture) {
    io::writePng(file, toImage(picture.pixels),
                 {{kProvenanceKey, picture.provenance}, {kParametersKey, picture.parameters}});
    std::printf("%s\n", file.c_str());
}

int refine(const RefineArguments& arguments, const std::stop_token& stop) {
    const SampleManifest manifest = readDrafts(arguments.folder);
    const std::vector<int> picks = chosenDrafts(arguments, manifest);
    const FamilyOutline family = outlineFamily(arguments.decode);
    const ModelFiles files = refinerOf(manifest, family);
    const std::string out = arguments.decode.out.empty()
                                ? (fs::path(arguments.folder) / kRefined).string()
                                : arguments.decode.out;
    requireWritableFolder(out);
    ProgressBar bar;
    CoreSession core(stop);
    int made = 0;
    double seconds = 0;
    std::int64_t peakBytes = 0;
    for (const int pick : picks) {
        const std::string name = manifest.fileName(pick), file = (fs::path(out) / name).string();
        if (fs::exists(file)) continue;
        bar.show(static_cast<double>(made) / static_cast<double>(picks.size()), "refining " + name);
        GenerateCommand command =
            refineCommand((fs::path(arguments.folder) / name).string(), arguments.decode);
        command.files = filesFor(files, command.request);
        const JobReport report = core.generate(command, [&](const Event& event) {
            if (const auto* loaded = std::get_if<ModelsLoaded>(&event)) {
                requireRefinerOf(manifest, *loaded);
            } else if (const auto* picture = std::get_if<PictureDone>(&event)) {
                saveRefined(file, *picture);
            }
        });
        ++made;
        seconds += (report.totalMs - report.loadMs) / 1000;
        peakBytes = std::max(peakBytes, report.memory.allocatorPeakBytes);
    }
    bar.say(std::to_string(made) + " refined in " + secondsText(seconds) + "; " +
            std::to_string(static_cast<int>(picks.size()) - made) +
            " were there before. Peak memory of tensors: " + memoryText(peakBytes) + ".");
    return 0;
}

}  // namespace

void addRefine(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<RefineArguments>();
    arguments->decode.out.clear();
    CLI::App* command =
        program.add_subcommand("refine", "Finish drafts that `draft` made, by their numbers");
    command->add_option("DIR", arguments->folder, "Run folder of draft")
        ->required()
        ->check(CLI::ExistingDirectory);
    command->add_option("--pick", arguments->pick, "Numbers of the drafts, for example 3,17,40-42")
        ->required();
    addModelOptions(*command, arguments->decode);
    command->add_option("--out", arguments->decode.out,
                        "Folder for the pictures (default: refined in DIR); those that are there "
                        "are not made again");
    command->footer("Example:\n  duoscale-cli refine drafts --pick 3,17,40");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) { return refine(*arguments, stop); };
    });
}

}  // namespace duo::cli
