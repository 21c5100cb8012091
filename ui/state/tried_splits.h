// Pictures of the session that differ in their split alone: same class, seed, sampling and models.
// GUI thread only.
#pragma once

#include <QObject>
#include <deque>
#include <map>
#include <vector>

#include "state/run_recorder.h"

namespace duo::ui {

class TriedSplits : public QObject {
    Q_OBJECT
  public:
    explicit TriedSplits(const RunRecorder& recorder);  // which outlives this

    // By rising split, the newest picture of each; the picture given is among them. Empty for a
    // picture of another session, or whose models alternate.
    std::vector<PicturePtr> of(const Picture& picture) const;
    PicturePtr plainVarOf(const Picture& picture) const;  // null if it was not decoded

  signals:
    void changed();

  private:
    struct Group {
        ModelFiles family;
        ComputeOptions compute;
        GenerationRequest request;  // without the models of its scales
        int index = 0;              // of the picture in the request
        std::map<int, PicturePtr> bySplit;
    };
    void take(const RunPtr& run, const PicturePtr& picture);
    const Group* groupOf(const Picture& picture) const;

    std::deque<Group> groups_;  // the newest first
};

}  // namespace duo::ui
