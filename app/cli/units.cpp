#include "units.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace duo::cli {
namespace {

std::string fixed(double value, int digits) {
    char text[48];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

}  // namespace

std::string clockText(double seconds) {
    const auto all = static_cast<long>(std::max(0.0, std::round(seconds)));
    char text[32];
    if (all >= 3600) {
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", all / 3600, all / 60 % 60, all % 60);
    } else {
        std::snprintf(text, sizeof text, "%ld:%02ld", all / 60, all % 60);
    }
    return text;
}

std::string secondsText(double seconds) {
    return fixed(seconds, 1) + " s";
}

std::string timeLeftText(double seconds) {
    return clockText(seconds) + " left";
}

double mebibytes(std::int64_t bytes) {
    return static_cast<double>(bytes) / (1 << 20);
}

std::string memoryText(std::int64_t bytes, int digits) {
    return fixed(mebibytes(bytes), digits) + " MiB";
}

double perSecond(double amount, double seconds) {
    return seconds > 0 ? amount / seconds : 0;
}

std::string rateText(double pictures, double seconds, int digits) {
    return fixed(perSecond(pictures, seconds), digits) + " pictures/s";
}

}  // namespace duo::cli
