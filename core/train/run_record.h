// A training's progress files in its folder: log.csv, a sheet of pictures at every checkpoint,
// and a TensorBoard events file with both.
#pragma once

#include <ATen/ATen.h>

#include <string>

#include "train/tensorboard_log.h"
#include "train/training_log.h"

namespace duo::train {

class RunRecord {
  public:
    // Continues after lastStep; later rows, of a run that was killed, are dropped. Error(File).
    RunRecord(std::string folder, std::int64_t lastStep);

    void add(std::int64_t step, const NamedNumbers& numbers);
    // [H, W, 3] uint8 -> sheets/step-0001234.png, whose names sort as their steps. Error(File).
    void addSheet(std::int64_t step, const at::Tensor& sheet_HW3);

  private:
    std::string folder_;
    TrainingLog table_;
    TensorBoardLog board_;
};

}  // namespace duo::train
