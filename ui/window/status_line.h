// What the status bar tells: the run and its progress at the left, the core and its device at the
// right. Long texts are elided, so that they never widen the window.
#pragma once

#include <QWidget>

#include "state/model_library.h"
#include "state/run_queue.h"

class QProgressBar;

namespace duo::ui {

class ElidedLabel;

class StatusLine : public QWidget {
    Q_OBJECT
  public:
    StatusLine(const RunQueue& queue, const ModelLibrary& models, const CoreClient& core,
               QWidget* parent = nullptr);

    void refresh();
    RunPtr told() const;

  private:
    QString runText(const Run& run) const;
    QString coreText() const;

    const RunQueue& queue_;
    const ModelLibrary& models_;
    const CoreClient& core_;
    ElidedLabel* run_;
    QProgressBar* progress_;
    ElidedLabel* coreState_;
};

}  // namespace duo::ui
