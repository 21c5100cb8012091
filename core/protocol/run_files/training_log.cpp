// log.csv.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

#include "protocol/run_files.h"

namespace duo {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// Calls take(column, cell) for each cell of the line.
template <class Take>
void eachCell(std::string_view line, Take take) {
    for (int column = 0;; ++column) {
        const std::size_t comma = line.find(',');
        take(column, trimmed(line.substr(0, comma)));
        if (comma == std::string_view::npos) return;
        line.remove_prefix(comma + 1);
    }
}

double numberIn(std::string_view cell) {
    double number = kNone;
    const char* const end = cell.data() + cell.size();
    const auto [stop, problem] = std::from_chars(cell.data(), end, number);
    return problem == std::errc() && stop == end ? number : kNone;
}

}  // namespace

TrainingLogHeading::TrainingLogHeading(std::string_view line) {
    columns_.clear();
    eachCell(line, [this](int, std::string_view cell) { columns_.emplace_back(cell); });
    locate();
}

std::string TrainingLogHeading::line() const {
    std::string text;
    for (const std::string& column : columns_) text += (text.empty() ? "" : ",") + column;
    return text;
}

std::string TrainingLogHeading::rowText(
    std::int64_t step, const std::vector<std::pair<std::string, double>>& numbers) const {
    std::string text = std::to_string(step);
    for (std::size_t i = 1; i < columns_.size(); ++i) {
        text += ',';
        const auto found = std::find_if(numbers.begin(), numbers.end(), [&](const auto& named) {
            return named.first == columns_[i];
        });
        if (found == numbers.end() || std::isnan(found->second)) continue;
        char number[32];
        std::snprintf(number, sizeof number, "%g", found->second);
        text += number;
    }
    return text;
}

std::optional<TrainingLogRow> TrainingLogHeading::row(std::string_view line) const {
    TrainingLogRow row{kNone, kNone, kNone, kNone, kNone};
    eachCell(line, [&](int column, std::string_view cell) {
        if (column == step_) row.step = numberIn(cell);
        if (column == loss_) row.loss = numberIn(cell);
        if (column == rate_) row.rate = numberIn(cell);
        if (column == perSecond_) row.perSecond = numberIn(cell);
        if (column == secondsLeft_) row.secondsLeft = numberIn(cell);
    });
    if (std::isnan(row.step)) return std::nullopt;
    return row;
}

void TrainingLogHeading::add(const std::string& column) {
    columns_.push_back(column);
    locate();
}

int TrainingLogHeading::find(std::string_view column) const {
    const auto found = std::find(columns_.begin(), columns_.end(), column);
    return found == columns_.end() ? -1 : static_cast<int>(found - columns_.begin());
}

void TrainingLogHeading::locate() {
    step_ = find(log_column::kStep);
    loss_ = find(log_column::kLoss);
    rate_ = find(log_column::kRate);
    perSecond_ = find(log_column::kPicturesPerSecond);
    secondsLeft_ = find(log_column::kSecondsLeft);
}

}  // namespace duo
