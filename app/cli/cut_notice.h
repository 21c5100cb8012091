// Says that batches are cut to what fits into memory, once a run.
#pragma once

#include "progress_bar.h"
#include "protocol/events.h"

namespace duo::cli {

class CutNotice {
  public:
    explicit CutNotice(ProgressBar& bar) : bar_(bar) {}
    // Every event of the run's jobs; all but the first BatchCut are passed over.
    void take(const Event& event);

  private:
    ProgressBar& bar_;
    bool told_ = false;
};

}  // namespace duo::cli
