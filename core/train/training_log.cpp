#include "train/training_log.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <sstream>

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

// Of a heading, without the step's.
std::vector<std::string> columnsOf(const std::string& text) {
    std::vector<std::string> columns;
    std::istringstream heading(text.substr(0, text.find('\n')));
    std::string name;
    std::getline(heading, name, ',');
    while (std::getline(heading, name, ',')) columns.push_back(name);
    return columns;
}

}  // namespace

TrainingLog::TrainingLog(std::string path, std::int64_t lastStep) : path_(std::move(path)) {
    const std::string kept = lastStep > 0 ? keptRows(path_, lastStep) : std::string();
    columns_ = columnsOf(kept);
    rewrite(kept);
    if (!file_) throw Error(ErrorKind::File, "Cannot write the training log '" + path_ + "'.");
}

void TrainingLog::rewrite(const std::string& text) {
    file_.close();
    file_.open(path_, std::ios::trunc);
    file_ << text << std::flush;
}

void TrainingLog::widen(const std::vector<std::string>& names) {
    const std::string kept = keptRows(path_, std::numeric_limits<std::int64_t>::max());
    std::istringstream lines(kept.empty() ? "step\n" : kept);
    std::string wider, heading, line;
    std::getline(lines, heading);
    for (const std::string& name : names) heading += "," + name;
    while (std::getline(lines, line)) wider += line + std::string(names.size(), ',') + "\n";
    rewrite(heading + "\n" + wider);
    columns_.insert(columns_.end(), names.begin(), names.end());
}

void TrainingLog::add(std::int64_t step, const NamedNumbers& numbers) {
    std::vector<std::string> unknown;
    for (const auto& [name, number] : numbers) {
        if (std::find(columns_.begin(), columns_.end(), name) == columns_.end())
            unknown.push_back(name);
    }
    if (!unknown.empty()) widen(unknown);
    file_ << step;
    for (const std::string& column : columns_) {
        file_ << ',';
        const auto found = std::find_if(numbers.begin(), numbers.end(),
                                        [&](const auto& named) { return named.first == column; });
        // not measured now: an empty cell
        if (found != numbers.end() && !std::isnan(found->second)) file_ << found->second;
    }
    file_ << '\n' << std::flush;
    if (!file_) {
        throw Error(ErrorKind::File, "Cannot write the training log '" + path_ + "'.",
                    "Free some space; the run goes on from its last checkpoint.");
    }
}

}  // namespace duo::train
