// `bench`: reads options, makes or loads the models, runs core/bench and prints its report.
#include <ATen/Parallel.h>

#include <cstdio>
#include <memory>
#include <set>

#include "base/error.h"
#include "base/stopwatch.h"
#include "bench/bench_models.h"
#include "bench/process_memory.h"
#include "bench_report.h"
#include "checkpoint/state_dict.h"
#include "checks.h"
#include "cli.h"
#include "engine/device.h"
#include "engine/sweep_run.h"
#include "engine/tensor_memory.h"
#include "generate_arguments.h"
#include "picture_files.h"
#include "progress_bar.h"
#include "protocol/split_list.h"

namespace duo::cli {
namespace {

struct BenchArguments {
    GenerateArguments decoding;  // models, precision, device, sampling
    std::string preset, pair;
    std::vector<std::string> splits;
    std::vector<int> batches{1};
    int repeats = 3, warmup = 1;
    bool withoutVqvae = false, sweep = false, kernels = false, logitError = false, json = false;
    std::string tokens;
};

// Models by preset or by file: what is known before any weights are loaded.
struct Subject {
    std::optional<BenchPreset> preset;  // else files
    ModelFiles files;
    ScaleSchedule schedule;
    bool drafter = true, refiner = true;  // whether each is there
};

// In the given order, in which the cases take turns.
std::vector<int> listedSplits(const BenchArguments& a) {
    std::vector<int> splits;
    for (const std::string& part : a.splits) {
        const std::vector<int> listed = parseSplits(part, "--split");
        splits.insert(splits.end(), listed.begin(), listed.end());
    }
    return splits;
}

Subject subjectOf(const BenchArguments& a) {
    Subject subject;
    if (a.preset.empty() && a.pair.empty()) {
        GenerateArguments named = a.decoding;
        const std::vector<int> splits = listedSplits(a);
        if (splits.size() == 1) named.split = splits.front();
        const FamilyOutline outline = outlineFamily(named);
        subject.files = outline.files;
        subject.schedule = outline.schedule;
        subject.drafter = !outline.files.drafter.empty();
        subject.refiner = !outline.files.refiner.empty();
        return subject;
    }
    subject.preset = a.pair.empty() ? parsePreset(a.preset) : parsePair(a.pair);
    subject.schedule = subject.preset->drafter.schedule;
    subject.refiner = subject.preset->refiner.depth > 0;
    return subject;
}

void requireModels(const Subject& subject, int split) {
    const auto refuse = [split](const char* role, const char* advice) {
        throw Error(ErrorKind::Usage,
                    "Split " + std::to_string(split) + " needs a " + role + ", but none was given.",
                    advice);
    };
    if (split > 0 && !subject.drafter) refuse("drafter", "Give a drafter, or use --split 0.");
    if (split < subject.schedule.count() && !subject.refiner) {
        refuse("refiner", "Give a pair, for example --pair d30+d16, or leave out --split.");
    }
}

std::vector<int> chosenSplits(const BenchArguments& a, const Subject& subject) {
    const int scales = subject.schedule.count();
    std::vector<int> splits = listedSplits(a);
    if (splits.empty() && a.sweep) {
        for (int split = 0; split <= scales; ++split) splits.push_back(split);
    } else if (splits.empty()) {
        splits = {!subject.refiner ? scales : !subject.drafter ? 0 : std::max(0, scales - 2)};
    }
    return splits;
}

BenchSettings settingsOf(const BenchArguments& a) {
    BenchSettings settings;
    settings.warmup = a.warmup;
    settings.repeats = a.repeats;
    settings.vqvae = !a.withoutVqvae;
    settings.seed = a.decoding.seed.value_or(1);
    settings.rng = a.decoding.rng == "reference" ? RngKind::Published : RngKind::Counter;
    settings.smooth = a.decoding.smooth;
    return settings;
}

bool handsOver(const BenchCase& one) {
    return one.plan.uses(ModelRole::Drafter) && one.plan.uses(ModelRole::Refiner);
}

std::vector<BenchCase> casesOf(const BenchArguments& a, const Subject& subject) {
    std::vector<BenchCase> cases;
    std::set<std::pair<int, int>> seen;
    for (const int batch : a.batches) {
        for (const int split : chosenSplits(a, subject)) {
            if (!seen.insert({batch, split}).second) continue;
            cases.push_back({split, batch, makePlan(a.decoding, split, subject.schedule.count())});
            requireModels(subject, split);
            if (!a.decoding.compute.overlapPrefill || !handsOver(cases.back())) continue;
            cases.push_back(cases.back());
            cases.back().overlapPrefill = true;
        }
    }
    if (a.sweep) {
        requireSweep(chosenSplits(a, subject), subject.schedule.count(), settingsOf(a).rng);
        requireModels(subject, subject.schedule.count());  // to compare with plain VAR
    }
    return cases;
}

ModelNeeds needsOf(const std::vector<BenchCase>& cases) {
    ModelNeeds needs{false, false};
    for (const BenchCase& one : cases) {
        needs.drafter = needs.drafter || one.plan.uses(ModelRole::Drafter);
        needs.refiner = needs.refiner || one.plan.uses(ModelRole::Refiner);
    }
    return needs;
}

void requireOtherThanFp32(const BenchArguments& a) {
    if (!a.logitError || a.decoding.precision != "fp32") return;
    throw Error(ErrorKind::Usage, "--logit-error compares with fp32; found --precision fp32.",
                "Choose another --precision: bf16, fp16 or int8.");
}

std::string modelsText(const LoadedFamily& family) {
    std::string text;
    for (const ModelFacts& model : family.files) {
        if (model.owner == MemoryOwner::VqVae && family.files.size() > 1) continue;
        if (!text.empty()) text += ", ";
        text += model.file;
    }
    return text;
}

void saveTokens(const std::string& path, const std::vector<BenchResult>& results) {
    std::map<std::string, at::Tensor> tensors;
    for (const BenchResult& result : results) {
        tensors["tokens.split" + std::to_string(result.setting.split) + ".batch" +
                std::to_string(result.setting.batch) +
                (result.setting.overlapPrefill ? ".overlap" : "")] = result.idx_BL.cpu();
    }
    saveStateDict(path, tensors, at::kFloat, {{"program", "duoscale-cli bench --tokens"}});
}

// Owns the models, measures the cases and prints the report.
class BenchCommand {
  public:
    BenchCommand(const BenchArguments& arguments, std::stop_token stop)
        : arguments_(arguments), stop_(std::move(stop)) {
        TensorMemory::install();
    }
    int run();

