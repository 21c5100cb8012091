#include "sample_run.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <unordered_set>

#include "base/error.h"
#include "base/stopwatch.h"
#include "core_session.h"
#include "cut_notice.h"
#include "picture_files.h"
#include "picture_writer.h"
#include "protocol/provenance.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;

constexpr double kTellEveryMs = 60e3;  // where there is no terminal for the bar
constexpr auto kAbandonedAfter = std::chrono::minutes(10);

// A killed process leaves the picture it was writing under a temporary name. Young ones may be
// another shard's at work.
void removeAbandoned(const fs::path& file) {
    const std::string name = file.filename();
    if (!name.starts_with(".duoscale-") || file.extension() != ".part") return;
    std::error_code ignored;
    const auto age = fs::file_time_type::clock::now() - fs::last_write_time(file, ignored);
    if (!ignored && age > kAbandonedAfter) fs::remove(file, ignored);
}

std::unordered_set<std::string> namesIn(const std::string& folder) {
    std::unordered_set<std::string> names;
    std::vector<fs::path> hidden;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::string name = entry.path().filename();
        if (name.starts_with(".")) {
            hidden.push_back(entry.path());
        } else {
            names.insert(std::move(name));
        }
    }
    for (const fs::path& file : hidden) removeAbandoned(file);
    return names;
}

class SampleRun {
  public:
    SampleRun(const SampleJob& job, ProgressBar& bar, std::stop_token stop)
        : job_(job),
          bar_(bar),
          cut_(bar),
          writer_(static_cast<int>(std::clamp(std::thread::hardware_concurrency() / 4, 1u, 4u))),
          core_(std::move(stop)) {}

    SampleOutcome go() {
        plan();
        try {
            for (const std::int64_t batch : batches_) decode(batch);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Cancelled) throw;
            writer_.finish();
            throw Error(ErrorKind::Cancelled, "Stopped on request: " + countText() + " lie in '" +
                                                  job_.folder +
                                                  "'. The same command goes on from there.");
        }
        writer_.finish();
        outcome_.seconds = watch_.milliseconds() / 1000;
        return outcome_;
    }

  private:
    std::int64_t first(std::int64_t batch) const { return batch * job_.batch; }
    std::int64_t end(std::int64_t batch) const {
        return std::min(first(batch) + job_.batch, job_.manifest.count());
    }

    void plan() {
        const auto there = namesIn(job_.folder);
        const std::int64_t all = (job_.manifest.count() + job_.batch - 1) / job_.batch;
        for (std::int64_t batch = job_.shard.index; batch < all; batch += job_.shard.count) {
            const std::int64_t missingBefore = static_cast<std::int64_t>(missing_.size());
            for (std::int64_t image = first(batch); image < end(batch); ++image) {
                ++due_;
                if (!there.contains(job_.manifest.fileName(image))) missing_.insert(image);
            }
            if (static_cast<std::int64_t>(missing_.size()) > missingBefore) {
                batches_.push_back(batch);
            }
        }
        outcome_.found = due_ - static_cast<std::int64_t>(missing_.size());
    }

    void decode(std::int64_t batch) {
        GenerateCommand command = job_.command;
        GenerationRequest& request = command.request;
        request.labels.clear();
        for (std::int64_t image = first(batch); image < end(batch); ++image) {
            request.labels.push_back(job_.manifest.label(image));
        }
        request.firstImage = static_cast<std::uint32_t>(first(batch));
        request.batch = static_cast<int>(request.labels.size());
        const JobReport report = core_.generate(command, [this](const Event& event) {
            cut_.take(event);
            if (const auto* load = std::get_if<LoadProgress>(&event)) {
                bar_.show(0, "loading " + fs::path(load->file).filename().string());
            }
            if (std::holds_alternative<ModelsLoaded>(event) && outcome_.made == 0) watch_ = {};
            if (const auto* picture = std::get_if<PictureDone>(&event)) keep(*picture);
        });
        outcome_.peakBytes = std::max(outcome_.peakBytes, report.memory.allocatorPeakBytes);
        tell();
    }

    void keep(const PictureDone& picture) {
        if (!missing_.contains(picture.image)) return;
        const fs::path path = fs::path(job_.folder) / job_.manifest.fileName(picture.image);
        writer_.add(path.string(), toImage(picture.pixels),
                    {{kProvenanceKey, picture.provenance}, {kParametersKey, picture.parameters}});
        ++outcome_.made;
    }

    std::string countText() const {
        return std::to_string(outcome_.found + outcome_.made) + " of " + std::to_string(due_) +
               (job_.shard.count > 1 ? " pictures of this shard" : " pictures");
    }

    void tell() {
        const double seconds = watch_.milliseconds() / 1000;
        const auto made = static_cast<double>(outcome_.made);
        const double left = static_cast<double>(missing_.size()) - made;
        char rate[64];
        std::snprintf(rate, sizeof rate, ", %.2f pictures/s, ", made / seconds);
        const std::string note = countText() + rate + durationText(seconds / made * left) + " left";
        bar_.show(
            static_cast<double>(due_ - static_cast<std::int64_t>(left)) / static_cast<double>(due_),
            note);
        if (bar_.terminal() || sinceTold_.milliseconds() < kTellEveryMs) return;
        bar_.say(note);
        sinceTold_ = {};
    }

    const SampleJob& job_;
    ProgressBar& bar_;
    CutNotice cut_;
    std::int64_t due_ = 0;                      // pictures of the shard
    std::unordered_set<std::int64_t> missing_;  // those not there at the start
    std::vector<std::int64_t> batches_;         // that hold one of them
    SampleOutcome outcome_;
    Stopwatch watch_, sinceTold_;
    PictureWriter writer_;
    CoreSession core_;  // last: it ends before what it writes to
};

}  // namespace

SampleOutcome runSample(const SampleJob& job, ProgressBar& bar, std::stop_token stop) {
    return SampleRun(job, bar, std::move(stop)).go();
}

}  // namespace duo::cli
