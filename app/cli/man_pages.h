// Man pages in roff (man(7)), one for each command.
#pragma once

#include <string>

#include "command_tree.h"

namespace duo::cli {

std::string manPageName(const CommandEntry& command);  // "duoscale-cli-train-vqvae"
std::string manPage(const CommandEntry& command);

}  // namespace duo::cli
