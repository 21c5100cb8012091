// The JSON form of measured costs, kept from session to session.
#include <QJsonArray>
#include <algorithm>

#include "state/predictor.h"

namespace duo::ui {
namespace {

constexpr int kVersion = 2;

qint64 wholeNumber(const QJsonValue& value) {
    return std::max<qint64>(value.toInteger(), 0);
}

CostKey keyFrom(const QJsonObject& json) {
    CostKey key;
    key.device = json["device"].toString();
    key.drafter = json["drafter"].toString();
    key.refiner = json["refiner"].toString();
    key.vqvae = json["vqvae"].toString();
    key.precision = static_cast<Precision>(
        std::clamp(json["precision"].toInt(), 0, static_cast<int>(Precision::Int8)));
    key.batch = 0;
    key.guided = json["guided"].toBool(true);
    return key;
}

}  // namespace

QJsonObject Predictor::toJson(int batch, const Costs& costs) {
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
    return {{"pictures", batch},
            {"scales", scales},
            {"drafterCache", pair(costs.drafterCache.bytes, costs.drafterCache.tokens)},
            {"refinerCache", pair(costs.refinerCache.bytes, costs.refinerCache.tokens)},
            {"weights", pair(costs.drafterWeights, costs.refinerWeights)},
            {"errors", QJsonArray{costs.errors.sum, costs.errors.count}},
            {"runs", costs.runs}};
}

QJsonObject Predictor::toJson(const CostKey& key, const FamilyCosts& family) {
    QJsonArray batches, rest;
    for (const auto& [pictures, costs] : family.ofBatch) batches.append(toJson(pictures, costs));
    for (const Cost& cost : family.rest) rest.append(QJsonArray{cost.ms, cost.times});
    return {{"device", key.device},
            {"drafter", key.drafter},
            {"refiner", key.refiner},
            {"vqvae", key.vqvae},
            {"precision", static_cast<int>(key.precision)},
            {"guided", key.guided},
            {"batches", batches},
            {"estimates", QJsonArray{family.estimates.sum, family.estimates.count}},
            {"rest", rest}};
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
    costs.errors = {std::max(json["errors"].toArray().at(0).toDouble(), 0.0),
                    static_cast<int>(second("errors"))};
    costs.runs = std::max(json["runs"].toInt(), 0);
    if (costs.scales.empty() || costs.runs == 0) return {};
    return costs;
}

Predictor::FamilyCosts Predictor::familyFrom(const QJsonObject& json) {
    FamilyCosts family;
    for (const QJsonValue& value : json["batches"].toArray()) {
        const QJsonObject batch = value.toObject();
        const int pictures = batch["pictures"].toInt();
        if (pictures < 1) continue;
        if (auto costs = costsFrom(batch)) family.ofBatch[pictures] = std::move(*costs);
    }
    const QJsonArray estimates = json["estimates"].toArray(), rest = json["rest"].toArray();
    family.estimates = {std::max(estimates.at(0).toDouble(), 0.0),
                        std::max(estimates.at(1).toInt(), 0)};
    for (int i = 0; i < 2; ++i) {
        const QJsonArray cost = rest.at(i).toArray();
        family.rest[i] = {std::max(cost.at(0).toDouble(), 0.0), 0, std::max(cost.at(1).toInt(), 0)};
    }
    return family;
}

QJsonObject Predictor::toJson() const {
    QJsonArray measured;
    for (const auto& [key, family] : families_) measured.append(toJson(key, family));
    return {{"version", kVersion}, {"measured", measured}};
}

// Costs that cannot be read are dropped; they will be measured again.
Predictor Predictor::fromJson(const QJsonObject& json) {
    Predictor predictor;
    if (json["version"].toInt() != kVersion) return predictor;
    for (const QJsonValue& value : json["measured"].toArray()) {
        const QJsonObject object = value.toObject();
        FamilyCosts family = familyFrom(object);
        if (!family.ofBatch.empty()) predictor.families_[keyFrom(object)] = std::move(family);
    }
    return predictor;
}

}  // namespace duo::ui
