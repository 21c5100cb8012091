// Says once per run that batches are cut to fit into memory.
#pragma once

#include "progress_bar.h"
#include "protocol/events.h"

namespace duo::cli {

class CutNotice {
  public:
    explicit CutNotice(ProgressBar& bar) : bar_(bar) {}
    // Feed it every event of the run; it says the first BatchCut only.
    void take(const Event& event);

  private:
    ProgressBar& bar_;
    bool told_ = false;
};

}  // namespace duo::cli
