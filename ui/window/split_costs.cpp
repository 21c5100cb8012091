#include "window/split_costs.h"

#include <QFileInfo>
#include <QLocale>

#include "widgets/units.h"

namespace duo::ui {
namespace {

// Beyond this share of error an estimate is only called rough.
constexpr double kRoughError = 0.5;

bool isRough(const Prediction& prediction) {
    return prediction.extrapolated || prediction.pastError > kRoughError;
}

}  // namespace

QString SplitCosts::words(const Prediction& prediction) {
    QString text = tr("about %1 and %2")
                       .arg(roughDurationWords(prediction.decodeMs / 1000),
                            bytesWords(static_cast<double>(prediction.peakBytes)));
    if (isRough(prediction)) {
        text += tr(" (rough estimate)");
    } else if (prediction.pastError >= 0) {
        text += tr(" (±%1 %)").arg(QLocale().toString(prediction.pastError * 100, 'f', 0));
    }
    return text;
}

SplitCosts::SplitCosts(const GenerationSettings& settings, const CostModel& costs)
    : settings_(settings), costs_(costs) {}

std::vector<SplitPoint> SplitCosts::points() {
    readEvaluationOf(QFileInfo(QString::fromStdString(settings_.files().vqvae)).path());
    std::vector<SplitPoint> points;
    for (int split = 0; split <= settings_.scaleCount(); ++split) {
        SplitPoint point;
        const QString name = tr("N = %1").arg(split);
        if (const auto prediction = costs_.predict(split)) {
            point.ms = prediction->decodeMs;
            point.bytes = static_cast<double>(prediction->peakBytes);
            point.measured = !prediction->interpolated && !prediction->extrapolated &&
                             prediction->fromBatches.empty();
            point.words = tr("%1: %2").arg(name, words(*prediction));
        } else {
            point.words = tr("%1 not measured yet").arg(name);
        }
        if (const EvaluationPoint* quality = evaluated(split)) {
            point.distance = quality->distance;
            point.words +=
                QLatin1Char('\n') + tr("Fréchet distance %1, over %2 pictures")
                                        .arg(QLocale().toString(quality->distance, 'f', 3),
                                             QLocale().toString(quality->pictures));
        }
        points.push_back(std::move(point));
    }
    return points;
}

// A file that is none is no reason to bother anybody: nobody asked for it.
void SplitCosts::readEvaluationOf(const QString& folder) {
    if (folder == folder_) return;
    folder_ = folder;
    evaluation_.reset();
    for (const char* name : {"evaluation.json", "sweep.json"}) {
        const QString file = folder + QLatin1Char('/') + QLatin1String(name);
        QString whyNot;
        if (!evaluation_ && QFileInfo::exists(file)) evaluation_ = readEvaluation(file, &whyNot);
    }
}

const EvaluationPoint* SplitCosts::evaluated(int split) const {
    if (!evaluation_) return nullptr;
    const EvaluationPoint* found = nullptr;
    for (const EvaluationPoint& point : evaluation_->points) {
        if (point.split != split || !(point.distance >= 0)) continue;
        if (found == nullptr || point.isSpecialised() == settings_.specialised()) found = &point;
    }
    return found;
}

}  // namespace duo::ui
