// The charts at the bottom: memory by owner and speed a scale of the run that is looked at, and the
// button that measures plain VAR beside it.
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

    // For the dock they lie in: its name, the run's figures in words, the comparison, Close.
    QWidget* titleBar() { return titleBar_; }

  public slots:
    void follow(const duo::ui::RunPtr& run);
    void followPicture();  // the run that the selected picture is of, where it is of this session

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
