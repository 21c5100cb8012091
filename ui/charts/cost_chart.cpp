#include "charts/cost_chart.h"

#include "charts/plot_library.h"
#include "widgets/help_topics.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

constexpr double kHeadroom = 1.16;

}  // namespace

CostChart::CostChart(QWidget* parent)
    : BandChart(tr("Time and memory"), parent),
      time_(plot().addGraph()),
      memory_(plot().addGraph(plot().xAxis, plot().yAxis2)),
      currentLine_(new QCPItemLine(&plot())),
      currentText_(new QCPItemText(&plot())) {
    setEmptyText(tr("No split measured yet"),
                 tr("A sweep decodes the same pictures with every split and fills this chart."));
    time_->setName(tr("Decoding time"));
    memory_->setName(tr("Peak of caches and activations"));
    for (QCPItemPosition* position :
         {currentLine_->start, currentLine_->end, currentText_->position}) {
        position->setTypeX(QCPItemPosition::ptPlotCoords);
        position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    currentText_->setPadding(QMargins(theme::kGap / 2, 1, theme::kGap / 2, 0));
    connect(this, &BandChart::bandClicked, this, &CostChart::splitClicked);
    setHelpTopics(*this, "cost-chart");
    begin();
    placeCurrent();
}

void CostChart::setPoints(std::vector<SplitFigures> points) {
    std::sort(points.begin(), points.end(),
              [](const auto& a, const auto& b) { return a.split < b.split; });
    first_ = points.empty() ? 0 : points.front().split;
    last_ = points.empty() ? -1 : points.back().split;
    std::erase_if(points, [](const SplitFigures& point) { return !point.done; });
    points_ = std::move(points);
    refresh();
}

void CostChart::setCurrent(int split) {
    if (current_ == split) return;
    current_ = split;
    placeCurrent();
    plot().replot(QCustomPlot::rpQueuedRefresh);
}

void CostChart::refresh() {
    double maxMs = 0, maxBytes = 0;
    for (const SplitFigures& point : points_) {
        maxMs = std::max(maxMs, point.decodeMs);
        maxBytes = std::max(maxBytes, static_cast<double>(point.peakBytes));
    }
    const Unit time = millisecondUnit(maxMs), memory = byteUnit(maxBytes);
    time_->data()->clear();
    memory_->data()->clear();
    for (const SplitFigures& point : points_) {
        time_->addData(point.split, point.decodeMs / time.factor);
        memory_->addData(point.split, static_cast<double>(point.peakBytes) / memory.factor);
    }
    placeWholeAxis(first_, last_, tr("Scales of the drafter, N"));
    showAxis(plot().yAxis, tr("Time [%1]").arg(time.name));
    showAxis(plot().yAxis2, tr("Memory [%1]").arg(memory.name));
    plot().yAxis->setRange(0, std::max(maxMs / time.factor, 1e-6) * kHeadroom);
    plot().yAxis2->setRange(0, std::max(maxBytes / memory.factor, 1e-6) * kHeadroom);
    setLegend({time_, memory_});
    placeCurrent();
    placeBand();
    finish(points_.empty(), {});
}

void CostChart::placeCurrent() {
    const bool shown = current_ >= first_ && current_ <= last_;
    currentLine_->setVisible(shown);
    currentText_->setVisible(shown);
    currentLine_->start->setCoords(current_, 0);
    currentLine_->end->setCoords(current_, 1);
    currentText_->position->setCoords(current_, 0);
    const bool leftHalf = current_ * 2 < first_ + last_;
    currentText_->setPositionAlignment(Qt::AlignTop | (leftHalf ? Qt::AlignLeft : Qt::AlignRight));
    currentText_->setText(tr("N = %1 now").arg(current_));
}

void CostChart::applyColors() {
    BandChart::applyColors();
    const QColor text = palette().color(QPalette::WindowText);
    const QColor window = palette().color(QPalette::Window);
    time_->setPen(QPen(text, 1.6));
    time_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(text, 1.6), text, 7));
    // Closer to the text colour than the accent is, because it also colours words.
    const QColor second = theme::mixed(theme::accent(), text, 0.35);
    memory_->setPen(QPen(second, 1.6, Qt::DashLine));
    memory_->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssSquare, QPen(second, 1.6), window, 7));
    plot().yAxis2->setLabelColor(second);
    plot().yAxis2->setTickLabelColor(second);
    plot().yAxis->setLabelColor(text);
    plot().yAxis->setTickLabelColor(text);
    currentLine_->setPen(QPen(theme::subtle(), 1, Qt::DotLine));
    currentText_->setColor(theme::subtle());
    currentText_->setFont(smallFont());
}

int CostChart::firstBand() const {
    return first_;
}

int CostChart::bandCount() const {
    return last_ - first_ + 1;
}

std::pair<double, double> CostChart::bandRange(int split) const {
    if (at(split) == nullptr) return {split, split};
    return {split - 0.5, split + 0.5};
}

const SplitFigures* CostChart::at(int split) const {
    const auto found = std::find_if(points_.begin(), points_.end(),
                                    [split](const auto& point) { return point.split == split; });
    return found == points_.end() ? nullptr : &*found;
}

QString CostChart::bandTip(int split) const {
    const SplitFigures* point = at(split);
    if (point == nullptr) return {};
    return tipText(tr("N = %1").arg(split),
                   {{time_->name(), durationWords(point->decodeMs / 1000)},
                    {tr("VQ-VAE"), durationWords(point->vqvaeMs / 1000)},
                    {memory_->name(), bytesWords(static_cast<double>(point->peakBytes))}});
}

QString CostChart::summary() const {
    QStringList splits;
    for (const SplitFigures& point : points_) {
        splits << tr("N = %1: %2, %3")
                      .arg(point.split)
                      .arg(durationWords(point.decodeMs / 1000),
                           bytesWords(static_cast<double>(point.peakBytes)));
    }
    return splits.join(QStringLiteral("; ")) + QLatin1Char('.');
}

ChartTable CostChart::table() const {
    ChartTable table;
    table.columns << tr("N") << tr("Decoding [ms]") << tr("VQ-VAE [ms]")
                  << tr("Peak of caches and activations [bytes]");
    for (const SplitFigures& point : points_) {
        table.rows.push_back({point.split, point.decodeMs, point.vqvaeMs,
                              QVariant::fromValue<qint64>(point.peakBytes)});
    }
    return table;
}

}  // namespace duo::ui
