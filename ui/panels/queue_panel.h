// The running and the waiting runs: progress, time left, and buttons to cancel a run or move it up.
#pragma once

#include <QToolButton>
#include <QWidget>
#include <vector>

#include "state/model_library.h"
#include "state/run_queue.h"

class QFrame;
class QLabel;
class QProgressBar;
class QVBoxLayout;

namespace duo::ui {

class ElidedLabel;

// One run. Keeps the run's tag, not the run; showRun() is called when the run changes.
class QueueRow : public QWidget {
    Q_OBJECT
  public:
    explicit QueueRow(Tag tag, QWidget* parent = nullptr);

    Tag tag() const { return tag_; }
    bool isWaiting() const { return waiting_; }
    // first: nothing waits before it.
    void showRun(const Run& run, const QString& title, bool first);

  signals:
    void cancelled(duo::ui::Tag tag);
    void movedUp(duo::ui::Tag tag);

  private:
    Tag tag_;
    bool waiting_ = true;
    ElidedLabel* title_;
    ElidedLabel* status_;
    QProgressBar* progress_;
    QToolButton *up_, *cancel_;
};

class QueuePanel : public QWidget {
    Q_OBJECT
  public:
    QueuePanel(RunQueue& queue, const ModelLibrary& models, QWidget* parent = nullptr);

  private:
    void showQueue();
    void showRun(const RunPtr& run);
    void setRows(const std::vector<RunPtr>& queue);
    QueueRow* newRow(Tag tag);
    std::vector<QueueRow*>::iterator rowOf(Tag tag);

    RunQueue& queue_;
    const ModelLibrary& models_;
    QLabel* empty_;
    QVBoxLayout* rowsLayout_;
    std::vector<QueueRow*> rows_;
    QToolButton* clear_;
};

// The queue in the tool bar: the number of runs; a click opens the panel.
class QueueButton : public QToolButton {
    Q_OBJECT
  public:
    QueueButton(RunQueue& queue, const ModelLibrary& models, QWidget* parent = nullptr);

    QueuePanel* panel() const { return panel_; }

  public slots:
    void showQueue();  // opens the panel below the button

  private:
    void showCount();

    const RunQueue& queue_;
    QFrame* popup_;
    QueuePanel* panel_;
};

}  // namespace duo::ui
