#include "views/evaluation_model.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

#include "charts/quality_chart.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

using Measure = QualityChart::Measure;

QString rateText(double perSecond) {
    return std::isnan(perSecond) ? QStringLiteral("–") : figure(perSecond, 3);
}

// With its interval, if there is one: "1.402 (1.380–1.424)".
QString distanceText(const EvaluationPoint& point) {
    const auto text = [](double value) {
        return QualityChart::valueText(Measure::Distance, value);
    };
    if (std::isnan(point.distanceLow) || std::isnan(point.distanceHigh)) {
        return text(point.distance);
    }
    return QStringLiteral("%1 (%2–%3)")
        .arg(text(point.distance), text(point.distanceLow), text(point.distanceHigh));
}

QString cellText(const EvaluationPoint& point, int column) {
    switch (column) {
        case EvaluationModel::Split:
            return point.split < 0 ? QString() : QString::number(point.split);
        case EvaluationModel::Pair:
            return QualityChart::pairName(point);
        case EvaluationModel::Distance:
            return distanceText(point);
        case EvaluationModel::Accuracy:
            return QualityChart::valueText(Measure::Accuracy, point.accuracy);
        case EvaluationModel::Precision:
            return QualityChart::valueText(Measure::Precision, point.precision);
        case EvaluationModel::Recall:
            return QualityChart::valueText(Measure::Recall, point.recall);
        case EvaluationModel::PerSecond:
            return rateText(point.perSecond);
        case EvaluationModel::PerSecondWithVqVae:
            return rateText(point.perSecondWithVqVae);
        case EvaluationModel::Memory:
            return point.peakBytes < 0 ? QStringLiteral("–")
                                       : bytesWords(static_cast<double>(point.peakBytes));
        default:
            return QLocale().toString(point.pictures);
    }
}

QStringList titles() {
    return {QStringLiteral("N"),
            EvaluationModel::tr("Pair"),
            EvaluationModel::tr("Distance"),
            EvaluationModel::tr("Accuracy"),
            EvaluationModel::tr("Precision"),
            EvaluationModel::tr("Recall"),
            EvaluationModel::tr("Pictures/s"),
            EvaluationModel::tr("with VQ-VAE"),
            EvaluationModel::tr("Memory"),
            EvaluationModel::tr("Pictures")};
}

QStringList meanings() {
    return {EvaluationModel::tr("Scales that the drafter decodes"),
            EvaluationModel::tr("The plain pair, or one fine-tuned for this split"),
            EvaluationModel::tr("Fréchet distance to the reference: less is better"),
            EvaluationModel::tr("Share of the pictures that show their class"),
            EvaluationModel::tr("Share of the pictures that lie among those of the reference"),
            EvaluationModel::tr("Share of the reference that lies among the pictures"),
            EvaluationModel::tr("Pictures decoded in a second, the VQ-VAE not counted"),
            EvaluationModel::tr("Pictures made in a second, the VQ-VAE counted"),
            EvaluationModel::tr("Weights, caches and activations of one batch at their highest"),
            EvaluationModel::tr("Pictures that were measured")};
}

}  // namespace

void EvaluationModel::setEvaluation(const Evaluation& evaluation) {
    beginResetModel();
    evaluation_ = evaluation;
    endResetModel();
}

const EvaluationPoint* EvaluationModel::point(int row) const {
    return row >= 0 && row < rowCount() ? &evaluation_.points[static_cast<std::size_t>(row)]
                                        : nullptr;
}

int EvaluationModel::rowOf(int split, bool specialised) const {
    const auto& points = evaluation_.points;
    const auto found = std::find_if(points.begin(), points.end(), [&](const EvaluationPoint& p) {
        return p.split == split && p.isSpecialised() == specialised;
    });
    return found == points.end() ? -1 : static_cast<int>(found - points.begin());
}

int EvaluationModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(evaluation_.points.size());
}

int EvaluationModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EvaluationModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    if (role == Qt::TextAlignmentRole) {
        const auto side = index.column() == Pair ? Qt::AlignLeft : Qt::AlignRight;
        return static_cast<int>(side | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) return {};
    return cellText(*point(index.row()), index.column());
}

QVariant EvaluationModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::DisplayRole) return titles()[section];
    if (role == Qt::ToolTipRole) return meanings()[section];
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>((section == Pair ? Qt::AlignLeft : Qt::AlignRight) |
                                Qt::AlignVCenter);
    }
    return {};
}

}  // namespace duo::ui
