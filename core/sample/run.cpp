#include "sample/run.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <unordered_set>

#include "base/error.h"
#include "base/stop.h"
#include "base/stopwatch.h"
#include "protocol/provenance.h"
#include "sample/picture_writer.h"

namespace duo::sample {
namespace {

namespace fs = std::filesystem;

constexpr auto kAbandonedAfter = std::chrono::minutes(10);

// A killed process leaves a half-written picture under a temporary name. Recent files may belong to
// another shard that is running.
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
    SampleRun(const SampleJob& job, const GenerateJob& generate, const SampleListener& listener)
        : job_(job),
          generate_(generate),
          listener_(listener),
          writer_(static_cast<int>(std::clamp(std::thread::hardware_concurrency() / 4, 1u, 4u))) {}

    SampleOutcome go() {
        plan();
        try {
            for (const std::int64_t batch : batches_) decode(batch);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Cancelled) throw;
            writer_.finish();
            throwStopped("Sampling", ": " + countText() + " are in '" + job_.folder +
                                         "'. The same command continues from there.");
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
        const JobReport report = generate_(command, [this](const Event& event) {
            if (std::holds_alternative<ModelsLoaded>(event) && outcome_.made == 0) watch_ = {};
            if (const auto* picture = std::get_if<PictureDone>(&event)) keep(*picture);
        });
        outcome_.peakBytes = std::max(outcome_.peakBytes, report.memory.allocatorPeakBytes);
        tell();
    }

    void keep(const PictureDone& picture) {
        if (!missing_.contains(picture.image)) return;
        const fs::path path = fs::path(job_.folder) / job_.manifest.fileName(picture.image);
        const Pixels& pixels = picture.pixels;
        writer_.add(path.string(), {pixels.width, pixels.height, pixels.rgb},
                    {{kProvenanceKey, picture.provenance}, {kParametersKey, picture.parameters}});
        ++outcome_.made;
    }

    std::string countText() const {
        return std::to_string(outcome_.found + outcome_.made) + " of " + std::to_string(due_) +
               (job_.shard.count > 1 ? " pictures of this shard" : " pictures");
    }

    void tell() const {
        if (!listener_) return;
        const double seconds = watch_.milliseconds() / 1000;
        const auto missing = static_cast<std::int64_t>(missing_.size());
        const auto made = static_cast<double>(outcome_.made);
        listener_({outcome_.found + outcome_.made, due_, outcome_.made, seconds,
                   seconds / made * static_cast<double>(missing - outcome_.made)});
    }

    const SampleJob& job_;
    const GenerateJob& generate_;
    const SampleListener& listener_;
    std::int64_t due_ = 0;                      // pictures of the shard
    std::unordered_set<std::int64_t> missing_;  // those not there at the start
    std::vector<std::int64_t> batches_;         // with at least one of them
    SampleOutcome outcome_;
    Stopwatch watch_;
    PictureWriter writer_;
};

}  // namespace

SampleOutcome runSample(const SampleJob& job, const GenerateJob& generate,
                        const SampleListener& listener) {
    return SampleRun(job, generate, listener).go();
}

}  // namespace duo::sample