  private:
    LoadedFamily family(Precision precision, const Subject& subject,
                        const std::vector<BenchCase>& cases);
    std::vector<ExactLogits> exact(const Subject& subject, const std::vector<BenchCase>& cases);
    void load(const Subject& subject, const std::vector<BenchCase>& cases);
    void measure(const Subject& subject, const std::vector<BenchCase>& cases);
    void measureKernels();

    const BenchArguments& arguments_;
    std::stop_token stop_;
    ProgressBar bar_;
    MemoryLedger ledger_;
    MemoryMeter meter_{ledger_};
    ModelCache cache_{ledger_};
    BenchReport report_;
};

int BenchCommand::run() {
    requireOverlapFits(arguments_.decoding.compute, settingsOf(arguments_).rng);
    const Subject subject = subjectOf(arguments_);
    const std::vector<BenchCase> cases = casesOf(arguments_, subject);
    if (!arguments_.tokens.empty()) requireWritableFile(arguments_.tokens);
    requireOtherThanFp32(arguments_);
    applyThreads(arguments_.decoding.compute.threads);
    report_.settings = settingsOf(arguments_);
    std::vector<ExactLogits> wanted;
    if (arguments_.logitError) wanted = exact(subject, cases);
    load(subject, cases);
    for (const ExactLogits& one : wanted)
        report_.logitErrors.push_back(logitErrors(report_.family, one, stop_));
    measure(subject, cases);
    if (arguments_.kernels) measureKernels();
    if (!arguments_.tokens.empty()) saveTokens(arguments_.tokens, report_.results);
    if (arguments_.json) {
        std::printf("%s\n", benchJson(report_).dump(2).c_str());
    } else {
        std::printf("%s", benchText(report_).c_str());
    }
    return 0;
}

LoadedFamily BenchCommand::family(Precision precision, const Subject& subject,
                                  const std::vector<BenchCase>& cases) {
    ComputeOptions compute = arguments_.decoding.compute;
    compute.precision = precision;
    const auto progress = [this](const std::string& what, double share) { bar_.show(share, what); };
    return subject.preset
               ? randomFamily(*subject.preset, compute, needsOf(cases), report_.settings.seed,
                              ledger_, progress, stop_)
               : loadForBench(cache_, subject.files, compute, needsOf(cases), progress, stop_);
}

// Logits of the models in fp32. Releases those models again.
std::vector<ExactLogits> BenchCommand::exact(const Subject& subject,
                                             const std::vector<BenchCase>& cases) {
    std::vector<ExactLogits> all;
    {
        const LoadedFamily models = family(Precision::Float32, subject, cases);
        for (const BenchCase& one : cases) {
            bar_.show(static_cast<double>(all.size()) / static_cast<double>(cases.size()),
                      "logits in fp32");
            all.push_back(exactLogits(models, one, report_.settings, stop_));
        }
    }
    cache_.clear();
    return all;
}

void BenchCommand::load(const Subject& subject, const std::vector<BenchCase>& cases) {
    const Precision precision = precisionOf(arguments_.decoding.precision);
    report_.precision = arguments_.decoding.precision;
    report_.threads = at::get_num_threads();
    const at::Device device = resolveDevice(arguments_.decoding.compute.device);
    report_.peaks = measurePeaks(device, computeType(precision, device));

    resetPeakResident();
    const Stopwatch watch;
    report_.family = family(precision, subject, cases);
    report_.family.models.graphs = cache_.graphs(arguments_.decoding.compute, device);
    report_.cudaGraphs = report_.family.models.graphs != nullptr;
    report_.models = modelsText(report_.family);
    report_.loadSeconds = watch.milliseconds() / 1000;
    report_.loadPeakBytes = peakResidentBytes();
}

void BenchCommand::measure(const Subject& subject, const std::vector<BenchCase>& cases) {
    const auto progress = [this](int done, int all) {
        bar_.showWithTimeLeft(static_cast<double>(done) / all,
                              "run " + std::to_string(done) + " of " + std::to_string(all));
    };
    report_.results =
        runBench(report_.family, cases, report_.settings, meter_, ledger_, progress, stop_);
    if (!arguments_.sweep) return;
    const int scales = subject.schedule.count();
    const BenchCase plain{scales, arguments_.batches.front(),
                          makePlan(arguments_.decoding, scales, scales)};
    report_.sweep = runSweepBench(report_.family, chosenSplits(arguments_, subject), plain,
                                  report_.settings, meter_, progress, stop_);
}

// Uses the sizes of the VQ-VAE and of the drafter, or of the refiner if there is no drafter.
void BenchCommand::measureKernels() {
    const ModelFamily& models = report_.family.models;
    const auto progress = [this](int done, int all) {
        bar_.show(static_cast<double>(done) / all,
                  "operation " + std::to_string(done) + " of " + std::to_string(all));
    };
    report_.kernels = benchKernels((models.drafter ? models.drafter : models.refiner)->geometry(),
                                   models.vqvae->geometry(), report_.family.device,
                                   precisionOf(arguments_.decoding.precision),
                                   std::max(5, arguments_.repeats), progress, stop_);
}

void addExtraOptions(CLI::App& command, BenchArguments& a) {
    command.add_flag("--sweep", a.sweep,
                     "Also measure one sweep over the splits (default: all) and plain VAR");
    command.add_flag("--kernels", a.kernels,
                     "Also measure each fused operation and its plain form");
    command.add_flag("--logit-error", a.logitError,
                     "Also compare the logits with those in fp32 after the same tokens; loads the "
                     "models in one precision after the other");
    command.add_option("--tokens", a.tokens,
                       "Also write the drawn tokens to this safetensors file");
    command.add_flag("--json", a.json, "One JSON object on standard output");
}

void addBenchOptions(CLI::App& command, BenchArguments& a) {
    CLI::Option* preset = command.add_option(
        "--preset", a.preset,
        "Plain VAR of true size with random weights: var-d16, var-d20, var-d24, var-d30, var-d36");
    CLI::Option* pair = command.add_option(
        "--pair", a.pair,
        "Drafter and refiner of true size with random weights, for example d30+d16");
    preset->excludes(pair);
    addModelOptions(command, a.decoding);
    addOverlapOption(command, a.decoding);
    command.get_option("--overlap-prefill")
        ->description(
            "Also measure each split with the refiner's prefill overlapped with the drafter");
    for (const char* file : {"--models", "--vae", "--drafter", "--refiner", "--offload"}) {
        command.get_option(file)->excludes(preset)->excludes(pair);
    }
    command
        .add_option("--split", a.splits,
                    "Scales that the drafter decodes; the splits of a list, for example 0,6,8-10, "
                    "take turns")
        ->delimiter(',');
    command
        .add_option("--batch", a.batches,
                    "Pictures decoded together; a list, for example 1,16, measures each")
        ->delimiter(',')
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--repeats", a.repeats, "Measured runs of each case")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--warmup", a.warmup, "Warm-up runs of each case, not measured")
        ->check(kNotNegative)
        ->capture_default_str();
    command.add_option("--seed", a.decoding.seed, "Seed of random weights and draws (default: 1)");
    addSamplingOptions(command, a.decoding);
    command.add_flag("--no-vqvae", a.withoutVqvae, "Do not measure the VQ-VAE");
    addExtraOptions(command, a);
}

}  // namespace

