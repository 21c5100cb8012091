// Completion scripts for shells: commands, options, choices, files, split points, and the class
// names of the model family that the line names.
#pragma once

#include <string>

#include "command_tree.h"

namespace duo::cli {

std::string bashCompletion(const CommandTree& tree);
std::string zshCompletion(const CommandTree& tree);
std::string fishCompletion(const CommandTree& tree);

}  // namespace duo::cli
