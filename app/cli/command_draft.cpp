// draft: the drafter's scales of many pictures. command_refine.cpp finishes those that are picked.
#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/error.h"
#include "bench/work.h"
#include "checks.h"
#include "cli.h"
#include "contact_sheet.h"
#include "core_session.h"
#include "generate_run.h"
#include "io/png.h"
#include "picture_files.h"
#include "sample/run.h"
#include "units.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSheet = "drafts.png";
constexpr int kSheetCell = 96;
constexpr int kSheetColumns = 8;

void addDraftOptions(CLI::App& command, GenerateArguments& a) {
    a.batch = 8;
    a.count = 64;
    a.out.clear();
    addModelOptions(command, a);
    command.add_option("--split", a.split,
                       "Scales that the drafter decodes (default: all but the last two, 8 of 10)");
    command.add_flag("--specialised", a.specialised,
                     "Use drafter_N and refiner_N of the model folder for split N");
    command
        .add_option("--class", a.classes,
                    "Classes by number, WordNet id or name, or 'none', separated by commas")
        ->delimiter(',');
    command.add_option("--count", a.count, "Drafts per class")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--batch", a.batch, "Drafts decoded together")
        ->check(kPositive)
        ->capture_default_str();
    command.add_option("--seed", a.seed, "Seed (default: 0)");
    addSamplingOptions(command, a);
    command.add_option("--out", a.out, "Run folder; a run that it holds continues (required)");
}

void requireDraftable(const GenerateArguments& a, const FamilyOutline& family) {
    if (a.out.empty()) {
        throw Error(ErrorKind::Usage, "draft needs --out (the run folder).",
                    "For example: duoscale-cli draft --class lighthouse --count 64 --split 6 "
                    "--out drafts");
    }
    if (a.rng == "reference") {
        throw Error(ErrorKind::Usage,
                    "draft needs --rng counter. In the published random stream (--rng reference) "
                    "a picture depends on its batch, so a refined one would differ.");
    }
    if (a.smooth) {
        throw Error(ErrorKind::Usage,
                    "Smooth pictures mix codes, so that their token maps do not describe them: a "
                    "draft of one could not be refined.",
                    "Leave out --smooth.");
    }
    const int split = chosenSplit(a, family), scales = family.schedule.count();
    if (split > 0 && split < scales) return;
    throw Error(ErrorKind::Usage, "Of " + std::to_string(scales) +
                                      " scales, the drafter must decode 1 to " +
                                      std::to_string(scales - 1) +
                                      ", so that the refiner has some left; found --split " +
                                      std::to_string(split) + ".");
}

sample::SampleJob prepare(const GenerateArguments& arguments) {
    const FamilyOutline family = outlineFamily(arguments);
    requireDraftable(arguments, family);
    GenerateArguments one = arguments;  // every class once
    one.count = 1;
    const int split = chosenSplit(arguments, family);
    sample::SampleJob job;
    job.folder = arguments.out;
    job.batch = arguments.batch;
    job.command = {1, filesAtSplit(arguments, family, split), computeOf(arguments),
                   makeRequest(one, family, arguments.seed.value_or(0))};
    job.manifest =
        sample::describeSample(job.command, arguments.count, family.names, arguments.recipe);
    job.manifest.command = kDraftCommand;
    return job;
}

// Seconds to refine one draft, from the time of drafting one and the operations of both.
double refiningSeconds(const ModelFiles& files, const DecodePlan& plan, double draftingSeconds) {
    const VarGeometry drafter = detectVar(openCheckpoint(files.drafter, ModelKind::Var));
    const VarGeometry refiner = detectVar(openCheckpoint(files.refiner, ModelKind::Var));
    const std::vector<Work> scales = decodeWork(drafter, refiner, plan, {});
    double drafted = 0, refined = 0;
    for (int scale = 0; scale < static_cast<int>(scales.size()); ++scale) {
        (scale < plan.split() ? drafted : refined) += scales[scale].flops;
    }
    return draftingSeconds * refined / drafted;
}

