#include "charts/memory_chart.h"

#include <QLocale>
#include <QToolButton>

#include "charts/plot_library.h"
#include "widgets/help_topics.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr MemoryOwner kOwners[] = {MemoryOwner::Drafter, MemoryOwner::Refiner, MemoryOwner::VqVae};
constexpr MemoryKind kKinds[] = {MemoryKind::Weights, MemoryKind::KvCache, MemoryKind::Activations};
constexpr double kHeadroom = 1.24;  // above the highest figure, for the hand-over label

// A graph whose legend entry shows its fill colour.
class LayerGraph : public QCPGraph {
  public:
    using QCPGraph::QCPGraph;

  protected:
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override {
        painter->fillRect(rect, brush());
    }
};

std::int64_t stackedBytes(const MemorySnapshot& memory) {
    std::int64_t bytes = 0;
    for (const auto& owner : memory.bytes) {
        for (const std::int64_t kind : owner) bytes += kind;
    }
    return bytes;
}

}  // namespace

MemoryChart::MemoryChart(QWidget* parent)
    : BandChart(tr("Memory"), parent), byScaleButton_(new QToolButton) {
    setEmptyText(tr("No memory figures yet"),
                 tr("They are measured at every scale of the next run."));
    for (const MemoryKind kind : kKinds) {
        for (const MemoryOwner owner : kOwners) {
            auto* graph = new LayerGraph(plot().xAxis, plot().yAxis);
            graph->setLineStyle(QCPGraph::lsStepRight);
            graph->setName(memoryName(owner, kind));
            layers_.push_back({{owner, kind}, graph});
        }
    }
    for (const MemoryOwner owner : kOwners) {
        owners_.emplace_back(owner, new LayerGraph(plot().xAxis, plot().yAxis));
        owners_.back().second->setName(memoryOwnerName(owner));
    }
    peak_ = plot().addGraph();
    peak_->setLineStyle(QCPGraph::lsStepRight);
    peak_->setName(tr("Allocator peak"));
    raiseBand();
    byScaleButton_->setText(tr("By scale"));
    byScaleButton_->setToolTip(tr("One step per scale instead of the run's time"));
    byScaleButton_->setAccessibleName(tr("Show memory scale by scale"));
    byScaleButton_->setCheckable(true);
    byScaleButton_->setAutoRaise(true);
    byScaleButton_->setFocusPolicy(Qt::TabFocus);
    addTool(byScaleButton_);
    connect(byScaleButton_, &QToolButton::toggled, this, &MemoryChart::setByScale);
    connect(this, &BandChart::bandClicked, this, &MemoryChart::scaleClicked);
    setHelpTopics(*this, "memory-chart kv-cache");
    begin();
}

void MemoryChart::setRun(const RunPtr& run) {
    run_ = run;
    refresh();
}

void MemoryChart::setByScale(bool byScale) {
    byScaleButton_->setChecked(byScale);
    if (byScale_ == byScale) return;
    byScale_ = byScale;
    refresh();
}

void MemoryChart::refresh() {
    byTime_ = run_ ? memoryByTime(*run_) : std::vector<MemoryPoint>();
    scaleEnds_ = memoryByScale(byTime_);
    const double highest = grown(plot().yAxis, maxBytes());
    const double lastMs = grown(plot().xAxis, byTime_.empty() ? 0 : byTime_.back().ms);
    const Unit unit = byteUnit(highest);
    timeUnit_ = millisecondUnit(lastMs);
    stack(unit.factor);
    placePeak(unit.factor);
    placeAxes(highest / unit.factor, unit.name, lastMs);
    placeMarks();
    placeBand();
    finish(points().empty(), noteText());
}

double MemoryChart::maxBytes() const {
    double highest = 0;
    for (const MemoryPoint& point : byTime_) {
        highest = std::max({highest, static_cast<double>(stackedBytes(point.memory)),
                            static_cast<double>(point.memory.allocatorPeakBytes)});
    }
    return highest;
}

double MemoryChart::xOf(const MemoryPoint& point) const {
    return byScale_ ? point.scale + 1.5 : point.ms / timeUnit_.factor;
}

void MemoryChart::stack(double bytesUnit) {
    const std::vector<MemoryLayer> used = memoryLayers(points());
    std::vector<double> heights(points().size(), 0);
    std::vector<QCPAbstractPlottable*> legend;
    QCPGraph* below = nullptr;
    for (Layer& layer : layers_) {
        const bool shown = std::find(used.begin(), used.end(), layer.what) != used.end();
        layer.graph->setVisible(shown);
        layer.graph->data()->clear();
        if (!shown) continue;
        for (std::size_t i = 0; i < heights.size(); ++i) {
            const MemoryPoint& point = points()[i];
            heights[i] += static_cast<double>(point.memory.of(layer.what.owner, layer.what.kind));
            // The first sample applies from the start of the run.
            if (i == 0) layer.graph->addData(byScale_ ? 0.5 : 0.0, heights[i] / bytesUnit);
            layer.graph->addData(xOf(point), heights[i] / bytesUnit);
        }
        layer.graph->setChannelFillGraph(below);
        below = layer.graph;
        legend.push_back(layer.graph);
    }
    legend.push_back(peak_);
    setLegend(legend, briefLegend(used));
}

