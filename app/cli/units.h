// How the command line writes durations, amounts of memory and rates.
#pragma once

#include <cstdint>
#include <string>

namespace duo::cli {

std::string clockText(double seconds);     // "4:05", "1:02:03"
std::string secondsText(double seconds);   // "12.3 s"
std::string timeLeftText(double seconds);  // "4:05 left"

double mebibytes(std::int64_t bytes);
std::string memoryText(std::int64_t bytes, int digits = 0);  // "813 MiB"

double perSecond(double amount, double seconds);  // 0 before any time has passed
std::string rateText(double pictures, double seconds, int digits = 2);  // "1.25 pictures/s"

}  // namespace duo::cli
