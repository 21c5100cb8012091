#include "train/training_log.h"

#include <charconv>
#include <limits>
#include <sstream>

#include "base/error.h"

namespace duo::train {
namespace {

// The heading and the rows up to lastStep: a run that was killed after its last checkpoint makes
// the later rows again.
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
    if (!kept.empty()) heading_ = TrainingLogHeading(kept.substr(0, kept.find('\n')));
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
    std::istringstream lines(kept);
    std::string wider, line;
    std::getline(lines, line);  // the heading
    for (const std::string& name : names) heading_.add(name);
    while (std::getline(lines, line)) wider += line + std::string(names.size(), ',') + "\n";
    rewrite(heading_.line() + "\n" + wider);
}

void TrainingLog::add(std::int64_t step, const NamedNumbers& numbers) {
    std::vector<std::string> unknown;
    for (const auto& [name, number] : numbers) {
        if (!heading_.has(name)) unknown.push_back(name);
    }
    if (!unknown.empty()) widen(unknown);
    file_ << heading_.rowText(step, numbers) << '\n' << std::flush;
    if (!file_) {
        throw Error(ErrorKind::File, "Cannot write the training log '" + path_ + "'.",
                    "Free some space; the run resumes from its last checkpoint.");
    }
}

}  // namespace duo::train
