// All parts of the window's state, made once and wired together. Whoever makes windows or tests
// keeps one; panels and views take the parts they use. GUI thread only.
#pragma once

#include <QString>
#include <QStringList>

#include "bridge/core_client.h"
#include "state/cost_model.h"
#include "state/generation_settings.h"
#include "state/history_store.h"
#include "state/live_mode.h"
#include "state/model_downloads.h"
#include "state/model_library.h"
#include "state/notice_centre.h"
#include "state/picture_files.h"
#include "state/plain_ghost.h"
#include "state/remedies.h"
#include "state/run_queue.h"
#include "state/run_recorder.h"
#include "state/scales_again.h"
#include "state/selection.h"
#include "state/selection_follower.h"
#include "state/token_swaps.h"
#include "state/tried_splits.h"

namespace duo::ui {

class Studio {
  public:
    struct Options {
        QStringList core;     // program and arguments of the core
        QString modelFolder;  // empty: the core's default
        QString dataFolder;   // of history and measured costs; empty: the program's own
    };
    explicit Studio(Options options);

    // Starts the core; returns at once. Runs that are asked for now wait until it is known which
    // models there are.
    void start();

    GenerationSettings& settings() { return settings_; }
    Selection& selection() { return selection_; }
    HistoryStore& history() { return history_; }
    CoreClient& core() { return core_; }
    NoticeCentre& notices() { return notices_; }
    ModelLibrary& models() { return models_; }
    ModelDownloads& downloads() { return downloads_; }
    CostModel& costs() { return costs_; }
    PictureFiles& files() { return files_; }
    RunQueue& queue() { return queue_; }
    RunRecorder& recorder() { return recorder_; }
    ScalesAgain& scalesAgain() { return scalesAgain_; }
    LiveMode& live() { return live_; }
    TriedSplits& tried() { return tried_; }
    PlainGhost& ghost() { return ghost_; }
    TokenSwaps& swaps() { return swaps_; }

  private:
    void wire();

    // Each part is made from the ones above it and knows no other.
    Options options_;
    GenerationSettings settings_;
    Selection selection_;
    NoticeCentre notices_;
    HistoryStore history_;
    CoreClient core_;
    ModelLibrary models_;
    ModelDownloads downloads_;
    CostModel costs_;
    PictureFiles files_;
    RunQueue queue_;
    SelectionFollower follower_;
    RunRecorder recorder_;
    ScalesAgain scalesAgain_;
    LiveMode live_;
    TriedSplits tried_;
    PlainGhost ghost_;
    TokenSwaps swaps_;
    Remedies remedies_;
};

}  // namespace duo::ui