// One entry per owner; weights are darkest, activations lightest.
std::vector<QCPAbstractPlottable*> MemoryChart::briefLegend(
    const std::vector<MemoryLayer>& used) const {
    std::vector<QCPAbstractPlottable*> legend;
    for (const auto& [owner, graph] : owners_) {
        const bool any = std::any_of(used.begin(), used.end(), [owner = owner](const auto& layer) {
            return layer.owner == owner;
        });
        if (any) legend.push_back(graph);
    }
    legend.push_back(peak_);
    return legend;
}

void MemoryChart::placePeak(double bytesUnit) {
    peak_->data()->clear();
    for (std::size_t i = 0; i < points().size(); ++i) {
        const MemoryPoint& point = points()[i];
        const double height = static_cast<double>(point.memory.allocatorPeakBytes) / bytesUnit;
        if (i == 0) peak_->addData(byScale_ ? 0.5 : 0.0, height);
        peak_->addData(xOf(point), height);
    }
}

void MemoryChart::placeAxes(double highest, const QString& unitName, double lastMs) {
    showAxis(plot().yAxis, tr("Memory [%1]").arg(unitName));
    plot().yAxis->setRange(0, std::max(highest, 1e-9) * kHeadroom);
    if (byScale_) {
        return placeWholeAxis(1, points().empty() ? 1 : points().back().scale + 1, tr("Scale"));
    }
    showAxis(plot().xAxis, tr("Time [%1]").arg(timeUnit_.name));
    plot().xAxis->setRange(0, points().empty() ? 1 : std::max(lastMs / timeUnit_.factor, 1e-6));
    plot().xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
}

void MemoryChart::placeMarks() {
    for (const Mark& mark : marks_) {
        plot().removeItem(mark.line);
        plot().removeItem(mark.text);
    }
    marks_.clear();
    std::vector<HandOverMark> found = handOvers(byTime_);
    if (byScale_ && found.size() > 1)
        found = {found.back()};  // the samples belong to the last batch
    for (const HandOverMark& handOver : found) {
        const double x = byScale_ ? handOver.nextScale + 0.5 : handOver.ms / timeUnit_.factor;
        const bool leftHalf = x < plot().xAxis->range().center();
        Mark mark{new QCPItemLine(&plot()), new QCPItemText(&plot()),
                  static_cast<double>(handOver.freedBytes)};
        for (QCPItemPosition* end : {mark.line->start, mark.line->end, mark.text->position}) {
            end->setTypeX(QCPItemPosition::ptPlotCoords);
            end->setTypeY(QCPItemPosition::ptAxisRectRatio);
        }
        mark.line->start->setCoords(x, 0);
        mark.line->end->setCoords(x, 1);
        mark.text->position->setCoords(x, 0);
        mark.text->setPositionAlignment(Qt::AlignTop | (leftHalf ? Qt::AlignLeft : Qt::AlignRight));
        mark.text->setPadding(QMargins(theme::kGap / 2, 1, theme::kGap / 2, 0));
        mark.text->setVisible(found.size() == 1);
        marks_.push_back(mark);
    }
    applyColors();
    fitMarks();
}

// Shows only the figure if the words do not fit between the mark and the edge.
void MemoryChart::fitMarks() {
    const QFontMetrics metrics(smallFont());
    const QCPRange range = plot().xAxis->range();
    for (const Mark& mark : marks_) {
        const double at = (mark.line->start->key() - range.lower) / std::max(range.size(), 1e-9);
        const double room = plot().axisRect()->width() * std::max(at, 1 - at) - theme::kGap;
        const QString bytes = bytesWords(mark.freedBytes);
        const QString words = tr("Hand-over: %1 freed").arg(bytes);
        mark.text->setText(metrics.horizontalAdvance(words) <= room ? words
                                                                    : QChar(0x2212) + bytes);
    }
}

void MemoryChart::resizeEvent(QResizeEvent* event) {
    BandChart::resizeEvent(event);
    fitMarks();
}

void MemoryChart::applyColors() {
    BandChart::applyColors();
    for (const Layer& layer : layers_) {
        const QColor color = theme::memory(layer.what.owner, layer.what.kind);
        layer.graph->setPen(QPen(color, 0));
        layer.graph->setBrush(color);
    }
    for (const auto& [owner, graph] : owners_) {
        graph->setBrush(theme::memory(owner, MemoryKind::KvCache));
    }
    peak_->setPen(QPen(palette().color(QPalette::WindowText), 1, Qt::DashLine));
    for (const Mark& mark : marks_) {
        mark.line->setPen(QPen(palette().color(QPalette::WindowText), 1, Qt::DotLine));
        mark.text->setColor(palette().color(QPalette::WindowText));
        mark.text->setFont(smallFont());
        mark.text->setBrush(
            palette().color(QPalette::Window));  // the peak's line runs behind the text
    }
}

