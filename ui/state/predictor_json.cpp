// How measured costs are kept from session to session.
#include <QJsonArray>
#include <algorithm>

#include "state/predictor.h"

namespace duo::ui {
namespace {

constexpr int kVersion = 1;

qint64 wholeNumber(const QJsonValue& value) {
    return std::max<qint64>(value.toInteger(), 0);
}

CostKey keyFrom(const QJsonObject& json) {
    CostKey key;
    key.device = json["device"].toString();
    key.drafter = json["drafter"].toString();
    key.refiner = json["refiner"].toString();
    key.vqvae = json["vqvae"].toString();
    key.precision = static_cast<Precision>(std::clamp(json["precision"].toInt(), 0, 2));
    key.batch = std::max(json["batch"].toInt(), 1);
    key.guided = json["guided"].toBool(true);
    return key;
}

}  // namespace

QJsonObject Predictor::toJson(const CostKey& key, const Costs& costs) {
    const auto pair = [](qint64 a, qint64 b) { return QJsonArray{a, b}; };
    const auto written = [](const Cost& c) {
        return QJsonArray{c.ms, qint64{c.activationBytes}, c.times};
    };
    QJsonArray scales;
    for (const ScaleCosts& scale : costs.scales) {
        scales.append(QJsonObject{{"side", scale.side},
                                  {"drafter", written(scale.drafter)},
                                  {"refiner", written(scale.refiner)},
                                  {"entry", written(scale.entry)}});
    }
    return {{"device", key.device},
            {"drafter", key.drafter},
            {"refiner", key.refiner},
            {"vqvae", key.vqvae},
            {"precision", static_cast<int>(key.precision)},
            {"batch", key.batch},
            {"guided", key.guided},
            {"scales", scales},
            {"drafterCache", pair(costs.drafterCache.bytes, costs.drafterCache.tokens)},
            {"refinerCache", pair(costs.refinerCache.bytes, costs.refinerCache.tokens)},
            {"weights", pair(costs.drafterWeights, costs.refinerWeights)},
            {"errorSum", costs.errorSum},
            {"errors", costs.errors},
            {"runs", costs.runs}};
}

std::optional<Predictor::Costs> Predictor::costsFrom(const QJsonObject& json) {
    const auto read = [](const QJsonValue& value) {
        const QJsonArray parts = value.toArray();
        return Cost{std::max(parts.at(0).toDouble(), 0.0), wholeNumber(parts.at(1)),
                    std::max(parts.at(2).toInt(), 0)};
    };
    const auto first = [&json](const char* key) {
        return wholeNumber(json[QLatin1String(key)].toArray().at(0));
    };
    const auto second = [&json](const char* key) {
        return wholeNumber(json[QLatin1String(key)].toArray().at(1));
    };
    Costs costs;
    for (const QJsonValue& value : json["scales"].toArray()) {
        const QJsonObject scale = value.toObject();
        const int side = scale["side"].toInt();
        if (side < 1 || side > 4096) return {};
        costs.scales.push_back(
            {side, read(scale["drafter"]), read(scale["refiner"]), read(scale["entry"])});
    }
    costs.drafterCache = {first("drafterCache"), second("drafterCache")};
    costs.refinerCache = {first("refinerCache"), second("refinerCache")};
    costs.drafterWeights = first("weights");
    costs.refinerWeights = second("weights");
    costs.errorSum = std::max(json["errorSum"].toDouble(), 0.0);
    costs.errors = std::max(json["errors"].toInt(), 0);
    costs.runs = std::max(json["runs"].toInt(), 0);
    if (costs.scales.empty() || costs.runs == 0) return {};
    return costs;
}

QJsonObject Predictor::toJson() const {
    QJsonArray measured;
    for (const auto& [key, costs] : costs_) measured.append(toJson(key, costs));
    return {{"version", kVersion}, {"measured", measured}};
}

// What cannot be read was measured in vain; it will be measured again.
Predictor Predictor::fromJson(const QJsonObject& json) {
    Predictor predictor;
    if (json["version"].toInt() != kVersion) return predictor;
    for (const QJsonValue& value : json["measured"].toArray()) {
        const QJsonObject object = value.toObject();
        if (std::optional<Costs> costs = costsFrom(object)) {
            predictor.costs_[keyFrom(object)] = std::move(*costs);
        }
    }
    return predictor;
}

}  // namespace duo::ui
