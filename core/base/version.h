// The program's version, for metadata, the handshake and --version.
#pragma once

#include <string>
#include <string_view>

namespace duo {

std::string_view version();  // "0.2.0"
std::string programName();   // "Duoscale 0.2.0"

}  // namespace duo
