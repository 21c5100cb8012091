#include "state/evaluation.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>
#include <limits>
#include <tuple>

#include "protocol/run_files.h"

namespace duo::ui {
namespace {

constexpr qint64 kMaxBytes = 16 << 20;  // a table has one line a split

// What is wrong with the file, as a sentence.
struct Foreign {
    QString sentence;
};

QString sentenceFor(const RunFileError& error) {
    const QString detail = QString::fromStdString(error.detail());
    switch (error.fault()) {
        case RunFileFault::NotJson:
            return Evaluation::tr("It is not JSON: byte %1 is unexpected.").arg(detail);
        case RunFileFault::NewerVersion:
            return Evaluation::tr("%1 wrote it, which is newer than this program.").arg(detail);
        case RunFileFault::BadPoint:
            return Evaluation::tr("A line of its table has no split or no pair of models.");
        case RunFileFault::NotANumber:
            return Evaluation::tr("Its table has “%1” where a number belongs.").arg(detail);
        case RunFileFault::NotManifest:
        case RunFileFault::NoTable:
            break;
    }
    return Evaluation::tr("It has no table of splits.");
}

double numberOf(const std::optional<double>& value) {
    return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

EvaluationPoint pointOf(const SplitPoint& from) {
    EvaluationPoint point;
    point.split = from.split.value_or(-1);
    point.pair = QString::fromStdString(from.pair);
    point.pictures = from.pictures;
    point.distance = numberOf(from.frechetDistance);
    point.distanceLow = numberOf(from.frechetLow);
    point.distanceHigh = numberOf(from.frechetHigh);
    point.accuracy = numberOf(from.classAccuracy);
    point.precision = numberOf(from.precision);
    point.recall = numberOf(from.recall);
    point.inceptionScore = numberOf(from.inceptionScore);
    point.perSecond = numberOf(from.picturesPerSecond);
    point.perSecondWithVqVae = numberOf(from.picturesPerSecondWithVqVae);
    point.peakBytes = from.peakBytes.value_or(-1);
    return point;
}

QByteArray bytesOf(const QString& name) {
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        throw Foreign{Evaluation::tr("It cannot be read: %1.").arg(file.errorString())};
    }
    if (file.size() > kMaxBytes)
        throw Foreign{Evaluation::tr("It is too large for a sweep's table.")};
    return file.readAll();
}

// The sentence of duoscale-cli sweep in the language of the window; another one as it is.
QString titleHere(const QString& title) {
    static const QRegularExpression sentence(
        "^(.+) drafts the first N of (\\d+) scales, (.+) the rest \\(seed (\\d+), (.+)\\)$");
    const QRegularExpressionMatch match = sentence.match(title);
    if (!match.hasMatch()) return title;
    return Evaluation::tr("%1 drafts the first N of %2 scales, %3 the rest (seed %4, %5)")
        .arg(match.captured(1), match.captured(2), match.captured(3), match.captured(4),
             match.captured(5));
}

Evaluation parsed(const QByteArray& bytes) {
    const SplitCurve curve = parseSplitCurve(
        {bytes.constData(), static_cast<std::size_t>(bytes.size())}, kSplitCurveFile);
    Evaluation evaluation;
    evaluation.title = titleHere(QString::fromStdString(curve.title));
    evaluation.features = QString::fromStdString(curve.features);
    evaluation.reference = QString::fromStdString(curve.reference);
    evaluation.device = QString::fromStdString(curve.device);
    evaluation.batch = curve.batch;
    for (const SplitPoint& point : curve.points) evaluation.points.push_back(pointOf(point));
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
    QString why;
    try {
        return parsed(bytesOf(file));
    } catch (const Foreign& foreign) {
        why = foreign.sentence;
    } catch (const RunFileError& error) {
        why = sentenceFor(error);
    }
    *whyNot = Evaluation::tr("%1 holds no evaluation. %2").arg(QFileInfo(file).fileName(), why);
    return std::nullopt;
}

}  // namespace duo::ui