int MemoryChart::bandCount() const {
    return scaleEnds_.empty() ? 0 : scaleEnds_.back().scale + 1;
}

std::pair<double, double> MemoryChart::bandRange(int scale) const {
    if (byScale_) return {scale + 0.5, scale + 1.5};
    const auto end = std::find_if(scaleEnds_.begin(), scaleEnds_.end(),
                                  [scale](const auto& point) { return point.scale == scale; });
    if (end == scaleEnds_.end()) return {0, 0};
    // Starts at the previous hand-over, or at the newest sample that ended another scale.
    double from = 0;
    for (const MemoryPoint& point : byTime_) {
        if (point.ms < end->ms && (point.scale >= 0 || point.handOver)) from = point.ms;
    }
    return {from / timeUnit_.factor, end->ms / timeUnit_.factor};
}

QString MemoryChart::tipAt(const QPointF& position) const {
    const QString band = BandChart::tipAt(position);
    if (!band.isEmpty() || !plot().axisRect()->rect().contains(position.toPoint())) return band;
    const double x = plot().xAxis->pixelToCoord(position.x());
    const auto found = std::find_if(points().begin(), points().end(),
                                    [&](const auto& point) { return xOf(point) >= x; });
    return found == points().end() ? QString() : tip(*found);
}

QString MemoryChart::bandTip(int scale) const {
    const auto found = std::find_if(scaleEnds_.begin(), scaleEnds_.end(),
                                    [scale](const auto& point) { return point.scale == scale; });
    return found == scaleEnds_.end() ? QString() : tip(*found);
}

QString MemoryChart::tip(const MemoryPoint& point) const {
    QString heading = point.handOver     ? tr("Hand-over")
                      : point.scale >= 0 ? tr("Scale %1").arg(point.scale + 1)
                                         : tr("Between scales");
    heading += QStringLiteral(", ") + durationWords(point.ms / 1000);
    std::vector<std::pair<QString, QString>> lines;
    for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
        const std::int64_t bytes = point.memory.of(layer->what.owner, layer->what.kind);
        if (bytes > 0) lines.emplace_back(layer->graph->name(), bytesWords(bytes));
    }
    lines.emplace_back(tr("Total"), bytesWords(stackedBytes(point.memory)));
    lines.emplace_back(tr("Allocator"), bytesWords(point.memory.allocatorBytes));
    lines.emplace_back(tr("Allocator peak"), bytesWords(point.memory.allocatorPeakBytes));
    lines.emplace_back(tr("Device"), tr("%1, %2 free")
                                         .arg(bytesWords(point.memory.deviceTotalBytes),
                                              bytesWords(point.memory.deviceFreeBytes)));
    return tipText(heading, lines);
}

QString MemoryChart::noteText() const {
    if (byTime_.empty()) return {};
    const MemorySnapshot& last = byTime_.back().memory;
    return tr("peak %1 of %2")
        .arg(bytesWords(last.allocatorPeakBytes), bytesWords(last.deviceTotalBytes));
}

QString MemoryChart::summary() const {
    QString text = tr("Allocator: %1.").arg(noteText());
    for (const HandOverMark& mark : handOvers(byTime_)) {
        text += QLatin1Char(' ') + tr("The hand-over before scale %1 freed %2.")
                                       .arg(mark.nextScale + 1)
                                       .arg(bytesWords(mark.freedBytes));
    }
    return text;
}

ChartTable MemoryChart::table() const {
    ChartTable table;
    table.columns << tr("Time [ms]") << tr("Scale") << tr("Hand-over");
    for (const Layer& layer : layers_) table.columns << tr("%1 [bytes]").arg(layer.graph->name());
    table.columns << tr("Allocator [bytes]") << tr("Allocator peak [bytes]")
                  << tr("Device total [bytes]") << tr("Device free [bytes]");
    for (const MemoryPoint& point : byTime_) {
        const MemorySnapshot& memory = point.memory;
        QVariantList row{point.ms, point.scale < 0 ? QVariant(QString()) : point.scale + 1,
                         point.handOver};
        for (const Layer& layer : layers_) {
            row << QVariant::fromValue<qint64>(memory.of(layer.what.owner, layer.what.kind));
        }
        row << QVariant::fromValue<qint64>(memory.allocatorBytes)
            << QVariant::fromValue<qint64>(memory.allocatorPeakBytes)
            << QVariant::fromValue<qint64>(memory.deviceTotalBytes)
            << QVariant::fromValue<qint64>(memory.deviceFreeBytes);
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace duo::ui
