#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>

#include "base/error.h"
#include "checkpoint/state_dict.h"
#include "cli.h"
#include "contact_sheet.h"
#include "core_session.h"
#include "cut_notice.h"
#include "generate_arguments.h"
#include "generate_report.h"
#include "io/png.h"
#include "picture_files.h"
#include "progress_bar.h"
#include "protocol/provenance.h"
#include "protocol/split_list.h"
#include "units.h"

namespace duo::cli {
namespace {

using Json = nlohmann::json;

constexpr int kSheetCell = 128;

std::uint64_t randomSeed() {
    std::random_device device;
    return device();  // 32 bits: short enough to type again
}

ComputeOptions computeOf(const GenerateArguments& arguments) {
    ComputeOptions compute = arguments.compute;
    compute.precision = precisionOf(arguments.precision);
    return compute;
}

// Shows the progress of a job. A scale counts by its tokens, which is close to its time.
class JobProgress {
  public:
    JobProgress(ProgressBar& bar, const ScaleSchedule& schedule, int pictures, int jobs)
        : bar_(bar),
          cut_(bar),
          allTokens_(std::int64_t{schedule.totalTokens()} * pictures * jobs),
          pictures_(pictures * jobs) {}

    void take(const Event& event) {
        cut_.take(event);
        if (const auto* load = std::get_if<LoadProgress>(&event)) {
            bar_.show(load->fraction,
                      "loading " + std::filesystem::path(load->file).filename().string());
        } else if (const auto* scale = std::get_if<ScaleDone>(&event)) {
            if (tokens_ == 0) watch_ = Stopwatch();  // the rate leaves out loading
            tokens_ += scale->tokens;
            show();
        } else if (std::holds_alternative<PictureDone>(event)) {
            ++finished_;
            show();
        }
    }

  private:
    void show() {
        const double share = static_cast<double>(tokens_) / static_cast<double>(allTokens_);
        const double seconds = watch_.milliseconds() / 1000;
        const std::string note = "picture " + std::to_string(finished_) + " of " +
                                 std::to_string(pictures_) + ", " +
                                 rateText(share * pictures_, seconds) + ", " +
                                 timeLeftText(share > 0 ? seconds * (1 - share) / share : 0);
        bar_.show(share, note);
    }

