#include "eval/split_curve.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>

#include "base/error.h"
#include "base/stop.h"
#include "base/stopwatch.h"
#include "checkpoint/state_dict.h"
#include "io/tensor_entry.h"
#include "library/model_folder.h"

namespace duo::eval {
namespace {

namespace fs = std::filesystem;

constexpr int kBlock = 32;  // pictures in a file of measurements, rounded to whole batches
constexpr int kFeatureBatch = 16;

// One split in one block.
struct Measured {
    std::vector<Pixels> pictures;  // until their features are extracted
    std::vector<int> labels;
    SweepSplitDone cost;
    std::int64_t weightBytes = 0;
};

at::Tensor stacked(const std::vector<Pixels>& pictures, std::size_t first, std::size_t count) {
    const Pixels& one = pictures[first];
    at::Tensor all_BHW3 =
        at::empty({static_cast<std::int64_t>(count), one.height, one.width, 3}, at::kByte);
    auto* to = static_cast<std::byte*>(all_BHW3.data_ptr());
    for (std::size_t i = 0; i < count; ++i) {
        const std::vector<std::uint8_t>& rgb = pictures[first + i].rgb;
        std::memcpy(to + i * rgb.size(), rgb.data(), rgb.size());
    }
    return all_BHW3;
}

FeatureSet featuresOf(const FeatureExtractor& extractor, const Measured& measured) {
    FeatureCollector collector(extractor);
    for (std::size_t first = 0; first < measured.pictures.size(); first += kFeatureBatch) {
        const std::size_t count =
            std::min<std::size_t>(kFeatureBatch, measured.pictures.size() - first);
        const auto begin = measured.labels.begin() + static_cast<std::ptrdiff_t>(first);
        collector.add(stacked(measured.pictures, first, count),
                      {begin, begin + static_cast<std::ptrdiff_t>(count)});
    }
    return collector.take();
}

std::int64_t weightBytesAt(const ModelsLoaded& loaded, int split, int scaleCount) {
    std::int64_t bytes = 0;
    for (const ModelFacts& model : loaded.models) {
        const bool idle = (model.owner == MemoryOwner::Drafter && split == 0) ||
                          (model.owner == MemoryOwner::Refiner && split == scaleCount);
        if (!idle) bytes += model.weightBytes;
    }
    return bytes;
}

at::Tensor tensorIn(const io::TensorFile& file, const std::string& name) {
    const io::TensorEntry& entry = file.tensors.at(name);
    const at::ScalarType type = entry.dtype == io::DType::Int64 ? at::kLong : at::kFloat;
    at::Tensor tensor = at::empty(entry.shape, type);
    io::copyRowMajor(entry, 0, entry.elements(), static_cast<std::byte*>(tensor.data_ptr()));
    return tensor;
}

double perSecond(std::int64_t pictures, double ms) {
    return ms > 0 ? 1000 * static_cast<double>(pictures) / ms : 0;
}

class CurveRun {
  public:
    CurveRun(const CurveJob& job, const CurveHooks& hooks) : job_(job), hooks_(hooks) {
        const int batch = job.request.batch;
        block_ = std::max(1, kBlock / batch) * batch;
        blocks_ = (job.manifest.count() + block_ - 1) / block_;
    }

    // Blocks outside, groups inside: an interrupted run has measured all splits equally far.
    void measure() {
        const auto due = blocks_ * static_cast<std::int64_t>(job_.groups.size());
        for (std::int64_t block = 0; block < blocks_; ++block) {
            for (std::size_t group = 0; group < job_.groups.size(); ++group) {
                if (hooks_.stop.stop_requested()) {
                    throwStopped("The sweep", ". The same command continues from there.");
                }
                if (!fs::exists(file(group, block))) {
                    measureBlock(group, block);
                    ++made_;
                }
                tell(block * static_cast<std::int64_t>(job_.groups.size()) +
                         static_cast<std::int64_t>(group) + 1,
                     due);
            }
        }
    }

