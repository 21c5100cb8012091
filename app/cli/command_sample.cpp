#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "base/error.h"
#include "checks.h"
#include "cli.h"
#include "core_session.h"
#include "cut_notice.h"
#include "generate_arguments.h"
#include "picture_files.h"
#include "progress_bar.h"
#include "rank_device.h"
#include "sample/archive.h"
#include "sample/run.h"
#include "units.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kArchive = "samples.npz";

struct SampleArguments {
    GenerateArguments decode;
    std::string shard;
    std::string npz;
    bool noNpz = false;
};

struct MergeArguments {
    std::vector<std::string> folders;
    std::string out;
};

void addSampleOptions(CLI::App& command, SampleArguments& a) {
    a.decode.batch = 8;
    a.decode.count = 0;
    a.decode.out.clear();
    addModelOptions(command, a.decode);
    addOverlapOption(command, a.decode);
    command.add_option("--per-class", a.decode.count, "Pictures per class")->check(kPositive);
    command
        .add_option("--classes,--class", a.decode.classes,
                    "Classes by number, WordNet id or name, or 'none' (default: all)")
        ->delimiter(',');
    command.add_option("--split", a.decode.split,
                       "Scales that the drafter decodes (default: all but the last two, 8 of 10)");
    command.add_option("--batch", a.decode.batch, "Pictures decoded together")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--seed", a.decode.seed, "Seed (default: 0)");
    addSamplingOptions(command, a.decode);
    command.add_option("--out", a.decode.out,
                       "Run folder; a run that it holds continues (required)");
    command.add_option("--shard", a.shard,
                       "Make only part i of n, counted from 0: 0/4 … 3/4 (default: the part that a "
                       "Slurm array or torchrun gives this process, otherwise all)");
    command.add_option("--npz", a.npz,
                       "Archive to write at the end (default: samples.npz in --out)");
    command.add_flag("--no-npz", a.noNpz, "Write only the pictures, no archive");
}

const char* variable(const char* name) {
    return std::getenv(name);
}

GenerateArguments sampleArguments(GenerateArguments decode, const FamilyOutline& family) {
    if (decode.rng == "reference") {
        throw Error(ErrorKind::Usage,
                    "sample needs --rng counter. In the published random stream (--rng reference) "
                    "a picture depends on its batch, so shards would differ.");
    }
    if (decode.classes.empty()) {
        for (int label = 0; label < family.classes; ++label) {
            decode.classes.push_back(std::to_string(label));
        }
    }
    return decode;
}

sample::SampleJob prepare(const SampleArguments& arguments) {
    const FamilyOutline family = outlineFamily(arguments.decode);
    const GenerateArguments decode = sampleArguments(arguments.decode, family);
    GenerateArguments one = decode;  // every class once
    one.count = 1;
    sample::SampleJob job;
    job.shard = sample::findShard(arguments.shard, variable);
    job.folder = decode.out;
    job.batch = decode.batch;
    job.command = {1, family.files, decode.compute,
                   makeRequest(one, family, decode.seed.value_or(0))};
    job.command.compute.precision = precisionOf(decode.precision);
    job.command.compute.device = deviceOfRank(decode.compute.device, job.shard.localRank);
    const DecodePlan& plan = job.command.request.plan;
    if (!plan.uses(ModelRole::Drafter)) job.command.files.drafter.clear();
    if (!plan.uses(ModelRole::Refiner)) job.command.files.refiner.clear();
    job.manifest = sample::describeSample(job.command, decode.count, family.names, decode.recipe);
    return job;
}

// Runs the job in the engine of this process and shows it on the bar.
sample::SampleOutcome runOn(ProgressBar& bar, const sample::SampleJob& job,
                            const std::stop_token& stop) {
    CoreSession core(stop);
    CutNotice cut(bar);
    const auto generate = [&](const GenerateCommand& command,
                              const std::function<void(const Event&)>& listener) {
        return core.generate(command, [&](const Event& event) {
            cut.take(event);
            if (const auto* load = std::get_if<LoadProgress>(&event)) {
                bar.show(0, "loading " + fs::path(load->file).filename().string());
            }
            listener(event);
        });
    };
    const char* const counted = job.shard.count > 1 ? " pictures of this shard, " : " pictures, ";
    return sample::runSample(job, generate, [&](const sample::SampleProgress& progress) {
        const std::string note = std::to_string(progress.finished) + " of " +
                                 std::to_string(progress.due) + counted +
                                 rateText(static_cast<double>(progress.made), progress.seconds) +
                                 ", " + timeLeftText(progress.secondsLeft);
        bar.showOrSay(static_cast<double>(progress.finished) / static_cast<double>(progress.due),
                      note);
    });
}