    ProgressBar& bar_;
    CutNotice cut_;
    Stopwatch watch_;
    std::int64_t tokens_ = 0, allTokens_;
    int finished_ = 0, pictures_;
};

void saveTrace(const std::string& path, const Trace& trace) {
    saveStateDict(path, trace, at::kFloat, {{"program", "duoscale-cli generate --trace"}});
}

// A model that the plan does not use is not loaded.
ModelFiles filesFor(ModelFiles files, const DecodePlan& plan) {
    if (!plan.uses(ModelRole::Drafter)) files.drafter.clear();
    if (!plan.uses(ModelRole::Refiner)) files.refiner.clear();
    return files;
}

// One job whose pictures become files.
struct Work {
    GenerateCommand command;
    std::optional<int> only;                         // save this picture of the request alone
    std::function<void(const ModelsLoaded&)> check;  // before decoding; may be empty
};

// Names the files from which averaged weights are taken.
void sayWeights(ProgressBar& bar, const ModelFiles& files) {
    const std::pair<const std::string&, ModelKind> opened[] = {{files.vqvae, ModelKind::VqVae},
                                                               {files.drafter, ModelKind::Var},
                                                               {files.refiner, ModelKind::Var}};
    for (const auto& [file, kind] : opened) {
        if (file.empty()) continue;
        const std::string note = weightsNote(openCheckpoint(file, kind));
        if (!note.empty()) bar.say("The weights of '" + file + "' are " + note + ".");
    }
}

int runAndSave(const GenerateArguments& arguments, const FamilyOutline& family, const Work& work,
               const std::stop_token& stop) {
    const GenerationRequest& request = work.command.request;
    requireWritableFolder(arguments.out);
    if (request.wantTrace) requireWritableFile(arguments.trace);

    ProgressBar bar;
    JobProgress progress(bar, family.schedule, static_cast<int>(request.labels.size()), 1);
    PictureFiles files(arguments.out, request.seed, request.plan.split(), arguments.scales);
    sayWeights(bar, work.command.files);
    ModelsLoaded models;
    const auto listen = [&](const Event& event) {
        progress.take(event);
        const auto* picture = std::get_if<PictureDone>(&event);
        if (picture == nullptr || !work.only || picture->index == *work.only) files.take(event);
        const auto* loaded = std::get_if<ModelsLoaded>(&event);
        if (loaded == nullptr) return;
        models = *loaded;
        if (work.check) work.check(models);
    };
    Trace trace;
    const TraceSink keep = [&trace](Trace made) { trace = std::move(made); };
    CoreSession core(stop);
    const JobReport report =
        core.generate(work.command, listen, request.wantTrace ? keep : TraceSink{});
    if (request.wantTrace) saveTrace(arguments.trace, trace);
    if (arguments.json) {
        const auto json =
            reportJson(report, models, request.seed, request.plan.split(), files.saved());
        std::printf("%s\n", json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
        return 0;
    }
    for (const PictureFiles::Saved& saved : files.saved()) std::printf("%s\n", saved.file.c_str());
    bar.say(reportText(report) + " Seed " + std::to_string(request.seed) + ".");
    return 0;
}

int generate(const GenerateArguments& arguments, const std::stop_token& stop) {
    const FamilyOutline family = outlineFamily(arguments);
    const std::uint64_t seed = arguments.seed ? *arguments.seed : randomSeed();
    GenerateCommand command{1, family.files, computeOf(arguments),
                            makeRequest(arguments, family, seed)};
    const int split = chosenSplit(arguments, family);
    command.files = filesFor(filesAtSplit(arguments, family, split), command.request.plan);
    return runAndSave(arguments, family, {command, std::nullopt, {}}, stop);
}

constexpr const char* kGiveModels =
    "Give the models that made the picture with --models, or with --vae, --drafter and --refiner.";

// Another file of the same name makes another picture, so the digests must match.
void requireSameWeights(const std::string& picture, const Provenance& provenance,
                        const ModelsLoaded& loaded) {
    const auto check = [&](MemoryOwner owner, const char* role, const WeightsUsed& used) {
        if (used.digest.empty()) return;
        for (const ModelFacts& model : loaded.models) {
            if (model.owner != owner) continue;
            if (model.digest == used.digest) return;
            throw Error(ErrorKind::Checkpoint,
                        "The picture '" + picture + "' was made with the " + role + " '" +
                            used.file + "' (digest " + used.digest + "), but '" + model.file +
                            "' has the digest " + model.digest + ".",
                        kGiveModels);
        }
        throw Error(ErrorKind::Checkpoint,
                    "The picture '" + picture + "' needs the " + role + " '" + used.file +
                        "', but none is loaded.",
                    kGiveModels);
    };
    check(MemoryOwner::VqVae, "VQ-VAE", provenance.vqvae);
    check(MemoryOwner::Drafter, "drafter", provenance.drafter);
    check(MemoryOwner::Refiner, "refiner", provenance.refiner);
}

Provenance readProvenance(const std::string& picture) {
    const io::PngTexts texts = io::readPngTexts(picture);
    const auto found = texts.find(kProvenanceKey);
    if (found == texts.end()) {
        throw Error(
            ErrorKind::File, "The picture '" + picture + "' holds no settings of Duoscale.",
            "Use a PNG as Duoscale wrote it; other programs drop the settings when they save it.");
    }
    return parseProvenance(found->second);
}

// Prefers the files of the model folder that the picture names, such as a specialised pair.
ModelFiles filesNamedBy(const Provenance& provenance, const FamilyOutline& family) {
    ModelFiles files = family.files;
    if (family.folder.empty()) return files;
    const auto take = [&family](std::string& file, const WeightsUsed& used) {
        const auto there =
            std::filesystem::path(family.folder) / std::filesystem::path(used.file).filename();
        if (!used.file.empty() && std::filesystem::exists(there)) file = there;
    };
    take(files.vqvae, provenance.vqvae);
    take(files.drafter, provenance.drafter);
    take(files.refiner, provenance.refiner);
    return files;
}

// Decodes the whole batch, because rounding depends on its size, and saves the one picture.
int generateAgain(const GenerateArguments& arguments, const std::stop_token& stop) {
    const Provenance provenance = readProvenance(arguments.from);
    FamilyOutline family = outlineFamily(arguments);
    family.files = filesNamedBy(provenance, family);
    GenerateCommand command{1, filesFor(family.files, provenance.plan), computeOf(arguments),
                            requestOf(provenance)};
    command.compute.precision = provenance.precision;
    if (arguments.compute.device == "auto") command.compute.device = provenance.device;
    command.request.previews = arguments.scales ? PreviewKind::Full : PreviewKind::None;
    command.request.wantTrace = !arguments.trace.empty();
    const auto check = [&](const ModelsLoaded& loaded) {
        requireSameWeights(arguments.from, provenance, loaded);
    };
    return runAndSave(arguments, family, {command, provenance.batchPosition, check}, stop);
}

std::vector<int> sheetSplits(const GenerateArguments& arguments, const FamilyOutline& family) {
    const int scaleCount = family.schedule.count();
    if (arguments.sheetSplits.empty() && family.files.refiner.empty()) return {scaleCount};
    if (arguments.sheetSplits.empty() && family.files.drafter.empty()) return {0};
    std::vector<int> splits;
    if (arguments.sheetSplits.empty()) {
        for (int split = 0; split <= scaleCount; split += 2) splits.push_back(split);
        if (splits.back() != scaleCount) splits.push_back(scaleCount);
        return splits;
    }
    return parseSplits(arguments.sheetSplits, "--sheet-splits", scaleCount);
}

std::string columnLabel(int split, int scaleCount, bool specialised) {
    if (specialised) return "N = " + std::to_string(split) + "\nspecialised";
    if (split == 0) return "N = 0\nrefiner alone";
    if (split == scaleCount) return "N = " + std::to_string(split) + "\ndrafter alone";
    return "N = " + std::to_string(split);
}

GenerateArguments sheetArguments(GenerateArguments arguments, const FamilyOutline& family) {
    if (arguments.classes.empty()) {
        for (int label = 0; label < std::min(family.classes, 16); ++label) {
            arguments.classes.push_back(std::to_string(label));
        }
    }
    arguments.count = 1;
    arguments.batch = 8;
    arguments.scales = false;
    return arguments;
}

int generateSheet(const GenerateArguments& given, const std::stop_token& stop) {
    const FamilyOutline family = outlineFamily(given);
    GenerateArguments arguments = sheetArguments(given, family);
    const std::uint64_t seed = arguments.seed.value_or(1);
    const int scaleCount = family.schedule.count();
    const std::vector<int> splits = sheetSplits(arguments, family);
    requireWritableFile(arguments.sheet);

    ContactSheet sheet;
    sheet.title = "The drafter decodes the first N of " + std::to_string(scaleCount) +
                  " scales, the refiner the rest (seed " + std::to_string(seed) + ")";
    const std::vector<int> labels = chosenLabels(arguments, family);
    for (const int label : labels) {
        const std::string name = family.names.shown(label);
        sheet.rows.push_back(name.empty() ? "class " + std::to_string(label) : name);
    }
    requireDrawable(sheet, splits.size(), kSheetCell);
    sheet.cells.assign(labels.size(), std::vector<io::RgbImage>(splits.size()));

    ProgressBar bar;
    CoreSession core(stop);
    JobProgress progress(bar, family.schedule, static_cast<int>(labels.size()),
                         static_cast<int>(splits.size()));
    for (std::size_t column = 0; column < splits.size(); ++column) {
        arguments.split = splits[column];
        const ModelFiles files = filesAtSplit(arguments, family, splits[column], /*must=*/false);
        sheet.columns.push_back(
            columnLabel(splits[column], scaleCount, isSpecialised(files, splits[column])));
        const GenerateCommand command{1, files, computeOf(arguments),
                                      makeRequest(arguments, family, seed)};
        core.generate(command, [&](const Event& event) {
            progress.take(event);
            if (const auto* picture = std::get_if<PictureDone>(&event)) {
                sheet.cells[picture->index][column] = toImage(picture->pixels);
            }
        });
    }
    io::writePng(arguments.sheet, drawSheet(sheet, kSheetCell));
    std::printf("%s\n", arguments.sheet.c_str());
    return 0;
}

}  // namespace

void addGenerate(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<GenerateArguments>();
    CLI::App* command = program.add_subcommand("generate", "Make pictures of the given classes");
    addOptions(*command, *arguments);
    command->footer(
        "Examples:\n"
        "  duoscale-cli generate --class 'sailing boat' --count 4 --seed 7 --out pictures\n"
        "  duoscale-cli generate --class 0,5,ringed\\ planet --split 6 --scales\n"
        "  duoscale-cli generate --models family --split 8 --specialised --class 3\n"
        "  duoscale-cli generate --vae vae_ch160v4096z32.pth --drafter drafter_8.pth --refiner "
        "refiner_8.pth \\\n"
        "      --split 8 --class n02099601 --cfg 4 --device cuda --precision fp16\n"
        "  duoscale-cli generate --from pictures/1-sailing-boat_seed7_0_n8.png --out again\n"
        "  duoscale-cli generate --sheet sheet.png --sheet-splits 0,4,6,8,10");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) {
            if (!arguments->from.empty()) return generateAgain(*arguments, stop);
            if (!arguments->sheet.empty()) return generateSheet(*arguments, stop);
            return generate(*arguments, stop);
        };
    });
}

}  // namespace duo::cli
