#include "charts/quality_chart.h"

#include <QComboBox>
#include <QLocale>
#include <cmath>

#include "charts/plot_library.h"
#include "widgets/help_topics.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

using Measure = QualityChart::Measure;

constexpr double kHeadroom = 1.12;
constexpr double kShareTop = 1.05;  // keeps 100 % clear of the axis's end

QString nameOf(Measure measure) {
    switch (measure) {
        case Measure::Distance:
            return QualityChart::tr("Fréchet distance");
        case Measure::Accuracy:
            return QualityChart::tr("Class accuracy");
        case Measure::Precision:
            return QualityChart::tr("Precision");
        case Measure::Recall:
            break;
    }
    return QualityChart::tr("Recall");
}

}  // namespace

QualityChart::QualityChart(QWidget* parent)
    : BandChart(tr("Quality"), parent),
      measure_(new QComboBox),
      plain_(plot().addGraph()),
      specialised_(plot().addGraph()) {
    setEmptyText(tr("No quality in this table"),
                 tr("The sweep that wrote it did not compare its pictures with a reference set."));
    plain_->setName(tr("Plain pair"));
    specialised_->setName(tr("Specialised pairs"));
    for (const Measure measure :
         {Measure::Distance, Measure::Accuracy, Measure::Precision, Measure::Recall}) {
        measure_->addItem(nameOf(measure), static_cast<int>(measure));
    }
    measure_->setAccessibleName(tr("Measure of quality"));
    measure_->setToolTip(tr("What is drawn against N"));
    measure_->setFocusPolicy(Qt::TabFocus);
    addTool(measure_);
    connect(measure_, &QComboBox::currentIndexChanged, this, &QualityChart::refresh);
    connect(this, &BandChart::bandClicked, this, &QualityChart::splitClicked);
    setHelpTopics(*this, "quality-chart");
    begin();
}

void QualityChart::setEvaluation(const Evaluation& evaluation) {
    evaluation_ = evaluation;
    first_ = 0;
    last_ = -1;
    for (const EvaluationPoint& point : evaluation_.points) {
        if (point.split < 0) continue;
        if (last_ < 0) first_ = point.split;  // points are ordered by split
        last_ = point.split;
    }
    refresh();
}

QualityChart::Measure QualityChart::measure() const {
    return static_cast<Measure>(measure_->currentData().toInt());
}

void QualityChart::setMeasure(Measure measure) {
    measure_->setCurrentIndex(measure_->findData(static_cast<int>(measure)));
}

double QualityChart::valueOf(const EvaluationPoint& point, Measure measure) {
    switch (measure) {
        case Measure::Distance:
            return point.distance;
        case Measure::Accuracy:
            return point.accuracy;
        case Measure::Precision:
            return point.precision;
        case Measure::Recall:
            break;
    }
    return point.recall;
}

QString QualityChart::valueText(Measure measure, double value) {
    if (std::isnan(value)) return QStringLiteral("–");
    const QLocale locale;
    if (measure != Measure::Accuracy) return locale.toString(value, 'f', 3);
    return tr("%1 %").arg(locale.toString(value * 100, 'f', 1));
}

QString QualityChart::pairName(const EvaluationPoint& point) {
    if (point.isSpecialised()) return tr("specialised");
    if (point.pair == QLatin1String("training-free")) return tr("plain");
    if (point.pair == QLatin1String("other scenes")) return tr("other scenes");
    if (point.pair == QLatin1String("scenes through VQ-VAE")) return tr("scenes through VQ-VAE");
    return point.pair;
}

void QualityChart::refresh() {
    fillCurves();
    fillReferences();
    placeAxes();
    applyColors();
    std::vector<QCPAbstractPlottable*> legend{plain_};
    if (specialised_->dataCount() > 0) legend.push_back(specialised_);
    const std::vector<QCPAbstractPlottable*> brief = legend;
    legend.insert(legend.end(), references_.begin(), references_.end());
    setLegend(legend, brief);
    placeBand();
    finish(plain_->dataCount() + specialised_->dataCount() == 0, {});
}

void QualityChart::fillCurves() {
    plain_->data()->clear();
    specialised_->data()->clear();
    for (const EvaluationPoint& point : evaluation_.points) {
        const double value = valueOf(point, measure());
        if (point.split < 0 || std::isnan(value)) continue;
        (point.isSpecialised() ? specialised_ : plain_)->addData(point.split, value);
    }
}

