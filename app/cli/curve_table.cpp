#include "curve_table.h"

#include <cmath>
#include <cstdio>
#include <optional>

#include "units.h"

namespace duo::cli {
namespace {

// A number with the given digits, right-aligned; a dash if there is none.
std::string cell(std::optional<double> value, int width, int digits) {
    char text[48];
    if (!value || std::isnan(*value)) {
        std::snprintf(text, sizeof text, "%*s", width, "-");
    } else {
        std::snprintf(text, sizeof text, "%*.*f", width, digits, *value);
    }
    return text;
}

std::optional<double> scaled(std::optional<double> value, double factor) {
    return value ? std::optional(factor * *value) : std::nullopt;
}

std::string csvNumber(std::optional<double> value) {
    if (!value || std::isnan(*value)) return {};
    char text[48];
    std::snprintf(text, sizeof text, "%.6g", *value);
    return text;
}

std::string csvCount(std::optional<std::int64_t> count) {
    return count ? std::to_string(*count) : std::string();
}

}  // namespace

std::string curveText(const SplitCurve& curve) {
    std::string text = curve.title + "\n";
    if (!curve.features.empty()) {
        text += "Reference: " + curve.reference + ". Features: " + curve.features + ".\n";
    }
    if (!curve.interval.empty()) text += "95 % interval: " + curve.interval + ".\n";
    text += "Device: " + curve.device + ", batches of " + std::to_string(curve.batch) +
            ". Memory: the peak of one batch, weights included.\n\n";
    text +=
        " N  pair                    pictures  distance  95 % from        to  precision  recall  "
        "accuracy %  pictures/s  with VQ-VAE  peak MiB\n";
    for (const SplitPoint& point : curve.points) {
        char head[80];
        std::snprintf(head, sizeof head, "%2s  %-22s %9lld",
                      point.split ? std::to_string(*point.split).c_str() : "", point.pair.c_str(),
                      static_cast<long long>(point.pictures));
        text += head;
        text += cell(point.frechetDistance, 10, 3);
        text += cell(point.frechetLow, 11, 3);
        text += cell(point.frechetHigh, 10, 3);
        text += cell(point.precision, 11, 3);
        text += cell(point.recall, 8, 3);
        text += cell(scaled(point.classAccuracy, 100), 12, 2);
        text += cell(point.picturesPerSecond, 12, 2);
        text += cell(point.picturesPerSecondWithVqVae, 13, 2);
        text += cell(point.peakBytes ? std::optional(mebibytes(*point.peakBytes)) : std::nullopt,
                     10, 1);
        text += "\n";
    }
    return text;
}

std::string curveCsv(const SplitCurve& curve) {
    std::string text =
        "split,pair,pictures,frechet_distance,precision,recall,inception_score,class_accuracy,"
        "pictures_per_second,pictures_per_second_with_vqvae,peak_bytes,"
        "frechet_distance_low,frechet_distance_high,frechet_distance_subsets\n";
    for (const SplitPoint& point : curve.points) {
        text += (point.split ? std::to_string(*point.split) : "") + "," + point.pair + "," +
                std::to_string(point.pictures);
        for (const auto& value :
             {point.frechetDistance, point.precision, point.recall, point.inceptionScore,
              point.classAccuracy, point.picturesPerSecond, point.picturesPerSecondWithVqVae}) {
            text += "," + csvNumber(value);
        }
        text += "," + csvCount(point.peakBytes) + "," + csvNumber(point.frechetLow) + "," +
                csvNumber(point.frechetHigh) + "," + csvCount(point.frechetSubsets) + "\n";
    }
    return text;
}

}  // namespace duo::cli
