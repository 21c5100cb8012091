// Decodes a picture of an earlier session again for its scales, its tokens and their statistics,
// which its file does not keep. The picture stays as it is. Happens when it is asked for, and when
// a person looks at a scale of such a picture. GUI thread only.
#pragma once

#include <QObject>
#include <QTimer>

#include "state/model_library.h"
#include "state/run_queue.h"
#include "state/selection.h"

namespace duo::ui {

class ScalesAgain : public QObject {
    Q_OBJECT
  public:
    // All of them outlive this.
    ScalesAgain(const Selection& selection, const ModelLibrary& models,
                const GenerationSettings& settings, RunQueue& queue);

    // A finished picture that lacks scales, and no run has given it any or is about to.
    bool lacksScales(const Picture& picture) const;
    // A sentence that says why it cannot be decoded again; empty if it can.
    QString whyNot(const Picture& picture) const;
    // Before all runs that wait. Nothing happens if it lacks no scales or cannot be decoded.
    void decode(const PicturePtr& picture);

  signals:
    void changed();  // other pictures can be decoded now

  private:
    std::optional<ModelFiles> filesOf(const Provenance& provenance) const;
    void decodeShown();

    const Selection& selection_;
    const ModelLibrary& models_;
    const GenerationSettings& settings_;
    RunQueue& queue_;
    QTimer looked_;      // until a person stays with a picture
    Tag byLooking_ = 0;  // the run of the picture that was looked at last
};

}  // namespace duo::ui