void writeArchive(ProgressBar& bar, const SampleManifest& manifest,
                  const std::vector<std::string>& folders, const std::string& npz,
                  const std::stop_token& stop) {
    const std::string note = "writing " + fs::path(npz).filename().string();
    sample::writeSampleArchive(
        manifest, folders, npz,
        [&](std::int64_t written, std::int64_t count) {
            bar.showWithTimeLeft(static_cast<double>(written) / static_cast<double>(count), note);
        },
        stop);
}

void tellOutcome(ProgressBar& bar, const sample::SampleJob& job,
                 const sample::SampleOutcome& outcome) {
    bar.say(std::to_string(outcome.made) + " pictures made in " + clockText(outcome.seconds) +
            " (" + rateText(static_cast<double>(outcome.made), outcome.seconds) + "); " +
            std::to_string(outcome.found) +
            " were there before. Peak memory of tensors: " + memoryText(outcome.peakBytes) + ".");
    if (job.shard.count > 1) {
        bar.say(
            "When all " + std::to_string(job.shard.count) +
            " shards have finished, merge them (name every folder): duoscale-cli sample merge " +
            job.folder + " --out samples.npz");
    }
}

int sample(const SampleArguments& arguments, const std::stop_token& stop) {
    if (arguments.decode.count < 1 || arguments.decode.out.empty()) {
        throw Error(ErrorKind::Usage,
                    "sample needs --per-class (pictures per class) and --out (the run folder).",
                    "For example: duoscale-cli sample --per-class 50 --out samples");
    }
    const sample::SampleJob job = prepare(arguments);
    requireWritableFolder(job.folder);
    sample::claimFolder(job.folder, job.manifest);
    ProgressBar bar;
    if (!job.shard.source.empty()) {
        bar.say("Shard " + std::to_string(job.shard.index) + " of " +
                std::to_string(job.shard.count) + ", as " + job.shard.source + " says.");
    }
    const std::string npz =
        arguments.npz.empty() ? (fs::path(job.folder) / kArchive).string() : arguments.npz;
    const bool archive = job.shard.count == 1 && !arguments.noNpz;
    if (archive) requireWritableFile(npz);
    tellOutcome(bar, job, runOn(bar, job, stop));
    if (archive) writeArchive(bar, job.manifest, {job.folder}, npz, stop);
    std::printf("%s\n", archive ? npz.c_str() : job.folder.c_str());
    return 0;
}

int merge(const MergeArguments& arguments, const std::stop_token& stop) {
    const std::vector<std::string>& folders = arguments.folders;
    const SampleManifest manifest = sample::readManifest(folders.front());
    for (const std::string& folder : folders) {
        sample::requireSameRun(manifest, folders.front(), sample::readManifest(folder), folder);
    }
    requireWritableFile(arguments.out);
    ProgressBar bar;
    writeArchive(bar, manifest, folders, arguments.out, stop);
    std::printf("%s\n", arguments.out.c_str());
    return 0;
}

void addMerge(CLI::App& sample, Run& run) {
    auto arguments = std::make_shared<MergeArguments>();
    CLI::App* command =
        sample.add_subcommand("merge", "Write the pictures of all shards into one .npz");
    command->add_option("DIR", arguments->folders, "Folders of the shards; one if they share it")
        ->required();
    command->add_option("--out", arguments->out, "The .npz to write")->required();
    command->footer("Example:\n  duoscale-cli sample merge node0 node1 node2 --out samples.npz");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) { return merge(*arguments, stop); };
    });
}

}  // namespace

void addSample(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<SampleArguments>();
    CLI::App* command = program.add_subcommand(
        "sample", "Make many pictures of every class for an evaluation; continues after a stop");
    addSampleOptions(*command, *arguments);
    command->footer(
        "The pictures are PNG files, named by index and class. At the end they are also written "
        "into one .npz\n"
        "(arr_0: uint8 [n, h, w, 3]; arr_1: the labels), which guided-diffusion's evaluator reads. "
        "A picture\n"
        "depends on its seed, class and index, not on the shard. Another batch size may change its "
        "rounding.\n"
        "Examples:\n"
        "  duoscale-cli sample --per-class 125 --split 8 --seed 1 --out samples\n"
        "  duoscale-cli sample --models checkpoints --per-class 50 --split 8 --recipe fid \\\n"
        "      --batch 64 --precision fp16 --out samples             the 50,000 pictures of an "
        "FID\n"
        "  sbatch --array=0-7 --wrap 'duoscale-cli sample --per-class 50 --out samples'\n"
        "  torchrun --no-python --nproc-per-node 8 duoscale-cli sample --per-class 50 --out "
        "samples\n"
        "  duoscale-cli sample merge samples --out samples.npz");
    addMerge(*command, run);
    command->callback([arguments, command, &run] {
        if (!command->get_subcommands().empty()) return;  // merge has its own
        run = [arguments](const std::stop_token& stop) { return sample(*arguments, stop); };
    });
}

}  // namespace duo::cli