    SplitPoint point(std::size_t group, int split, const FeatureSet* reference) const {
        SplitPoint point;
        point.split = split;
        point.pair = job_.groups[group].pair;
        double decodeMs = 0, vqvaeMs = 0;
        std::int64_t peakBytes = 0;
        std::vector<at::Tensor> features, logits, labels;
        const std::string prefix = "split" + std::to_string(split) + ".";
        for (std::int64_t block = 0; block < blocks_; ++block) {
            const io::TensorFile measured = io::openTensorFile(file(group, block));
            const at::Tensor cost = tensorIn(measured, prefix + "cost");  // as in write()
            point.pictures += static_cast<std::int64_t>(cost[0].item<float>());
            decodeMs += cost[1].item<float>();
            vqvaeMs += cost[2].item<float>();
            peakBytes =
                std::max(peakBytes, tensorIn(measured, prefix + "peak")[0].item<std::int64_t>());
            if (reference == nullptr) continue;
            features.push_back(tensorIn(measured, prefix + "features"));
            logits.push_back(tensorIn(measured, prefix + "logits"));
            labels.push_back(tensorIn(measured, prefix + "labels"));
        }
        point.picturesPerSecond = perSecond(point.pictures, decodeMs);
        point.picturesPerSecondWithVqVae = perSecond(point.pictures, decodeMs + vqvaeMs);
        point.peakBytes = peakBytes;
        if (reference != nullptr) {
            const FeatureSet made{at::cat(features), at::cat(logits), at::cat(labels),
                                  std::nullopt};
            addQuality(point, *job_.extractor, made, *reference);
        }
        return point;
    }

  private:
    std::string file(std::size_t group, std::int64_t block) const {
        const CurveGroup& g = job_.groups[group];
        std::string name = g.pair;
        if (g.pair == "specialised") name += std::to_string(g.splits.front());
        return (fs::path(job_.folder) / (name + "-" + std::to_string(block) + ".safetensors"))
            .string();
    }

    void measureBlock(std::size_t group, std::int64_t block) {
        const CurveGroup& g = job_.groups[group];
        SweepCommand command{1, g.files, job_.compute, job_.request, g.splits};
        const std::int64_t first = block * block_;
        const std::int64_t end = std::min(first + block_, job_.manifest.count());
        command.request.labels.clear();
        for (std::int64_t image = first; image < end; ++image) {
            command.request.labels.push_back(job_.manifest.label(image));
        }
        command.request.firstImage = static_cast<std::uint32_t>(first);
        std::map<int, Measured> splits;
        const auto scales = static_cast<int>(job_.request.plan.scales.size());
        ModelsLoaded loaded;
        hooks_.sweep(command, [&](const Event& event) {
            if (const auto* models = std::get_if<ModelsLoaded>(&event)) loaded = *models;
            if (const auto* picture = std::get_if<PictureDone>(&event)) {
                if (job_.extractor == nullptr) return;
                Measured& m = splits[picture->sweepSplit];
                m.pictures.push_back(picture->pixels);
                m.labels.push_back(picture->label);
            }
            if (const auto* done = std::get_if<SweepSplitDone>(&event)) {
                splits[done->split].cost = *done;
                splits[done->split].weightBytes = weightBytesAt(loaded, done->split, scales);
            }
        });
        write(file(group, block), splits);
    }

