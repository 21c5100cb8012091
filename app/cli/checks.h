// Checks of numbers on the command line. CLI11's own messages print the largest double digit by
// digit.
#pragma once

#include <CLI/CLI.hpp>

namespace duo::cli {

inline CLI::Validator numberCheck(const char* name, const char* demand, bool (*holds)(double)) {
    const auto check = [demand, holds](std::string& text) -> std::string {
        double value = 0;
        if (CLI::detail::lexical_cast(text, value) && holds(value)) return {};
        return "needs a number " + std::string(demand) + "; found '" + text + "'.";
    };
    return CLI::Validator(check, name);
}

inline const CLI::Validator kPositive =
    numberCheck("POSITIVE", "above 0", [](double value) { return value > 0; });
inline const CLI::Validator kNotNegative =
    numberCheck("NONNEGATIVE", "that is 0 or more", [](double value) { return value >= 0; });

}  // namespace duo::cli
