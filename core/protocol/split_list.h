// Split points as a person lists them: "0,4,6-8".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace duo {

// -> 0, 4, 6, 7, 8: in the order written, repeats kept; a comma may end the list.
// option: its name for messages, "--splits". scaleCount: the largest split, where it is known;
// without it the caller checks the numbers later. Error(Usage) names the option, what it takes and
// the part that is neither a number nor a rising range.
std::vector<int> parseSplits(std::string_view text, std::string_view option,
                             std::optional<int> scaleCount = {});

// "0,4,6,7,8"
std::string formatSplits(const std::vector<int>& splits);

}  // namespace duo
