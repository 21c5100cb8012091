#include "state/cost_model.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>
#include <algorithm>

namespace duo::ui {
namespace {

constexpr int kSaveDelayMs = 2000;  // live mode measures several times a second

}  // namespace

CostModel::CostModel(const GenerationSettings& settings, const ModelLibrary& models,
                     const QString& file)
    : settings_(settings), models_(models), file_(file) {
    QFile costs(file_);
    if (costs.open(QIODevice::ReadOnly)) {
        predictor_ = Predictor::fromJson(QJsonDocument::fromJson(costs.readAll()).object());
    }
    writer_.setMaxThreadCount(1);
    saveTimer_.setSingleShot(true);
    saveTimer_.setInterval(kSaveDelayMs);
    connect(&saveTimer_, &QTimer::timeout, this, &CostModel::save);
    connect(&settings_, &GenerationSettings::changed, this, &CostModel::predictionsChanged);
    connect(&models_, &ModelLibrary::modelsLoaded, this, &CostModel::predictionsChanged);
}

CostModel::~CostModel() {
    if (saveTimer_.isActive()) save();
    writer_.waitForDone();
}

std::optional<Prediction> CostModel::predict(int split) const {
    return predictor_.predict(keyOfSettings(split), split);
}

std::optional<int> CostModel::batchWhereMemoryIsSaved(int split) const {
    return predictor_.batchWhereMemoryIsSaved(keyOfSettings(split), split);
}

std::optional<double> CostModel::secondsOfOneMore(int split) const {
    CostKey key = keyOfSettings(split);
    const int pictures = settings_.pictureCount();
    if (pictures < 1 || pictures >= settings_.batch()) return {};
    const auto now = predictor_.predict(key, split);
    ++key.batch;
    const auto more = predictor_.predict(key, split);
    if (!now || !more) return {};
    const double rest = std::max(predictor_.predictRest(key, settings_.insight() > 0), 0.0);
    return std::max(more->decodeMs - now->decodeMs + rest, 0.0) / 1000;
}

double CostModel::predictedSeconds(const Run& run) const {
    const int split = run.request.plan.split();
    if (run.kind == RunKind::Sweep || split < 0) return -1;
    CostKey key = keyOf(run);
    const int pictures = static_cast<int>(run.request.labels.size());
    const auto whole = predictor_.predict(key, split);
    if (!whole || pictures == 0) return -1;
    double ms = whole->decodeMs * (pictures / key.batch);
    ms += std::max(predictor_.predictRest(key, run.request.insight > 0), 0.0) * pictures;
    key.batch = pictures % key.batch;  // the last batch may be smaller
    const auto last = key.batch > 0 ? predictor_.predict(key, split) : std::nullopt;
    return (ms + (last ? last->decodeMs : 0)) / 1000;
}

// Sweeps teach too. Token statistics are no part of the decode: the core times them apart.
void CostModel::learn(const Run& run, const BatchMeter& meter) {
    if (run.takenOver.prefix.scales > 0) return;
    const CostKey key = keyOf(run);
    predictor_.learn(key, meter.measured());
    const JobReport& report = run.report;
    if (run.state == RunState::Done && run.kind == RunKind::Generate && report.pictures > 0) {
        const double rest = report.totalMs - report.loadMs - report.decodeMs;
        predictor_.learnRest(key, run.request.insight > 0, rest / report.pictures);
    }
    if (!saveTimer_.isActive()) saveTimer_.start();
    emit predictionsChanged();
}

CostKey CostModel::keyOf(const ModelFiles& files, const ComputeOptions& compute,
                         const GenerationRequest& request) const {
    CostKey key;
    key.device = models_.deviceOf(compute.device);
    key.drafter = models_.digestOf(files.drafter);
    key.refiner = models_.digestOf(files.refiner);
    key.vqvae = models_.digestOf(files.vqvae);
    key.precision = compute.precision;
    key.batch = std::clamp(request.batch, 1, std::max<int>(1, std::ssize(request.labels)));
    key.guided = std::any_of(request.plan.scales.begin(), request.plan.scales.end(),
                             [](const ScalePlan& scale) { return scale.guidance > 0; });
    return key;
}

CostKey CostModel::keyOf(const Run& run) const {
    return keyOf(models_.costFiles(run.family, run.files), run.compute, run.request);
}

CostKey CostModel::keyOfSettings(int split) const {
    return keyOf(models_.costFiles(settings_.files(), models_.filesAt(split)), settings_.compute(),
                 settings_.request(0));
}

void CostModel::save() {
    saveTimer_.stop();
    const QByteArray json = QJsonDocument(predictor_.toJson()).toJson(QJsonDocument::Compact);
    // If this fails, what is lost is measured again.
    writer_.start([json, path = file_] {
        QSaveFile file(path);
        if (file.open(QIODevice::WriteOnly)) file.write(json), file.commit();
    });
}

}  // namespace duo::ui
