// The strip under the pictures: the rail of scales with its split divider, N as a number, the
// predicted cost at this N, and the scrubber that sets the scale all views show.
#pragma once

#include <QWidget>

#include "state/cost_model.h"
#include "state/generation_settings.h"
#include "state/model_library.h"
#include "state/run_queue.h"
#include "state/run_recorder.h"
#include "state/selection.h"
#include "window/split_costs.h"

class QAction;
class QSettings;
class QHBoxLayout;
class QSpinBox;
class QToolButton;

namespace duo::ui {

class ElidedLabel;
class ScaleRail;
class Scrubber;

class RailPanel : public QWidget {
    Q_OBJECT
  public:
    struct Parts {
        GenerationSettings& settings;
        Selection& selection;
        const ModelLibrary& models;
        const CostModel& costs;
        const RunQueue& queue;
        const RunRecorder& recorder;
    };
    explicit RailPanel(const Parts& parts, QWidget* parent = nullptr);

    ScaleRail& rail() { return *rail_; }
    Scrubber& scrubber() { return *scrubber_; }
    SplitCurve& curve() { return *curve_; }
    void addButton(QAction* action);  // at the end of the row

    // Whether the curve is shown.
    void save(QSettings& store) const;
    void restore(QSettings& store);

  public slots:
    void showScale(int scale);  // in all views; -1: the finished picture

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void buildRow();
    void addCurveButton();
    void connectRail();
    void connectState();
    void refreshTiles();
    void refreshSplit();
    void showSplitOf(const PicturePtr& picture, const RunPtr& run);
    void refreshPrediction();
    void refreshCurve();
    void refreshOneMore();
    void addOneMore();
    QString predictionText() const;
    QString adviceText() const;

    Parts parts_;
    QHBoxLayout* row_;
    ScaleRail* rail_;
    SplitCurve* curve_;
    SplitCosts splits_;
    QToolButton* curveButton_ = nullptr;
    Scrubber* scrubber_;
    QSpinBox* number_;
    ElidedLabel* prediction_;
    ElidedLabel* advice_;   // below it
    QToolButton* oneMore_;  // what one more picture costs
    QToolButton* shown_;    // the split of the picture, where it is not that of the next run
};

}  // namespace duo::ui
