#include "protocol/split_list.h"

#include <charconv>

#include "base/error.h"

namespace duo {
namespace {

constexpr int kMaxSplit = 999;  // where the model's scales are unknown: bounds what a range makes

struct Range {
    int first = 0, last = 0;
};

// "6-8" or "6"; empty if it is neither
std::optional<Range> parseRange(std::string_view text) {
    const char* const end = text.data() + text.size();
    Range range;
    auto read = std::from_chars(text.data(), end, range.first);
    if (read.ec != std::errc()) return std::nullopt;
    range.last = range.first;
    if (read.ptr == end) return range;
    if (*read.ptr != '-') return std::nullopt;
    read = std::from_chars(read.ptr + 1, end, range.last);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return range;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

[[noreturn]] void refuse(std::string_view option, std::optional<int> scaleCount,
                         std::string_view part) {
    throw Error(ErrorKind::Usage, std::string(option) + " takes numbers from 0 " +
                                      (scaleCount ? "to " + std::to_string(*scaleCount) : "on") +
                                      " and ranges of them, as 0,4,6-8; found '" +
                                      std::string(part) + "'.");
}

}  // namespace

std::vector<int> parseSplits(std::string_view text, std::string_view option,
                             std::optional<int> scaleCount) {
    std::vector<int> splits;
    const int largest = scaleCount.value_or(kMaxSplit);
    for (std::string_view rest = text;;) {
        const std::size_t comma = rest.find(',');
        const std::string_view part = rest.substr(0, comma);
        const std::optional<Range> range = parseRange(trimmed(part));
        if (!range || range->first < 0 || range->last < range->first || range->last > largest) {
            refuse(option, scaleCount, part);
        }
        for (int split = range->first; split <= range->last; ++split) splits.push_back(split);
        if (comma == std::string_view::npos || comma + 1 == rest.size()) return splits;
        rest.remove_prefix(comma + 1);
    }
}

std::string formatSplits(const std::vector<int>& splits) {
    std::string text;
    for (const int split : splits) text += (text.empty() ? "" : ",") + std::to_string(split);
    return text;
}

}  // namespace duo
