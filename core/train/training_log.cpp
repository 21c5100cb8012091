#include "train/training_log.h"

#include <charconv>
#include <cmath>

#include "base/error.h"

namespace duo::train {
namespace {

// The heading and the rows up to lastStep; rows of a run that was killed after its last checkpoint
// are made again.
std::string keptRows(const std::string& path, std::int64_t lastStep) {
    std::ifstream file(path);
    std::string kept, line;
    for (bool heading = true; std::getline(file, line); heading = false) {
        std::int64_t step = 0;
        const auto [end, problem] = std::from_chars(line.data(), line.data() + line.size(), step);
        if (heading || (problem == std::errc() && step <= lastStep)) kept += line + "\n";
    }
    return kept;
}

}  // namespace

TrainingLog::TrainingLog(std::string path, std::int64_t lastStep) : path_(std::move(path)) {
    const std::string kept = lastStep > 0 ? keptRows(path_, lastStep) : std::string();
    file_.open(path_, std::ios::trunc);
    file_ << kept << std::flush;
    empty_ = kept.empty();
    if (!file_) throw Error(ErrorKind::File, "Cannot write the training log '" + path_ + "'.");
}

void TrainingLog::add(std::int64_t step, const NamedNumbers& numbers) {
    if (empty_) {
        file_ << "step";
        for (const auto& [name, number] : numbers) file_ << ',' << name;
        file_ << '\n';
        empty_ = false;
    }
    file_ << step;
    for (const auto& [name, number] : numbers) {
        file_ << ',';
        if (!std::isnan(number)) file_ << number;  // not measured now: an empty cell
    }
    file_ << '\n' << std::flush;
    if (!file_) {
        throw Error(ErrorKind::File, "Cannot write the training log '" + path_ + "'.",
                    "Free some space; the run goes on from its last checkpoint.");
    }
}

}  // namespace duo::train
