#include "state/evaluation.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <limits>
#include <tuple>

namespace duo::ui {
namespace {

constexpr qint64 kMostBytes = 16 << 20;  // of a table with a line a split: a hundredth is plenty
constexpr int kMostSplits = 64;

// What is wrong with the file, as a sentence that begins with its name.
struct Foreign {
    QString sentence;
};

double number(const QJsonObject& point, const char* name) {
    const QJsonValue value = point.value(QLatin1String(name));
    if (value.isUndefined() || value.isNull()) return std::numeric_limits<double>::quiet_NaN();
    if (value.isDouble()) return value.toDouble();
    throw Foreign{Evaluation::tr("“%1” is no number where a table of sweep has one.").arg(name)};
}

EvaluationPoint pointOf(const QJsonObject& json) {
    EvaluationPoint point;
    point.pair = json.value("pair").toString();
    const QJsonValue split = json.value("split");
    const bool whole = split.isDouble() && split.toDouble() == split.toInt(-1) &&
                       split.toInt() >= 0 && split.toInt() <= kMostSplits;
    if (point.pair.isEmpty() || !(split.isNull() || whole)) {
        throw Foreign{Evaluation::tr("A line of its table names no split or no pair of models.")};
    }
    if (whole) point.split = split.toInt();
    point.pictures = static_cast<qint64>(json.value("pictures").toDouble());
    point.distance = number(json, "frechet_distance");
    point.accuracy = number(json, "class_accuracy");
    point.precision = number(json, "precision");
    point.recall = number(json, "recall");
    point.inceptionScore = number(json, "inception_score");
    point.perSecond = number(json, "pictures_per_second");
    point.perSecondWithVqVae = number(json, "pictures_per_second_with_vqvae");
    const double bytes = number(json, "peak_bytes");
    if (bytes >= 0) point.peakBytes = static_cast<qint64>(bytes);
    return point;
}

QByteArray bytesOf(const QString& name) {
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        throw Foreign{Evaluation::tr("It cannot be read: %1.").arg(file.errorString())};
    }
    if (file.size() > kMostBytes)
        throw Foreign{Evaluation::tr("It is far too large for a table of sweep.")};
    return file.readAll();
}

Evaluation parsed(const QByteArray& bytes) {
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError) {
        throw Foreign{Evaluation::tr("It is no JSON: byte %1 makes no sense.").arg(problem.offset)};
    }
    const QJsonObject json = document.object();
    const QJsonArray points = json.value("points").toArray();
    if (points.isEmpty()) throw Foreign{Evaluation::tr("It has no table of splits.")};
    Evaluation evaluation;
    evaluation.title = json.value("title").toString();
    evaluation.features = json.value("features").toString();
    evaluation.reference = json.value("reference").toString();
    evaluation.device = json.value("device").toString();
    evaluation.batch = json.value("batch").toInt();
    for (const QJsonValue& point : points) evaluation.points.push_back(pointOf(point.toObject()));
    std::stable_sort(evaluation.points.begin(), evaluation.points.end(),
                     [](const EvaluationPoint& a, const EvaluationPoint& b) {
                         const auto order = [](const EvaluationPoint& p) {
                             return std::tuple(p.split < 0, p.split, p.isSpecialised());
                         };
                         return order(a) < order(b);
                     });
    return evaluation;
}

}  // namespace

std::optional<Evaluation> readEvaluation(const QString& file, QString* whyNot) {
    try {
        return parsed(bytesOf(file));
    } catch (const Foreign& foreign) {
        *whyNot = Evaluation::tr("%1 holds no evaluation. %2")
                      .arg(QFileInfo(file).fileName(), foreign.sentence);
        return std::nullopt;
    }
}

}  // namespace duo::ui
