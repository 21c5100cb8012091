#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>

#include "base/error.h"
#include "checkpoint/digest.h"
#include "checks.h"
#include "cli.h"
#include "core_session.h"
#include "curve_table.h"
#include "cut_notice.h"
#include "engine/device.h"
#include "eval/split_curve.h"
#include "eval/statistics_file.h"
#include "eval_inputs.h"
#include "generate_arguments.h"
#include "io/atomic_file.h"
#include "library/model_folder.h"
#include "picture_files.h"
#include "progress_bar.h"
#include "protocol/split_list.h"
#include "sample/manifest.h"
#include "sweep_command.h"
#include "units.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;

void addSweepOptions(CLI::App& command, SweepArguments& a) {
    a.decode.batch = 8;
    a.decode.count = 0;
    a.decode.out.clear();
    addModelOptions(command, a.decode);
    command.add_option("--splits", a.splits,
                       "Split points, for example 0-10 or 0,4,6-8 (default: all)");
    command.add_flag("--eval", a.evaluate,
                     "Also measure quality: Fréchet distance, precision, recall, class accuracy");
    command.add_option("--per-class", a.decode.count, "Pictures per class at every split");
    command
        .add_option("--classes,--class", a.decode.classes,
                    "Classes by number, WordNet id or name (default: all)")
        ->delimiter(',');
    command.add_option("--batch", a.decode.batch, "Pictures decoded together")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--seed", a.decode.seed, "Seed (default: 0)");
    addSamplingOptions(command, a.decode);
    command
        .add_option("--reference", a.reference,
                    "Reference pictures: a folder, an .npz, or scenes[:SEED] (painted)")
        ->capture_default_str();
    command.add_option("--reference-pictures", a.referencePictures,
                       "Number of scenes to paint (default: as many as the pictures of a split)");
    command
        .add_option("--features", a.features,
                    "auto, demo, or a file: Inception weights or a scene classifier")
        ->capture_default_str();
    command.add_option(
        "--out", a.decode.out,
        "Run folder for measurements, table and plot; a run that it holds continues (required)");
    command.add_flag("--json", a.json, "The table as JSON on standard output");
}

// Sorted, each once; all splits if the text is empty.
std::vector<int> chosenSplits(const std::string& text, int scaleCount) {
    const std::string list = text.empty() ? "0-" + std::to_string(scaleCount) : text;
    const std::vector<int> listed = parseSplits(list, "--splits", scaleCount);
    const std::set<int> splits(listed.begin(), listed.end());
    return {splits.begin(), splits.end()};
}

// All splits of a sweep share their sampling values.
std::string sharedRecipe(const std::string& recipe, const std::vector<int>& splits,
                         int scaleCount) {
    if (recipe != "fid") return recipe;
    if (splits.front() > 0 && splits.back() < scaleCount) return "code";
    throw Error(ErrorKind::Usage,
                "All splits of a sweep share their sampling values, but --recipe fid has others at "
                "split 0 and split " +
                    std::to_string(scaleCount) + ".",
                "Give --recipe code, or leave out these two splits.");
}

std::vector<eval::CurveGroup> groupsOf(const SweepArguments& arguments, const FamilyOutline& family,
                                       const std::vector<int>& splits) {
    const ModelFiles& named = arguments.decode.files;
    if (named.vqvae.empty()) {
        const std::string& folder = arguments.decode.modelFolder;
        return eval::curveGroups(folder.empty() ? defaultModelFolder() : folder, splits,
                                 family.schedule.count());
    }
    return {{"training-free", family.files, splits}};
}

// Everything that the measurements depend on, so that a folder of another run is refused.
SampleManifest describe(const SweepArguments& arguments, const GenerateArguments& decode,
                        const FamilyOutline& family, const eval::CurveJob& job,
                        const std::vector<int>& splits) {
    SampleManifest manifest = sample::describeSample({0, family.files, job.compute, job.request},
                                                     decode.count, family.names, decode.recipe);
    std::erase_if(manifest.settings, [](const auto& s) { return s.first == "split"; });
    manifest.command = "sweep";
    manifest.settings.emplace_back("splits", formatSplits(splits));
    manifest.settings.emplace_back("batch", std::to_string(decode.batch));
    manifest.settings.emplace_back(
        "features",
        job.extractor == nullptr ? "none" : arguments.features + ", " + job.extractor->name());
    for (const eval::CurveGroup& group : job.groups) {
        if (group.pair != "specialised") continue;
        for (const std::string& file : {group.files.drafter, group.files.refiner}) {
            const int split = group.splits.front();
            if (!isSpecialised({"", file, file}, split)) continue;
            manifest.settings.emplace_back(specialisedKey(fs::path(file).stem().string(), split),
                                           weightDigest(openCheckpoint(file, ModelKind::Var)));
        }
    }
    return manifest;
}

