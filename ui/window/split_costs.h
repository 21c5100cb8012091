// What the curve under the rail shows: the cost of every split as predicted for the settings, and
// its quality where the family's folder holds an evaluation.
#pragma once

#include <QCoreApplication>
#include <optional>

#include "state/cost_model.h"
#include "state/evaluation.h"
#include "widgets/split_curve.h"

namespace duo::ui {

class SplitCosts {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::SplitCosts)
  public:
    // Both outlive this.
    SplitCosts(const GenerationSettings& settings, const CostModel& costs);

    // A prediction and its error: "about 120 ms and 7.6 MiB (rough estimate)".
    static QString words(const Prediction& prediction);

    // For N = 0 … K.
    std::vector<SplitPoint> points();

  private:
    void readEvaluationOf(const QString& folder);
    const EvaluationPoint* evaluated(int split) const;

    const GenerationSettings& settings_;
    const CostModel& costs_;
    QString folder_;  // whose evaluation was read
    std::optional<Evaluation> evaluation_;
};

}  // namespace duo::ui
