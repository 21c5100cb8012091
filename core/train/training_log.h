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
    // A number goes into the column of its name. A name that the heading lacks, as in the file of
    // an older version, becomes a last column, empty in the rows before; a column without a number
    // stays empty. Error(File) on a full disk.
    void add(std::int64_t step, const NamedNumbers& numbers);

  private:
    void widen(const std::vector<std::string>& names);
    void rewrite(const std::string& text);

    std::string path_;
    std::ofstream file_;
    std::vector<std::string> columns_;  // after that of the step
};

}  // namespace duo::train
