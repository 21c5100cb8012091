// What a run's folder holds to follow it by: log.csv and the same numbers in an events file of
// TensorBoard.
#pragma once

#include <string>

#include "train/tensorboard_log.h"
#include "train/training_log.h"

namespace duo::train {

class RunRecord {
  public:
    // Goes on after lastStep: rows after it, of a run that was killed, are dropped. Error(File).
    RunRecord(const std::string& folder, std::int64_t lastStep)
        : table_(folder + "/log.csv", lastStep), board_(folder, lastStep) {}

    void add(std::int64_t step, const NamedNumbers& numbers) {
        table_.add(step, numbers);
        board_.addScalars(step, numbers);
    }

  private:
    TrainingLog table_;
    TensorBoardLog board_;
};

}  // namespace duo::train
