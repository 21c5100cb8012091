// Checks what this machine has, and says what to do where something is missing.
#pragma once

#include <string>
#include <vector>

namespace duo::cli {

enum class FindingState {
    Good,
    Note,     // works, with less
    Problem,  // something that people use does not work
};

struct Finding {
    FindingState state = FindingState::Good;
    std::string topic;   // "processor"
    std::string text;    // what was found, a sentence
    std::string remedy;  // what to do; empty if there is nothing to do
};

// modelFolder: empty for the default. Takes well under a second and changes nothing; folders are
// tried with a temporary file.
std::vector<Finding> checkSystem(const std::string& modelFolder);

}  // namespace duo::cli
