// The loss log as CSV: one row a report, readable by any spreadsheet while the run goes on.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace duo::train {

using NamedNumbers = std::vector<std::pair<std::string, double>>;

class TrainingLog {
  public:
    // Goes on in an existing file, without its rows after lastStep. Error(File).
    TrainingLog(std::string path, std::int64_t lastStep);
    // The first row names the columns; later rows have the same. Error(File) on a full disk.
    void add(std::int64_t step, const NamedNumbers& numbers);

  private:
    std::string path_;
    std::ofstream file_;
    bool empty_ = true;
};

}  // namespace duo::train
