// Commands and events to CBOR and back. Every message is a map with "type"; pixels are byte
// strings. Reading trusts nothing: depth and shape are checked before a value is built.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "protocol/commands.h"
#include "protocol/events.h"

namespace duo {

std::vector<std::uint8_t> encode(const Event& event);
std::vector<std::uint8_t> encode(const Command& command);
// Throw Error(Protocol) naming the message's type and the field that is missing or wrong. Unknown
// fields are ignored, so a newer sender may add some.
Event decodeEvent(std::span<const std::uint8_t> cbor);
Command decodeCommand(std::span<const std::uint8_t> cbor);

// The report as JSON text, for programs that read it (pixels and tokens are no part of it).
std::string jsonText(const JobReport& report);
std::string jsonText(const ModelsLoaded& loaded);

}  // namespace duo
