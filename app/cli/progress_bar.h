// A progress bar on standard error; silent if that is not a terminal.
#pragma once

#include <string>

#include "base/stopwatch.h"

namespace duo::cli {

class ProgressBar {
  public:
    ProgressBar();
    ~ProgressBar();  // ends the line
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    // share: 0 to 1; note: text after the bar (rate, loss …). Redraws at most ten times a
    // second.
    void show(double share, const std::string& note);
    // As show, with the time left, estimated from the elapsed time.
    void showWithTimeLeft(double share, const std::string& note);
    // As show; without a terminal prints the note as a line instead, once a minute.
    void showOrSay(double share, const std::string& note);
    // Prints a whole line above the bar; also without a terminal.
    void say(const std::string& sentence);

  private:
    void clear();

    bool terminal_;
    bool drawn_ = false;
    double lastDrawnMs_ = -1e9, lastSaidMs_ = 0;
    Stopwatch watch_;
};

}  // namespace duo::cli