void addBench(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<BenchArguments>();
    CLI::App* command = program.add_subcommand(
        "bench", "Measure decoding: time by scale and phase, memory by owner, the machine's peaks");
    addBenchOptions(*command, *arguments);
    command->footer(
        "The sampling time covers all scales and the hand-over; the VQ-VAE is measured separately. "
        "FLOP/s count\n"
        "matrix products; weights GB/s count the weights that each scale reads once. The splits "
        "take turns. If\n"
        "plain VAR (the split of all scales) is among them, plain/this is the speed-up over it. "
        "With\n"
        "--overlap-prefill each pair is measured twice, the second time overlapped.\n"
        "Examples:\n"
        "  duoscale-cli bench --preset var-d16 --threads 2\n"
        "  duoscale-cli bench --pair d30+d16 --split 6,8,10 --precision bf16 --repeats 5\n"
        "  duoscale-cli bench --pair d30+d16 --split 6 --batch 1,64 --device cuda --precision fp16 "
        "--json\n"
        "  duoscale-cli bench --models models/demo --split 0,2,4,6,8,10\n"
        "  duoscale-cli bench --models models/demo --sweep\n"
        "  duoscale-cli bench --models models/demo --precision int8 --logit-error\n"
        "  duoscale-cli bench --preset var-d16 --kernels");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) {
            return BenchCommand(*arguments, stop).run();
        };
    });
}

}  // namespace duo::cli