void QualityChart::fillReferences() {
    for (QCPGraph* line : references_) plot().removeGraph(line);
    references_.clear();
    for (const EvaluationPoint& point : evaluation_.points) {
        const double value = valueOf(point, measure());
        if (point.split >= 0 || std::isnan(value)) continue;
        QCPGraph* line = plot().addGraph();
        line->setName(pairName(point));
        line->addData(first_ - 0.5, value);
        line->addData(last_ + 0.5, value);
        references_.push_back(line);
    }
}

void QualityChart::placeAxes() {
    double highest = 0;
    for (const EvaluationPoint& point : evaluation_.points) {
        const double value = valueOf(point, measure());
        if (!std::isnan(value)) highest = std::max(highest, value);
    }
    placeWholeAxis(first_, last_, tr("Scales of the drafter, N"));
    showAxis(plot().yAxis, measure_->currentText());
    const double top = measure() == Measure::Distance ? highest * kHeadroom : kShareTop;
    plot().yAxis->setRange(0, std::max(top, 1e-6));
}

void QualityChart::applyColors() {
    BandChart::applyColors();
    const QColor text = palette().color(QPalette::WindowText);
    const QColor window = palette().color(QPalette::Window);
    const QColor second = theme::mixed(theme::accent(), text, 0.2);
    plain_->setPen(QPen(text, 1.6));
    plain_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(text, 1.6), text, 7));
    specialised_->setPen(QPen(second, 1.6, Qt::DashLine));
    specialised_->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssDiamond, QPen(second, 1.8), window, 10));
    const Qt::PenStyle styles[] = {Qt::DotLine, Qt::DashDotLine};
    for (std::size_t i = 0; i < references_.size(); ++i) {
        references_[i]->setPen(QPen(theme::subtle(), 1, styles[i % std::size(styles)]));
    }
}

std::pair<double, double> QualityChart::bandRange(int split) const {
    const auto& points = evaluation_.points;
    const bool there = std::any_of(points.begin(), points.end(), [split](const auto& point) {
        return point.split == split && split >= 0;
    });
    return there ? std::pair(split - 0.5, split + 0.5) : std::pair<double, double>(split, split);
}

QString QualityChart::bandTip(int split) const {
    std::vector<std::pair<QString, QString>> lines;
    for (const EvaluationPoint& point : evaluation_.points) {
        if (point.split != split) continue;
        const bool tuned = point.isSpecialised();
        lines.emplace_back(tuned ? specialised_->name() : plain_->name(),
                           valueText(measure(), valueOf(point, measure())));
        if (!std::isnan(point.perSecond)) {
            lines.emplace_back(tr("pictures/s"), figure(point.perSecond, 3));
        }
        if (point.peakBytes >= 0) {
            lines.emplace_back(tr("peak memory"), bytesWords(static_cast<double>(point.peakBytes)));
        }
    }
    if (lines.empty()) return {};
    return tipText(tr("N = %1: %2").arg(split).arg(measure_->currentText()), lines);
}

QString QualityChart::summary() const {
    QStringList splits;
    for (const EvaluationPoint& point : evaluation_.points) {
        if (point.split < 0) continue;
        splits << tr("N = %1, %2: %3")
                      .arg(point.split)
                      .arg(pairName(point), valueText(measure(), valueOf(point, measure())));
    }
    return measure_->currentText() + QStringLiteral(". ") + splits.join(QStringLiteral("; ")) +
           QLatin1Char('.');
}

ChartTable QualityChart::table() const {
    const auto cell = [](double value) { return std::isnan(value) ? QVariant() : QVariant(value); };
    ChartTable table;
    table.columns << tr("N") << tr("Pair") << tr("Pictures") << tr("Fréchet distance")
                  << tr("Class accuracy") << tr("Precision") << tr("Recall")
                  << tr("Inception score") << tr("Pictures per second")
                  << tr("Pictures per second with VQ-VAE") << tr("Peak memory [bytes]");
    for (const EvaluationPoint& p : evaluation_.points) {
        table.rows.push_back({p.split < 0 ? QVariant() : p.split, p.pair, p.pictures,
                              cell(p.distance), cell(p.accuracy), cell(p.precision), cell(p.recall),
                              cell(p.inceptionScore), cell(p.perSecond), cell(p.perSecondWithVqVae),
                              p.peakBytes < 0 ? QVariant() : QVariant(p.peakBytes)});
    }
    return table;
}

}  // namespace duo::ui
