// Token maps of finished runs. A run that differs from one of them in later scales alone takes over
// the scales before: it decodes the others only, and makes the same pictures. GUI thread only.
#pragma once

#include <deque>

#include "state/run.h"

namespace duo::ui {

class ScaleCache {
  public:
    // Remembers a finished run. Leaves out sweeps and runs whose codes are mixtures or depend on
    // the published random stream.
    void take(const Run& run);

    // Lets the run take over what it shares with a remembered one: its models, labels, draws and
    // sampling up to some scale. The last scale is never taken over.
    void lend(Run& run) const;

  private:
    struct Entry {
        ModelFiles files;
        ComputeOptions compute;
        GenerationRequest request;
        std::vector<std::vector<std::int32_t>> tokens;  // [picture]: of all scales
        std::vector<int> sides;
        QString provenance;  // of the first picture
    };
    static int shared(const Entry& entry, const Run& run);  // scales, from the first

    std::deque<Entry> entries_;  // newest first
};

}  // namespace duo::ui
