// Writes log.csv (protocol/run_files.h): one row per report, readable during the run.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "protocol/run_files.h"

namespace duo::train {

using NamedNumbers = std::vector<std::pair<std::string, double>>;

class TrainingLog {
  public:
    // Continues an existing file and drops its rows after lastStep. Error(File).
    TrainingLog(std::string path, std::int64_t lastStep);
    // Writes each number into the column of its name. A name without a column, as in the file of an
    // older version, gets a new last column, which is empty in earlier rows. A column without a
    // number stays empty. Error(File) on a full disk.
    void add(std::int64_t step, const NamedNumbers& numbers);

  private:
    void widen(const std::vector<std::string>& names);
    void rewrite(const std::string& text);

    std::string path_;
    std::ofstream file_;
    TrainingLogHeading heading_;
};

}  // namespace duo::train
