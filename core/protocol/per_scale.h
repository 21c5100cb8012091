// Values given one for all scales or one a scale: "4", "1.1,1.1,1", "1.1*7,1.0*3".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace duo {

// -> count values. option names the value in messages, e.g. "--temperature". Throws Error(Usage)
// with the option, the expected count and what was found.
std::vector<double> parsePerScale(std::string_view text, int count, std::string_view option);
// The same for whole numbers.
std::vector<int> parsePerScaleInt(std::string_view text, int count, std::string_view option);

// The shortest text that parsePerScale reads back: one value where all agree, runs as "v*n".
std::string formatPerScale(const std::vector<double>& values);

}  // namespace duo