// All drafts with their numbers: a row's number plus a column's is what --pick takes.
void drawDrafts(const sample::SampleJob& job) {
    ContactSheet sheet;
    sheet.title = "Drafts: the first " + std::to_string(job.command.request.plan.split()) +
                  " scales (seed " + std::to_string(job.manifest.seed) + ")";
    const std::int64_t count = job.manifest.count();
    for (int column = 0; column < kSheetColumns; ++column) {
        sheet.columns.push_back("+ " + std::to_string(column));
    }
    for (std::int64_t first = 0; first < count; first += kSheetColumns) {
        sheet.rows.push_back(std::to_string(first));
    }
    requireDrawable(sheet, kSheetColumns, kSheetCell);
    for (std::int64_t first = 0; first < count; first += kSheetColumns) {
        std::vector<io::RgbImage> row(kSheetColumns);
        for (std::int64_t i = first; i < std::min(first + kSheetColumns, count); ++i) {
            row[i - first] =
                io::readImage((fs::path(job.folder) / job.manifest.fileName(i)).string());
        }
        sheet.cells.push_back(std::move(row));
    }
    io::writePng((fs::path(job.folder) / kSheet).string(), drawSheet(sheet, kSheetCell));
}

void tellOutcome(ProgressBar& bar, const sample::SampleJob& job,
                 const sample::SampleOutcome& outcome) {
    bar.say(std::to_string(outcome.made) + " drafts made in " + secondsText(outcome.seconds) +
            " (" + rateText(static_cast<double>(outcome.made), outcome.seconds) + "); " +
            std::to_string(outcome.found) +
            " were there before. Peak memory of tensors: " + memoryText(outcome.peakBytes) + ".");
    const std::string command =
        "Refine the best: duoscale-cli refine " + job.folder + " --pick 3,17";
    if (outcome.made == 0) return bar.say(command);
    const double seconds = refiningSeconds(job.command.files, job.command.request.plan,
                                           outcome.seconds / static_cast<double>(outcome.made));
    bar.say(command + ". One takes about " + secondsText(seconds) +
            ", estimated from its operations.");
}

int draft(const GenerateArguments& arguments, const std::stop_token& stop) {
    const sample::SampleJob whole = prepare(arguments);
    requireWritableFolder(whole.folder);
    sample::claimFolder(whole.folder, whole.manifest);
    sample::SampleJob job = whole;
    GenerationRequest& request = job.command.request;
    request.endScale = request.plan.split();
    job.command.files = filesFor(whole.command.files, request);
    ProgressBar bar;
    CoreSession core(stop);
    CutNotice cut(bar);
    const auto generate = [&](const GenerateCommand& command,
                              const std::function<void(const Event&)>& listener) {
        return core.generate(command, [&](const Event& event) {
            cut.take(event);
            listener(event);
        });
    };
    const auto outcome = sample::runSample(job, generate, [&](const sample::SampleProgress& now) {
        bar.showOrSay(static_cast<double>(now.finished) / static_cast<double>(now.due),
                      std::to_string(now.finished) + " of " + std::to_string(now.due) +
                          " drafts, " + timeLeftText(now.secondsLeft));
    });
    drawDrafts(job);
    tellOutcome(bar, whole, outcome);
    std::printf("%s\n", (fs::path(job.folder) / kSheet).c_str());
    return 0;
}

}  // namespace

void addDraft(CLI::App& program, Run& run) {
    auto arguments = std::make_shared<GenerateArguments>();
    CLI::App* command = program.add_subcommand(
        "draft", "Decode the drafter's scales of many pictures, to refine the best of them");
    addDraftOptions(*command, *arguments);
    command->footer(
        "A draft is a PNG: what the VQ-VAE makes of the scales so far, with its token maps. "
        "drafts.png shows\n"
        "them all with their numbers. A draft that is refined is the picture that generate makes "
        "of the same\n"
        "seed, number and settings.\n"
        "Examples:\n"
        "  duoscale-cli draft --class lighthouse --count 64 --split 6 --seed 7 --out drafts\n"
        "  duoscale-cli refine drafts --pick 3,17,40");
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token& stop) { return draft(*arguments, stop); };
    });
}

}  // namespace duo::cli
