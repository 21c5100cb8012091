// How far a run is, how long it takes, and what is learnt from it.
#include <QJsonDocument>
#include <QSaveFile>
#include <algorithm>

#include "state/studio_private.h"

namespace duo::ui {
namespace {

// Before anything was measured a scale counts as its tokens, and as much again as these for the
// pass itself; the VQ-VAE as this share of all scales.
constexpr double kTokensOfAPass = 30;
constexpr double kVqVaeShare = 0.4;

// From here on the time that went by tells more than a prediction.
constexpr double kTellingProgress = 0.1;

}  // namespace

double Studio::Private::scaleWeight(const Run& run, int scale) const {
    const std::size_t scales = run.request.plan.scales.size();
    if (measuredWeights.size() == scales + 1) return measuredWeights[scale];
    const double side = scale < static_cast<int>(run.scales.size()) ? run.scales[scale].side : 1;
    return side * side + kTokensOfAPass;
}

double Studio::Private::pictureWeight(const Run& run) const {
    const std::size_t scales = run.request.plan.scales.size();
    if (measuredWeights.size() == scales + 1) return measuredWeights[scales];
    double sum = 0;
    for (std::size_t k = 0; k < scales; ++k) sum += scaleWeight(run, static_cast<int>(k));
    return sum * kVqVaeShare;
}

double Studio::Private::totalWeight(const Run& run) const {
    const int scales = static_cast<int>(run.request.plan.scales.size());
    double picture = 0;
    if (run.kind == RunKind::Sweep) {
        const auto last = std::max_element(run.splits.begin(), run.splits.end());
        const int shared = last == run.splits.end() ? 0 : *last;
        for (int k = 0; k < shared; ++k) picture += scaleWeight(run, k);
        for (const int split : run.splits) {
            for (int k = split; k < scales; ++k) picture += scaleWeight(run, k);
            picture += pictureWeight(run);
        }
    } else {
        for (int k = 0; k < scales; ++k) picture += scaleWeight(run, k);
        picture += pictureWeight(run);
    }
    return picture * static_cast<double>(run.request.labels.size());
}

void Studio::Private::advance(Run& run, double weight) {
    doneWeight += weight;
    const double total = totalWeight(run);
    // Done is what the core calls done.
    run.progress = total > 0 ? std::min(doneWeight / total, 0.999) : 0;
    const double seconds = (static_cast<double>(clock.elapsed()) - workStartMs) / 1000;
    if (run.stopping) {
        run.secondsLeft = -1;
    } else if (run.progress >= kTellingProgress) {
        run.secondsLeft = seconds * (1 - run.progress) / run.progress;
    } else if (const double predicted = predictedSeconds(run); predicted >= 0) {
        run.secondsLeft = std::max(predicted - seconds, 0.0);
    }
}

void Studio::Private::rememberWeights(const Run& run) {
    const JobReport& report = run.report;
    if (report.scales.size() != run.request.plan.scales.size()) return;
    measuredWeights.clear();
    for (const ScaleTotals& scale : report.scales) {
        const double ms = scale.transformerMs + scale.samplingMs + scale.pyramidMs;
        measuredWeights.push_back(std::max(ms, 1e-3) / report.pictures);
    }
    measuredWeights.push_back(report.vqvaeMs / report.pictures);
}

double Studio::Private::predictedSeconds(const Run& run) const {
    const int split = run.request.plan.split();
    if (run.kind == RunKind::Sweep || split < 0) return -1;
    CostKey key = costKey(run);
    const int pictures = static_cast<int>(run.request.labels.size());
    const auto whole = predictor.predict(key, split);
    if (!whole || pictures == 0) return -1;
    double ms = whole->decodeMs * (pictures / key.batch);
    ms += std::max(predictor.predictRest(key, run.request.insight > 0), 0.0) * pictures;
    key.batch = pictures % key.batch;  // the last batch may be smaller
    const auto last = key.batch > 0 ? predictor.predict(key, split) : std::nullopt;
    return (ms + (last ? last->decodeMs : 0)) / 1000;
}

CostKey Studio::Private::costKey(const ModelFiles& files, const ComputeOptions& compute,
                                 const GenerationRequest& request) const {
    const auto digest = [this](const std::string& file) {
        const auto known = digests.find(file);
        return known == digests.end() ? QString::fromStdString(file) : known->second;
    };
    const auto device = devices.find(compute.device);
    CostKey key;
    key.device = device == devices.end() ? QString::fromStdString(compute.device) : device->second;
    key.drafter = digest(files.drafter);
    key.refiner = digest(files.refiner);
    key.vqvae = digest(files.vqvae);
    key.precision = compute.precision;
    key.batch = std::clamp(request.batch, 1, std::max<int>(1, std::ssize(request.labels)));
    key.guided = std::any_of(request.plan.scales.begin(), request.plan.scales.end(),
                             [](const ScalePlan& scale) { return scale.guidance > 0; });
    return key;
}

CostKey Studio::Private::costKey(const Run& run) const {
    return costKey(costFiles(run.family, run.files), run.compute, run.request);
}

CostKey Studio::Private::costKeyNow(int split) const {
    const GenerationSettings& settings = q.settings_;
    return costKey(costFiles(settings.files(), q.filesAt(split)), settings.compute(),
                   settings.request(0));
}

// Sweeps teach too, and the whole batches of a run that was stopped. What statistics of the tokens
// cost is no part of the decode: the core times it apart.
void Studio::Private::learn(const Run& run) {
    if (!meter) return;
    const CostKey key = costKey(run);
    predictor.learn(key, meter->measured());
    meter.reset();
    const JobReport& report = run.report;
    if (run.state == RunState::Done && run.kind == RunKind::Generate && report.pictures > 0) {
        const double rest = report.totalMs - report.loadMs - report.decodeMs;
        predictor.learnRest(key, run.request.insight > 0, rest / report.pictures);
    }
    if (!costTimer.isActive()) costTimer.start();
    emit q.predictionsChanged();
}

void Studio::Private::saveCosts() {
    costTimer.stop();
    const QByteArray json = QJsonDocument(predictor.toJson()).toJson(QJsonDocument::Compact);
    const QString path = options.dataFolder + "/costs.json";
    // What is lost where this fails is measured again.
    files.start([json, path] {
        QSaveFile file(path);
        if (file.open(QIODevice::WriteOnly)) file.write(json), file.commit();
    });
}

}  // namespace duo::ui
