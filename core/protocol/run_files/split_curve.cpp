// sweep.json.
#include <cmath>

#include "base/version.h"
#include "protocol/run_files.h"
#include "protocol/run_files/format.h"

namespace duo {
namespace {

using run_files::Json;

constexpr const char* kKind = "sweep";
constexpr int kVersion = 2;  // version 1 had no format field
constexpr int kMaxSplit = 64;
constexpr double kMaxWhole = 0x1p53;

template <class Value>
Json valueOrNull(const std::optional<Value>& value) {
    return value ? Json(*value) : Json();
}

Json pointJson(const SplitPoint& point) {
    return {{"split", valueOrNull(point.split)},
            {"pair", point.pair},
            {"pictures", point.pictures},
            {"frechet_distance", valueOrNull(point.frechetDistance)},
            {"precision", valueOrNull(point.precision)},
            {"recall", valueOrNull(point.recall)},
            {"inception_score", valueOrNull(point.inceptionScore)},
            {"class_accuracy", valueOrNull(point.classAccuracy)},
            {"pictures_per_second", valueOrNull(point.picturesPerSecond)},
            {"pictures_per_second_with_vqvae", valueOrNull(point.picturesPerSecondWithVqVae)},
            {"peak_bytes", valueOrNull(point.peakBytes)},
            {"frechet_distance_low", valueOrNull(point.frechetLow)},
            {"frechet_distance_high", valueOrNull(point.frechetHigh)},
            {"frechet_distance_subsets", valueOrNull(point.frechetSubsets)}};
}

// Reads the points of one file.
class PointReader {
  public:
    explicit PointReader(const std::string& file) : file_(file) {}

    SplitPoint point(const Json& json) const {
        SplitPoint point;
        point.pair = run_files::textAt(json, "pair");
        if (point.pair.empty()) refuse();
        point.split = split(json);
        point.pictures = whole(json, "pictures").value_or(0);
        point.frechetDistance = number(json, "frechet_distance");
        point.precision = number(json, "precision");
        point.recall = number(json, "recall");
        point.inceptionScore = number(json, "inception_score");
        point.classAccuracy = number(json, "class_accuracy");
        point.picturesPerSecond = number(json, "pictures_per_second");
        point.picturesPerSecondWithVqVae = number(json, "pictures_per_second_with_vqvae");
        point.peakBytes = whole(json, "peak_bytes");
        point.frechetLow = number(json, "frechet_distance_low");
        point.frechetHigh = number(json, "frechet_distance_high");
        point.frechetSubsets = whole(json, "frechet_distance_subsets");
        return point;
    }

  private:
    std::optional<int> split(const Json& json) const {
        const auto found = json.find("split");
        if (found == json.end() || found->is_null()) return std::nullopt;
        if (!found->is_number()) refuse();
        const double value = found->get<double>();
        if (!(value >= 0 && value <= kMaxSplit && value == std::floor(value))) refuse();
        return static_cast<int>(value);
    }

    std::optional<double> number(const Json& json, const char* key) const {
        const auto found = json.find(key);
        if (found == json.end() || found->is_null()) return std::nullopt;
        if (found->is_number()) return found->get<double>();
        throw RunFileError(RunFileFault::NotANumber, key,
                           "The file '" + file_ + "' has a '" + key + "' that is not a number.");
    }

    std::optional<std::int64_t> whole(const Json& json, const char* key) const {
        const std::optional<double> value = number(json, key);
        if (!value || !(*value >= 0 && *value <= kMaxWhole)) return std::nullopt;
        return static_cast<std::int64_t>(*value);
    }

    [[noreturn]] void refuse() const {
        throw RunFileError(
            RunFileFault::BadPoint, "",
            "The file '" + file_ + "' has a point without a split or a pair of models.");
    }

    const std::string& file_;
};

}  // namespace

std::string splitCurveText(const SplitCurve& curve) {
    Json points = Json::array();
    for (const SplitPoint& point : curve.points) points.push_back(pointJson(point));
    const Json json{{"format", run_files::formatText(kKind, kVersion)},
                    {"program", programName()},
                    {"title", curve.title},
                    {"features", curve.features},
                    {"reference", curve.reference},
                    {"device", curve.device},
                    {"batch", curve.batch},
                    {"frechet_distance_interval", curve.interval},
                    {"points", points}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

SplitCurve parseSplitCurve(std::string_view text, const std::string& file) {
    const Json json = run_files::parseJson(text, file);
    run_files::versionOf(json, kKind, kVersion, file);
    const auto points = json.is_object() ? json.find("points") : json.end();
    if (points == json.end() || !points->is_array() || points->empty()) {
        throw RunFileError(RunFileFault::NoTable, "",
                           "The file '" + file + "' has no table of splits.");
    }
    SplitCurve curve;
    curve.title = run_files::textAt(json, "title");
    curve.features = run_files::textAt(json, "features");
    curve.reference = run_files::textAt(json, "reference");
    curve.device = run_files::textAt(json, "device");
    curve.interval = run_files::textAt(json, "frechet_distance_interval");
    const auto batch = json.find("batch");
    if (batch != json.end() && batch->is_number_integer()) curve.batch = batch->get<int>();
    const PointReader reader(file);
    for (const Json& point : *points) curve.points.push_back(reader.point(point));
    return curve;
}

}  // namespace duo
