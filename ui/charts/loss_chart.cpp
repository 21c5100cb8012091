#include "charts/loss_chart.h"

#include <QComboBox>
#include <QLocale>
#include <QSignalBlocker>
#include <cmath>

#include "charts/band_chart.h"
#include "charts/plot_library.h"
#include "widgets/help_topics.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

constexpr int kSmoothings[] = {1, 20, 100};
constexpr double kHeadroom = 0.06;      // of the loss range, above and below
constexpr double kOutliers = 0.01;      // share of the highest points that may be cut off
constexpr std::size_t kFewPoints = 50;  // up to this many points are all shown

// Ignores early peaks, which would flatten the rest of the curve.
double highest(const std::vector<LossPoint>& curve) {
    std::vector<double> losses;
    for (const LossPoint& point : curve) {
        if (std::isfinite(point.maxLoss)) losses.push_back(point.maxLoss);
    }
    if (losses.empty()) return 1;
    std::sort(losses.begin(), losses.end());
    const auto out = losses.size() < kFewPoints
                         ? 0
                         : static_cast<std::size_t>(kOutliers * double(losses.size()));
    return losses[losses.size() - 1 - out];
}

double lowest(const std::vector<LossPoint>& curve) {
    double low = std::numeric_limits<double>::infinity();
    for (const LossPoint& point : curve) low = std::fmin(low, point.minLoss);
    return std::isfinite(low) ? low : 0;
}

QString lossText(double loss) {
    return std::isfinite(loss) ? figure(loss, 4) : QStringLiteral("–");
}

QString rateText(double rate) {
    return std::isfinite(rate) ? QLocale().toString(rate, 'g', 3) : QStringLiteral("–");
}

QString stepText(double step) {
    return QLocale().toString(static_cast<qlonglong>(step));
}

}  // namespace

LossChart::LossChart(QWidget* parent)
    : Chart(tr("Loss"), parent),
      smoothing_(new QComboBox),
      lowest_(plot().addGraph()),
      highest_(plot().addGraph()),
      smoothed_(plot().addGraph()),
      rate_(plot().addGraph(plot().xAxis, plot().yAxis2)) {
    setEmptyText(tr("No report yet"),
                 tr("A training writes its loss into log.csv every few steps."));
    highest_->setChannelFillGraph(lowest_);
    highest_->setName(tr("Loss (raw)"));
    smoothed_->setName(tr("Smoothed"));
    rate_->setName(tr("Learning rate"));
    buildSmoothing();
    setHelpTopics(*this, "loss-chart");
    begin();
}

void LossChart::buildSmoothing() {
    for (const int over : kSmoothings) {
        smoothing_->addItem(over == 1 ? tr("as reported") : tr("over %1 reports").arg(over), over);
    }
    smoothing_->setCurrentIndex(1);
    smoothing_->setAccessibleName(tr("Smoothing of the loss"));
    smoothing_->setToolTip(tr("How many reports the curve is averaged over"));
    smoothing_->setFocusPolicy(Qt::TabFocus);
    addTool(smoothing_);
    connect(smoothing_, &QComboBox::currentIndexChanged, this,
            [this] { emit smoothingChosen(smoothing()); });
}

int LossChart::smoothing() const {
    return smoothing_->currentData().toInt();
}

void LossChart::setSmoothing(int over) {
    const QSignalBlocker quiet(smoothing_);
    const int index = smoothing_->findData(over);
    if (index >= 0) smoothing_->setCurrentIndex(index);
}

void LossChart::setCurve(std::vector<LossPoint> curve) {
    curve_ = std::move(curve);
    for (QCPGraph* graph : {lowest_, highest_, smoothed_, rate_}) graph->data()->clear();
    for (const LossPoint& point : curve_) {
        lowest_->addData(point.step, point.minLoss);
        highest_->addData(point.step, point.maxLoss);
        smoothed_->addData(point.step, point.smoothed);
        if (std::isfinite(point.rate)) rate_->addData(point.step, point.rate);
    }
    placeAxes();
    setLegend({highest_, smoothed_, rate_}, {smoothed_, rate_});
    finish(curve_.empty(), {});
}

void LossChart::placeAxes() {
    const double low = lowest(curve_), high = highest(curve_);
    const double room = std::max(high - low, 1e-9) * kHeadroom;
    double maxRate = 0, last = 1;
    for (const LossPoint& point : curve_) {
        maxRate = std::fmax(maxRate, point.rate);
        last = std::max(last, point.step);
    }
    showAxis(plot().xAxis, tr("Step"));
    showAxis(plot().yAxis, tr("Loss"));
    showAxis(plot().yAxis2, tr("Learning rate"));
    plot().yAxis2->setVisible(rate_->dataCount() > 0);
    plot().xAxis->setRange(curve_.empty() ? 0 : curve_.front().step, last);
    plot().yAxis->setRange(low - room, high + room);
    plot().yAxis2->setRange(0, std::max(maxRate, 1e-12) * (1 + kHeadroom));
}

void LossChart::applyColors() {
    const QColor text = palette().color(QPalette::WindowText);
    // The violet that stands out from the background of this theme.
    const QColor raw = theme::focus();
    QColor range = raw;
    range.setAlphaF(0.35F);
    lowest_->setPen(Qt::NoPen);
    highest_->setPen(QPen(raw, 1));
    highest_->setBrush(range);
    smoothed_->setPen(QPen(text, 1.8));
    rate_->setPen(QPen(theme::subtle(), 1.2, Qt::DashLine));
    plot().yAxis2->setLabelColor(theme::subtle());
    plot().yAxis2->setTickLabelColor(theme::subtle());
}

QString LossChart::tipAt(const QPointF& position) const {
    if (curve_.empty() || !plot().axisRect()->rect().contains(position.toPoint())) return {};
    const double step = plot().xAxis->pixelToCoord(position.x());
    auto at = std::lower_bound(curve_.begin(), curve_.end(), step,
                               [](const LossPoint& p, double value) { return p.step < value; });
    if (at == curve_.end()) --at;
    const QString loss = at->minLoss == at->maxLoss
                             ? lossText(at->minLoss)
                             : tr("%1 to %2").arg(lossText(at->minLoss), lossText(at->maxLoss));
    return tipText(tr("Step %1").arg(stepText(at->step)), {{tr("Loss"), loss},
                                                           {tr("Smoothed"), lossText(at->smoothed)},
                                                           {rate_->name(), rateText(at->rate)}});
}

QString LossChart::summary() const {
    if (curve_.empty()) return {};
    const LossPoint &first = curve_.front(), &last = curve_.back();
    return tr("The smoothed loss went from %1 at step %2 to %3 at step %4; the learning rate is "
              "%5.")
        .arg(lossText(first.smoothed), stepText(first.step), lossText(last.smoothed),
             stepText(last.step), rateText(last.rate));
}

ChartTable LossChart::table() const {
    ChartTable table;
    table.columns << tr("Step") << tr("Lowest loss") << tr("Highest loss") << tr("Smoothed loss")
                  << tr("Learning rate");
    const auto cell = [](double value) {
        return std::isfinite(value) ? QVariant(value) : QVariant();
    };
    for (const LossPoint& point : curve_) {
        table.rows.push_back({cell(point.step), cell(point.minLoss), cell(point.maxLoss),
                              cell(point.smoothed), cell(point.rate)});
    }
    return table;
}

}  // namespace duo::ui
