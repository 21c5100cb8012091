#include "generate_run.h"

#include <cstdio>
#include <filesystem>
#include <random>

#include "checkpoint/state_dict.h"
#include "core_session.h"
#include "generate_report.h"
#include "picture_files.h"
#include "units.h"

namespace duo::cli {
namespace {

using Json = nlohmann::json;

void saveTrace(const std::string& path, const Trace& trace) {
    saveStateDict(path, trace, at::kFloat, {{"program", "duoscale-cli generate --trace"}});
}

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

}  // namespace

std::uint64_t randomSeed() {
    std::random_device device;
    return device();  // 32 bits: short enough to type again
}

ComputeOptions computeOf(const GenerateArguments& arguments) {
    ComputeOptions compute = arguments.compute;
    compute.precision = precisionOf(arguments.precision);
    return compute;
}

ModelFiles filesFor(ModelFiles files, const GenerationRequest& request) {
    if (!request.needs(ModelRole::Drafter)) files.drafter.clear();
    if (!request.needs(ModelRole::Refiner)) files.refiner.clear();
    return files;
}

void JobProgress::take(const Event& event) {
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

void JobProgress::show() {
    const double share = allTokens_ > 0
                             ? static_cast<double>(tokens_) / static_cast<double>(allTokens_)
                             : static_cast<double>(finished_) / pictures_;
    const double seconds = watch_.milliseconds() / 1000;
    const std::string note = "picture " + std::to_string(finished_) + " of " +
                             std::to_string(pictures_) + ", " +
                             rateText(share * pictures_, seconds) + ", " +
                             timeLeftText(share > 0 ? seconds * (1 - share) / share : 0);
    bar_.show(share, note);
}

int runAndSave(const GenerateArguments& arguments, const FamilyOutline& family,
               const PictureJob& job, const std::stop_token& stop) {
    const GenerationRequest& request = job.command.request;
    requireWritableFolder(arguments.out);
    if (request.wantTrace) requireWritableFile(arguments.trace);

    ProgressBar bar;
    const ScaleSchedule& schedule = family.schedule;
    JobProgress progress(
        bar, schedule.offset(request.scaleEnd()) - schedule.offset(request.prefix.scales),
        static_cast<int>(request.labels.size()));
    PictureFiles files(arguments.out, request.seed, request.plan.split(), arguments.scales);
    sayWeights(bar, job.command.files);
    ModelsLoaded models;
    const auto listen = [&](const Event& event) {
        progress.take(event);
        const auto* picture = std::get_if<PictureDone>(&event);
        if (picture == nullptr) {
            files.take(event);
        } else if (!job.only || picture->index == *job.only) {
            files.take(event);
            if (job.saved) job.saved(files.saved().back().file, *picture);
        }
        const auto* loaded = std::get_if<ModelsLoaded>(&event);
        if (loaded == nullptr) return;
        models = *loaded;
        if (job.check) job.check(models);
    };
    Trace trace;
    const TraceSink keep = [&trace](Trace made) { trace = std::move(made); };
    CoreSession core(stop);
    const JobReport report =
        core.generate(job.command, listen, request.wantTrace ? keep : TraceSink{});
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

}  // namespace duo::cli
