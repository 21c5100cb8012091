// A run's memory, stacked by kind and coloured by owner, over time or by scale, with the
// allocator's peak. The hand-over is marked with the bytes it freed.
#pragma once

#include "charts/band_chart.h"
#include "charts/memory_layers.h"
#include "widgets/units.h"

class QCPAbstractPlottable;
class QCPGraph;
class QCPItemLine;
class QCPItemText;
class QToolButton;

namespace duo::ui {

class MemoryChart : public BandChart {
    Q_OBJECT
  public:
    explicit MemoryChart(QWidget* parent = nullptr);

    void setRun(const RunPtr& run);
    void refresh();  // call when the run has new figures
    void setByScale(bool byScale);
    bool byScale() const { return byScale_; }

    ChartTable table() const override;
    QString summary() const override;

  signals:
    void scaleClicked(int scale);

  protected:
    int bandCount() const override;
    std::pair<double, double> bandRange(int scale) const override;
    QString bandTip(int scale) const override;
    QString tipAt(const QPointF& position) const override;
    void applyColors() override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Layer {
        MemoryLayer what;
        QCPGraph* graph;
    };
    struct Mark {
        QCPItemLine* line;
        QCPItemText* text;
        double freedBytes;
    };

    double xOf(const MemoryPoint& point) const;
    const std::vector<MemoryPoint>& points() const { return byScale_ ? scaleEnds_ : byTime_; }
    void stack(double bytesUnit);
    void placePeak(double bytesUnit);
    void placeMarks();
    void fitMarks();
    // highest: in the unit.
    void placeAxes(double highest, const QString& unitName, double lastMs);
    double maxBytes() const;
    std::vector<QCPAbstractPlottable*> briefLegend(const std::vector<MemoryLayer>& used) const;
    QString noteText() const;
    QString tip(const MemoryPoint& point) const;

    RunPtr run_;
    std::vector<MemoryPoint> byTime_, scaleEnds_;
    Unit timeUnit_;  // of the x axis, if it shows time
    bool byScale_ = false;
    std::vector<Layer> layers_;
    std::vector<std::pair<MemoryOwner, QCPGraph*>> owners_;  // for the brief legend; never drawn
    std::vector<Mark> marks_;
    QCPGraph* peak_;
    QToolButton* byScaleButton_;
};

}  // namespace duo::ui
