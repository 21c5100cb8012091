// Files that are dropped on the window: pictures give their settings, evaluations and run folders
// open in their view.
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

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void open(const QString& file);

    SweepTabs& sweep_;
    RunsView& runs_;
    PictureFiles& files_;
};

}  // namespace duo::ui
