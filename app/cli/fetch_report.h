// The progress of downloads on standard error: one bar for all files, a line for each event.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "library/get_models.h"
#include "progress_bar.h"

namespace duo::cli {

class FetchReport {
  public:
    // Calls must not overlap.
    void show(const std::vector<GetState>& states);
    void say(const std::string& sentence) { bar_.say(sentence); }
    // As part of the bar; share: 0 to 1.
    void showConverting(const std::string& file, double share);

  private:
    void sayEvents(const GetState& state);
    struct Told {
        fetch::Phase phase = fetch::Phase::Waiting;
        std::string problem;
    };

    ProgressBar bar_;
    std::map<std::string, Told> told_;  // by file
};

}  // namespace duo::cli