    // cost: pictures, ms of decoding, ms of the VQ-VAE. peak: bytes.
    void write(const std::string& path, const std::map<int, Measured>& splits) const {
        std::map<std::string, at::Tensor> tensors;
        for (const auto& [split, measured] : splits) {
            const std::string prefix = "split" + std::to_string(split) + ".";
            const SweepSplitDone& cost = measured.cost;
            tensors[prefix + "cost"] =
                at::tensor({double(cost.pictures), cost.decodeMs, cost.vqvaeMs}, at::kFloat);
            tensors[prefix + "peak"] =
                at::tensor(std::vector<std::int64_t>{cost.peakBytes + measured.weightBytes});
            if (job_.extractor == nullptr) continue;
            const FeatureSet made = featuresOf(*job_.extractor, measured);
            tensors[prefix + "features"] = made.features_NF;
            tensors[prefix + "logits"] = made.logits_NK;
            tensors[prefix + "labels"] = made.labels_N;
        }
        saveStateDict(path, tensors, at::kFloat, {{"program", "duoscale-cli sweep"}});
    }

    void tell(std::int64_t done, std::int64_t due) const {
        if (!hooks_.progress) return;
        const double seconds = watch_.milliseconds() / 1000;
        hooks_.progress(done, due, made_ > 0 ? seconds / double(made_) * double(due - done) : -1);
    }

    const CurveJob& job_;
    const CurveHooks& hooks_;
    std::int64_t block_ = 0;              // pictures
    std::int64_t blocks_ = 0, made_ = 0;  // made: by this process
    Stopwatch watch_;
};

}  // namespace

std::vector<CurveGroup> curveGroups(const std::string& folder, const std::vector<int>& splits,
                                    int scaleCount) {
    ModelFiles plain = findModels(folder);
    // Numbered models are specialised for their split, so they are never the plain pair.
    const auto numbered = [](const std::string& file, const char* start) {
        return fs::path(file).filename().string().starts_with(start);
    };
    if (numbered(plain.drafter, "drafter_")) plain.drafter.clear();
    if (numbered(plain.refiner, "refiner_")) plain.refiner.clear();
    CurveGroup free{"training-free", plain, {}};
    const std::vector<SpecialisedPair> pairs = findSpecialisedPairs(folder);
    std::vector<CurveGroup> groups;
    for (const int split : splits) {
        const bool drafts = split == 0 || !plain.drafter.empty();
        const bool refines = split == scaleCount || !plain.refiner.empty();
        if (drafts && refines) free.splits.push_back(split);
        const ModelFiles pair = filesAt(plain, pairs, split);
        if (pair == plain || pair.drafter.empty() || pair.refiner.empty()) continue;
        groups.push_back({"specialised", pair, {split}});
    }
    if (!free.splits.empty()) groups.insert(groups.begin(), free);
    if (!groups.empty()) return groups;
    throw Error(ErrorKind::File, "The folder '" + folder + "' has no models for any of the splits.",
                "A split between the ends needs a drafter and a refiner.");
}

std::vector<SplitPoint> measureCurve(const CurveJob& job, const FeatureSet* reference,
                                     const CurveHooks& hooks) {
    CurveRun run(job, hooks);
    run.measure();
    std::vector<SplitPoint> points;
    for (std::size_t group = 0; group < job.groups.size(); ++group) {
        for (const int split : job.groups[group].splits) {
            points.push_back(run.point(group, split, reference));
        }
    }
    std::stable_sort(points.begin(), points.end(),
                     [](const SplitPoint& a, const SplitPoint& b) { return a.split < b.split; });
    return points;
}

void addQuality(SplitPoint& point, const FeatureExtractor& extractor, const FeatureSet& made,
                const FeatureSet& reference) {
    const Comparison compared = compareSets(extractor, made, &reference, {.alwaysInterval = true});
    point.frechetDistance = *compared.frechetDistance;
    if (compared.interval) {
        point.frechetLow = compared.interval->low;
        point.frechetHigh = compared.interval->high;
        point.frechetSubsets = compared.interval->subsets;
    }
    point.precision = compared.precisionRecall->precision;
    point.recall = compared.precisionRecall->recall;
    point.inceptionScore = compared.first.inceptionScore.mean;
    if (!std::isnan(compared.first.accuracy)) point.classAccuracy = compared.first.accuracy;
}

}  // namespace duo::eval
