#include "split_curve.h"

#include <cmath>
#include <cstdio>

#include "base/version.h"

namespace duo::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kMebibyte = 1 << 20;

double rate(std::int64_t pictures, double ms) {
    return ms > 0 ? 1000 * static_cast<double>(pictures) / ms : 0;
}

// A number of so many digits, right-aligned; a dash where there is none.
std::string cell(std::optional<double> value, int width, int digits) {
    char text[48];
    if (!value || std::isnan(*value)) {
        std::snprintf(text, sizeof text, "%*s", width, "-");
    } else {
        std::snprintf(text, sizeof text, "%*.*f", width, digits, *value);
    }
    return text;
}

std::optional<double> quality(const CurvePoint& point, double CurveQuality::*member,
                              double factor = 1) {
    if (!point.quality) return std::nullopt;
    return factor * (*point.quality).*member;
}

std::optional<double> measured(const CurvePoint& point, double value) {
    return point.split ? std::optional(value) : std::nullopt;
}

Json numberOrNull(std::optional<double> value) {
    return !value || std::isnan(*value) ? Json() : Json(*value);
}

std::string csvNumber(std::optional<double> value) {
    if (!value || std::isnan(*value)) return {};
    char text[48];
    std::snprintf(text, sizeof text, "%.6g", *value);
    return text;
}

}  // namespace

double CurvePoint::picturesPerSecond() const {
    return rate(pictures, decodeMs);
}

double CurvePoint::picturesPerSecondWithVqVae() const {
    return rate(pictures, decodeMs + vqvaeMs);
}

std::string curveText(const SplitCurve& curve) {
    std::string text = curve.title + "\n";
    if (!curve.features.empty()) {
        text += "Fréchet distance, precision and recall to " + curve.reference +
                ", in features of the " + curve.features + ".\n";
    }
    text += "Speed on " + curve.device + ", batches of " + std::to_string(curve.batch) +
            "; memory is that of one batch with its weights.\n\n";
    text +=
        " N  pair                    pictures  distance  precision  recall  accuracy %  "
        "pictures/s  with VQ-VAE  peak MiB\n";
    for (const CurvePoint& point : curve.points) {
        char head[80];
        std::snprintf(head, sizeof head, "%2s  %-22s %9lld",
                      point.split ? std::to_string(*point.split).c_str() : "", point.pair.c_str(),
                      static_cast<long long>(point.pictures));
        text += head;
        text += cell(quality(point, &CurveQuality::frechetDistance), 10, 3);
        text += cell(quality(point, &CurveQuality::precision), 11, 3);
        text += cell(quality(point, &CurveQuality::recall), 8, 3);
        text += cell(quality(point, &CurveQuality::accuracy, 100), 12, 2);
        text += cell(measured(point, point.picturesPerSecond()), 12, 2);
        text += cell(measured(point, point.picturesPerSecondWithVqVae()), 13, 2);
        text += cell(measured(point, static_cast<double>(point.peakBytes) / kMebibyte), 10, 1);
        text += "\n";
    }
    return text;
}

std::string curveCsv(const SplitCurve& curve) {
    std::string text =
        "split,pair,pictures,frechet_distance,precision,recall,inception_score,class_accuracy,"
        "pictures_per_second,pictures_per_second_with_vqvae,peak_bytes\n";
    for (const CurvePoint& point : curve.points) {
        text += (point.split ? std::to_string(*point.split) : "") + "," + point.pair + "," +
                std::to_string(point.pictures);
        for (const auto member :
             {&CurveQuality::frechetDistance, &CurveQuality::precision, &CurveQuality::recall,
              &CurveQuality::inceptionScore, &CurveQuality::accuracy}) {
            text += "," + csvNumber(quality(point, member));
        }
        text += "," + csvNumber(measured(point, point.picturesPerSecond())) + "," +
                csvNumber(measured(point, point.picturesPerSecondWithVqVae())) + "," +
                (point.split ? std::to_string(point.peakBytes) : "") + "\n";
    }
    return text;
}

Json curveJson(const SplitCurve& curve) {
    Json points = Json::array();
    for (const CurvePoint& point : curve.points) {
        points.push_back(
            {{"split", point.split ? Json(*point.split) : Json()},
             {"pair", point.pair},
             {"pictures", point.pictures},
             {"frechet_distance", numberOrNull(quality(point, &CurveQuality::frechetDistance))},
             {"precision", numberOrNull(quality(point, &CurveQuality::precision))},
             {"recall", numberOrNull(quality(point, &CurveQuality::recall))},
             {"inception_score", numberOrNull(quality(point, &CurveQuality::inceptionScore))},
             {"class_accuracy", numberOrNull(quality(point, &CurveQuality::accuracy))},
             {"pictures_per_second", numberOrNull(measured(point, point.picturesPerSecond()))},
             {"pictures_per_second_with_vqvae",
              numberOrNull(measured(point, point.picturesPerSecondWithVqVae()))},
             {"peak_bytes", point.split ? Json(point.peakBytes) : Json()}});
    }
    return {{"program", programName()},
            {"title", curve.title},
            {"features", curve.features},
            {"reference", curve.reference},
            {"device", curve.device},
            {"batch", curve.batch},
            {"points", points}};
}

}  // namespace duo::cli
