// Cost of each split: time on the left axis and peak memory on the right, against the drafter's
// number of scales N. A click selects N.
#pragma once

#include "charts/band_chart.h"
#include "state/run.h"

class QCPGraph;
class QCPItemLine;
class QCPItemText;

namespace duo::ui {

class CostChart : public BandChart {
    Q_OBJECT
  public:
    explicit CostChart(QWidget* parent = nullptr);

    // In any order; unfinished points are skipped.
    void setPoints(std::vector<SplitFigures> points);
    void setCurrent(int split);  // the current N, -1: none

    ChartTable table() const override;
    QString summary() const override;

  signals:
    void splitClicked(int split);

  protected:
    int firstBand() const override;
    int bandCount() const override;
    std::pair<double, double> bandRange(int split) const override;
    QString bandTip(int split) const override;
    void applyColors() override;

  private:
    const SplitFigures* at(int split) const;  // null: not measured
    void refresh();
    void placeCurrent();

    std::vector<SplitFigures> points_;  // finished, ordered by split
    int first_ = 0, last_ = -1;         // range of all requested splits
    int current_ = -1;
    QCPGraph* time_;
    QCPGraph* memory_;
    QCPItemLine* currentLine_;
    QCPItemText* currentText_;
};

}  // namespace duo::ui
