// The charts at the bottom: memory by owner and speed a scale of the run that is looked at, and the
// button that measures plain VAR beside it.
#pragma once

#include <QWidget>

#include "state/studio.h"

class QLabel;
class QPushButton;

namespace duo::ui {

class MemoryChart;
class SpeedChart;

class ChartPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ChartPanel(Studio& studio, QWidget* parent = nullptr);

    MemoryChart& memoryChart() { return *memory_; }
    SpeedChart& speedChart() { return *speed_; }

  signals:
    void scaleClicked(int scale);

  private:
    QWidget* buildHeader();
    void connectStudio();
    void follow(const RunPtr& run);
    void refresh();
    QString summary() const;

    Studio& studio_;
    RunPtr run_;
    MemoryChart* memory_;
    SpeedChart* speed_;
    QLabel* summary_;
    QPushButton* compare_;
};

}  // namespace duo::ui
