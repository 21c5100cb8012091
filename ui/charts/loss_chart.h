// A training's loss against its steps: the raw range behind the smoothed curve, with the learning
// rate on the right axis.
#pragma once

#include "charts/chart.h"
#include "state/training_log.h"

class QComboBox;
class QCPGraph;

namespace duo::ui {

class LossChart : public Chart {
    Q_OBJECT
  public:
    explicit LossChart(QWidget* parent = nullptr);

    void setCurve(std::vector<LossPoint> curve);
    const std::vector<LossPoint>& curve() const { return curve_; }
    int smoothing() const;  // number of reports to average over
    void setSmoothing(int over);

    ChartTable table() const override;
    QString summary() const override;

  signals:
    void smoothingChosen(int over);

  protected:
    void applyColors() override;
    QString tipAt(const QPointF& position) const override;

  private:
    void buildSmoothing();
    void placeAxes();

    std::vector<LossPoint> curve_;
    QComboBox* smoothing_;
    QCPGraph *lowest_, *highest_, *smoothed_, *rate_;
};

}  // namespace duo::ui
