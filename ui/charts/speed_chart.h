// Milliseconds per scale in the colour of its model, with tokens per second as a line on a second
// axis. Next to each bar, the time of plain VAR if measured.
#pragma once

#include "charts/band_chart.h"
#include "state/run.h"

class QCPBars;
class QCPBarsGroup;
class QCPGraph;
class QCPItemLine;
class QCPItemText;
class QToolButton;

namespace duo::ui {

class SpeedChart : public BandChart {
    Q_OBJECT
  public:
    explicit SpeedChart(QWidget* parent = nullptr);

    void setRun(const RunPtr& run);
    // A measured run of plain VAR over the same pictures; null: none.
    void setComparison(const RunPtr& plain);
    void refresh();
    void setTokensShown(bool shown);

    ChartTable table() const override;
    QString summary() const override;

  signals:
    void scaleClicked(int scale);

  protected:
    int bandCount() const override;
    std::pair<double, double> bandRange(int scale) const override;
    QString bandTip(int scale) const override;
    void applyColors() override;

  private:
    enum Part { Transformer, Sampling, Pyramid, kParts };
    static constexpr int kModels = 2;

    void addBars();
    void addTools();
    const ScaleFigures* figures(int scale) const;       // null: not decoded yet
    const ScaleFigures* plainFigures(int scale) const;  // null: not measured
    double maxMs() const;
    void placeBars(double factor);
    void placeTokens();
    void placeMarks();
    void updateLegend();
    QString noteText() const;

    RunPtr run_, plain_;
    bool tokensShown_ = true;
    QCPBars* bars_[kModels][kParts] = {};
    QCPBars* partKeys_[kParts] = {};  // without data; they show the shades in the legend
    QCPBars* plainBars_;
    QCPBarsGroup* group_;
    QCPGraph* tokens_;
    QCPItemLine* handOver_;
    QCPItemText* entry_;
    QToolButton* tokensButton_;
};

}  // namespace duo::ui
