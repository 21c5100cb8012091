// Quality against the drafter's number of scales N: one curve for the plain pair, one for
// specialised pairs, and dotted lines for the scores of reference pictures.
#pragma once

#include "charts/band_chart.h"
#include "state/evaluation.h"

class QComboBox;
class QCPGraph;

namespace duo::ui {

class QualityChart : public BandChart {
    Q_OBJECT
  public:
    enum class Measure { Distance, Accuracy, Precision, Recall };

    explicit QualityChart(QWidget* parent = nullptr);

    void setEvaluation(const Evaluation& evaluation);
    Measure measure() const;
    void setMeasure(Measure measure);

    ChartTable table() const override;  // all measures, not only the one drawn
    QString summary() const override;

    // "plain", "specialised", or the kind of reference pictures, in the current language.
    static QString pairName(const EvaluationPoint& point);
    static QString valueText(Measure measure, double value);  // "–" if not measured
    static double valueOf(const EvaluationPoint& point, Measure measure);

  signals:
    void splitClicked(int split);

  protected:
    int firstBand() const override { return first_; }
    int bandCount() const override { return last_ - first_ + 1; }
    std::pair<double, double> bandRange(int split) const override;
    QString bandTip(int split) const override;
    void applyColors() override;

  private:
    void refresh();
    void fillCurves();
    void fillReferences();
    void placeAxes();

    Evaluation evaluation_;
    int first_ = 0, last_ = -1;
    QComboBox* measure_;
    QCPGraph *plain_, *specialised_;
    std::vector<QCPGraph*> references_;
};

}  // namespace duo::ui