void writeText(const fs::path& path, const std::string& text) {
    io::writeFileAtomically(path.string(), text.data(), text.size());
}

eval::FeatureSet extract(const eval::PictureSet& pictures, const eval::FeatureExtractor& extractor,
                         const std::string& vqvae, at::Device device, ProgressBar& bar,
                         const std::string& what, const std::stop_token& stop) {
    eval::ExtractOptions options;
    options.stop = stop;
    if (!vqvae.empty()) options.through = reconstructionBy(vqvae, device);
    options.progress = [&](std::int64_t done, std::int64_t count) {
        bar.show(static_cast<double>(done) / static_cast<double>(count), what);
    };
    return eval::extractFeatures(pictures, extractor, options);
}

class Sweep {
  public:
    Sweep(const SweepArguments& arguments, std::stop_token stop)
        : arguments_(arguments),
          decode_(arguments.decode),
          family_(outlineFamily(arguments.decode)),
          device_(resolveDevice(arguments.decode.compute.device)),
          stop_(std::move(stop)) {
        if (decode_.classes.empty()) {
            for (int label = 0; label < family_.classes; ++label) {
                decode_.classes.push_back(std::to_string(label));
            }
        }
        if (arguments.evaluate) {
            extractor_ = openFeatures(arguments.features, decode_.modelFolder, device_);
        }
    }

    SplitCurve run() {
        const eval::CurveJob job = prepare();
        requireWritableFolder(job.folder);
        sample::claimFolder(job.folder, job.manifest);
        SplitCurve curve;
        curve.title = title(job);
        curve.device = deviceName(device_);
        curve.batch = decode_.batch;
        if (extractor_ == nullptr) {
            curve.points = measure(job, nullptr);
        } else {
            const eval::FeatureSet reference = addBaselines(curve, job);
            std::vector<SplitPoint> points = measure(job, &reference);
            curve.points.insert(curve.points.begin(), points.begin(), points.end());
        }
        const fs::path folder(job.folder);
        writeText(folder / "sweep.txt", curveText(curve));
        writeText(folder / "sweep.csv", curveCsv(curve));
        writeText(folder / kSplitCurveFile, splitCurveText(curve));
        plotCurve(curve, (folder / "sweep.png").string());
        return curve;
    }

  private:
    eval::CurveJob prepare() {
        const int scales = family_.schedule.count();
        const std::vector<int> splits = chosenSplits(arguments_.splits, scales);
        GenerateArguments one = decode_;
        one.count = 1;
        one.recipe = sharedRecipe(one.recipe, splits, scales);
        eval::CurveJob job;
        job.folder = decode_.out;
        job.groups = groupsOf(arguments_, family_, splits);
        job.compute = decode_.compute;
        job.compute.precision = precisionOf(decode_.precision);
        job.request = makeRequest(one, family_, decode_.seed.value_or(0));
        job.extractor = extractor_.get();
        job.manifest = describe(arguments_, decode_, family_, job, splits);
        return job;
    }

    std::string title(const eval::CurveJob& job) const {
        const ModelFiles& files = job.groups.front().files;
        return fs::path(files.drafter).filename().string() + " decodes the first N of " +
               std::to_string(family_.schedule.count()) + " scales, " +
               fs::path(files.refiner).filename().string() + " the rest (seed " +
               std::to_string(job.manifest.seed) + ", " + decode_.precision + ")";
    }

    // Runs the sweeps in the engine of this process and shows them on the bar.
    std::vector<SplitPoint> measure(const eval::CurveJob& job, const eval::FeatureSet* reference) {
        CoreSession core(stop_);
        CutNotice cut(bar_);
        eval::CurveHooks hooks;
        hooks.stop = stop_;
        hooks.sweep = [&](const SweepCommand& command,
                          const std::function<void(const Event&)>& listener) {
            core.sweep(command, [&](const Event& event) {
                cut.take(event);
                listener(event);
            });
        };
        hooks.progress = [&](std::int64_t done, std::int64_t count, double secondsLeft) {
            std::string note = "block " + std::to_string(done) + " of " + std::to_string(count);
            if (secondsLeft >= 0) note += ", " + timeLeftText(secondsLeft);
            bar_.showOrSay(static_cast<double>(done) / static_cast<double>(count), note);
        };
        return eval::measureCurve(job, reference, hooks);
    }

