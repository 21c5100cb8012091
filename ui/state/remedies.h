// Does what the button of a notice says: starts the core again, opens a folder, or repeats a run
// with other settings. GUI thread only.
#pragma once

#include <QObject>

#include "bridge/core_client.h"
#include "state/generation_settings.h"
#include "state/live_mode.h"
#include "state/notice_centre.h"
#include "state/run_queue.h"

namespace duo::ui {

class Remedies : public QObject {
    Q_OBJECT
  public:
    // All of them outlive this.
    Remedies(NoticeCentre& notices, CoreClient& core, GenerationSettings& settings, RunQueue& queue,
             const LiveMode& live);

  private:
    void apply(const Notice& notice);

    CoreClient& core_;
    GenerationSettings& settings_;
    RunQueue& queue_;
    const LiveMode& live_;
};

}  // namespace duo::ui
