// Plain VAR's picture of the same class and seed, to lay over the picture shown. It is decoded
// once, while the core has nothing else to do. GUI thread only.
#pragma once

#include <QObject>
#include <QTimer>

#include "state/run_queue.h"
#include "state/selection.h"
#include "state/tried_splits.h"

namespace duo::ui {

class PlainGhost : public QObject {
    Q_OBJECT
  public:
    enum class Kind { None, Wipe, Difference };

    // All of them outlive this.
    PlainGhost(const Selection& selection, RunQueue& queue, const TriedSplits& tried);

    Kind kind() const { return kind_; }
    void setKind(Kind kind);

    // For the picture shown; null while it is not decoded, or if the picture is plain VAR's itself.
    PicturePtr picture() const;
    bool isComing() const;  // it will be decoded, or is being decoded

  signals:
    void changed();

  private:
    RunPtr missing() const;  // the run whose plain VAR is wanted and not there; null: none
    void ask();

    const Selection& selection_;
    RunQueue& queue_;
    const TriedSplits& tried_;
    Kind kind_ = Kind::None;
    QTimer idle_;
    Tag asked_ = 0;
};

}  // namespace duo::ui
