// Live mode: every change of the settings starts a new run and drops the one before. The new run
// takes over the scales that the change leaves as they are. Turned off, live mode fixes the seed:
// the next run makes the picture that was tuned. Listens to the settings, asks the queue. GUI
// thread only.
#pragma once

#include <QObject>
#include <QTimer>

#include "state/generation_settings.h"
#include "state/run.h"
#include "state/run_queue.h"
#include "state/scale_cache.h"

namespace duo::ui {

class LiveMode : public QObject {
    Q_OBJECT
  public:
    LiveMode(GenerationSettings& settings, RunQueue& queue);  // both outlive this

    bool isOn() const { return on_; }
    void setOn(bool on);

  signals:
    void toggled(bool on);

  private:
    void start();
    void drop();

    GenerationSettings& settings_;
    RunQueue& queue_;
    ScaleCache cache_;  // of all finished runs of the session
    bool on_ = false;
    QTimer timer_;  // fires in the event loop's next turn: one run for all changes of this turn
    RunPtr last_;   // the newest live run since it was turned on
};

}  // namespace duo::ui
