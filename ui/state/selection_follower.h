// Moves the selection to the newest run's pictures until a person selects another picture; the next
// run that is asked for takes it along again. GUI thread only.
#pragma once

#include <QObject>

#include "state/run.h"
#include "state/selection.h"

namespace duo::ui {

class SelectionFollower : public QObject {
    Q_OBJECT
  public:
    explicit SelectionFollower(Selection& selection);  // which outlives the follower

    // Forgets that a person selected a picture.
    void resume() { personChose_ = false; }
    // Selects a picture of this run, which has something to show. Comparisons and sweeps, which are
    // looked at elsewhere, are not followed, nor is what a person looks at already.
    void follow(const RunPtr& run);

  private:
    void takeChoice();

    Selection& selection_;
    bool moving_ = false;       // by follow()
    bool personChose_ = false;  // since resume()
    int liveIndex_ = 0;         // of the picture to select in live runs: the one last chosen
};

}  // namespace duo::ui
