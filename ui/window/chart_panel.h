// The charts at the bottom: memory by owner and time per scale of the current run, and a button
// that measures plain VAR for comparison.
#pragma once

#include <QWidget>

#include "state/model_library.h"
#include "state/run_queue.h"
#include "state/selection.h"

class QToolButton;

namespace duo::ui {

class ElidedLabel;
class MemoryChart;
class SpeedChart;

class ChartPanel : public QWidget {
    Q_OBJECT
  public:
    ChartPanel(const Selection& selection, const ModelLibrary& models, RunQueue& queue,
               QWidget* parent = nullptr);

    // The title bar for their dock: name, the run's figures as text, the comparison, Close.
    QWidget* titleBar() { return titleBar_; }

  public slots:
    void follow(const duo::ui::RunPtr& run);
    void followPicture();  // the selected picture's run, if it is of this session

  signals:
    void closeAsked();
    void scaleClicked(int scale);

  private:
    void buildTitleBar();
    void connectState();
    void refresh();
    QString summary() const;

    const Selection& selection_;
    const ModelLibrary& models_;
    RunQueue& queue_;
    RunPtr run_;
    MemoryChart* memory_;
    SpeedChart* speed_;
    QWidget* titleBar_;
    ElidedLabel* summary_;
    QToolButton* compare_;
};

}  // namespace duo::ui
