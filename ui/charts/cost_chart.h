// What each split costs: time on the left axis, peak memory on the right, against the drafter's
// number of scales N. A click takes the N under it.
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

    // In any order; those not done yet are left out.
    void setPoints(std::vector<SplitFigures> points);
    void setCurrent(int split);  // the N in use, -1: none

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

    std::vector<SplitFigures> points_;  // done, by split
    int first_ = 0, last_ = -1;         // of all that were asked for
    int current_ = -1;
    QCPGraph* time_;
    QCPGraph* memory_;
    QCPItemLine* currentLine_;
    QCPItemText* currentText_;
};

}  // namespace duo::ui