    // The reference's features. For painted scenes also adds the points that no model can beat:
    // other scenes, and those scenes passed through the VQ-VAE.
    eval::FeatureSet addBaselines(SplitCurve& curve, const eval::CurveJob& job) {
        const std::int64_t count =
            arguments_.referencePictures > 0 ? arguments_.referencePictures : job.manifest.count();
        curve.features = extractor_->name();
        curve.interval = eval::kIntervalMethod;
        const auto pictures = arguments_.openReference ? arguments_.openReference()
                                                       : openPictures(arguments_.reference, count);
        curve.reference =
            std::to_string(pictures->count()) + " pictures of '" + arguments_.reference + "'";
        eval::FeatureSet reference =
            extract(*pictures, *extractor_, "", device_, bar_, "the reference", stop_);
        if (arguments_.openReference) return reference;
        if (!namesScenes(arguments_.reference)) {
            if (eval::contentOf(arguments_.reference).statistics) {
                reference.statistics = eval::readStatistics(arguments_.reference);
                curve.reference += ", by the file's statistics";
            }
            return reference;
        }
        const auto others =
            openPictures("scenes:" + std::to_string(kHeldOutSeed + 1), job.manifest.count());
        for (const bool through : {false, true}) {
            const eval::FeatureSet set =
                extract(*others, *extractor_, through ? family_.files.vqvae : "", device_, bar_,
                        "other scenes", stop_);
            SplitPoint point;
            point.pair = through ? "scenes through VQ-VAE" : "other scenes";
            point.pictures = set.count();
            eval::addQuality(point, *extractor_, set, reference);
            curve.points.push_back(point);
        }
        return reference;
    }

    const SweepArguments& arguments_;
    GenerateArguments decode_;
    FamilyOutline family_;
    at::Device device_;
    std::stop_token stop_;
    std::unique_ptr<eval::FeatureExtractor> extractor_;
    ProgressBar bar_;
};

int sweep(const SweepArguments& arguments, const std::stop_token& stop) {
    if (arguments.decode.count < 1 || arguments.decode.out.empty()) {
        throw Error(ErrorKind::Usage,
                    "sweep needs --per-class (pictures per class) and --out (the run folder).",
                    "For example: duoscale-cli sweep --splits 0-10 --eval --per-class 125 --out "
                    "sweep");
    }
    if (arguments.decode.rng == "reference") {
        throw Error(ErrorKind::Usage,
                    "sweep needs --rng counter. In the published random stream (--rng reference) "
                    "the splits do not share the drafter's scales.");
    }
    const SplitCurve curve = runSweep(arguments, stop);
    std::printf("%s", (arguments.json ? splitCurveText(curve) : curveText(curve)).c_str());
    return 0;
}

}  // namespace

SplitCurve runSweep(const SweepArguments& arguments, const std::stop_token& stop) {
    applyThreads(arguments.decode.compute.threads);
    return Sweep(arguments, stop).run();
}

void addSweep(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<SweepArguments>();
    CLI::App* command = program.add_subcommand(
        "sweep", "Measure speed, memory and quality against the split point");
    addSweepOptions(*command, *arguments);
    command->footer(
        "Every split is measured training-free, and specialised if the model folder has drafter_N "
        "or\n"
        "refiner_N. The drafter's scales are decoded once for all splits; each split's time is "
        "that of a\n"
        "separate decode. The run folder gets sweep.txt, sweep.csv, sweep.json and sweep.png.\n"
        "Examples:\n"
        "  duoscale-cli sweep --splits 0-10 --eval --per-class 125 --out sweep\n"
        "  duoscale-cli sweep --models checkpoints --splits 6-10 --eval --per-class 50 --batch 64 "
        "\\\n"
        "      --reference VIRTUAL_imagenet256_labeled.npz --recipe code \\\n"
        "      --features pt_inception-2015-12-05-6726825d.pth --device cuda --out sweep");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) { return sweep(*arguments, stop); };
    });
}

}  // namespace duo::cli
