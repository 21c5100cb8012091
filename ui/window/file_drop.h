// Files that are dropped on the window or named at its start: pictures give their settings,
// evaluations and run folders open in their view.
#pragma once

#include <QObject>

#include "state/picture_files.h"

class QWidget;

namespace duo::ui {

class RunsView;
class SweepTabs;

class FileDrop : public QObject {
    Q_OBJECT
  public:
    // All of them outlive this.
    FileDrop(QWidget& window, SweepTabs& sweep, RunsView& runs, PictureFiles& files);

    // file: a picture, an evaluation (.json), or the folder of a sweep or a run.
    void open(const QString& file);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    SweepTabs& sweep_;
    RunsView& runs_;
    PictureFiles& files_;
};

}  // namespace duo::ui
