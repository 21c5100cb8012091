// Parses one value for all scales or one per scale: "4", "1.1,1.1,1", "1.1*7,1.0*3".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace duo {

// Returns count values. option names the value in messages, for example "--temperature". Throws
// Error(Usage) with the option, the expected count and what was found.
std::vector<double> parsePerScale(std::string_view text, int count, std::string_view option);
// The same for integers.
std::vector<int> parsePerScaleInt(std::string_view text, int count, std::string_view option);

// The shortest text that parsePerScale reads back: one value if all are equal, runs as "v*n".
std::string formatPerScale(const std::vector<double>& values);

}  // namespace duo
