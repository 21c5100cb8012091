// Commands and events to CBOR and back. Each message is a map with "type"; pixels are byte strings.
// Decoding checks depth and shape before it builds a value.
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
// Throws Error(Protocol) naming the message's type and the missing or wrong field. Unknown fields
// are ignored, so that a newer sender may add fields.
Event decodeEvent(std::span<const std::uint8_t> cbor);
Command decodeCommand(std::span<const std::uint8_t> cbor);

// The report as JSON text for other programs, without pixels and tokens.
std::string jsonText(const JobReport& report);
std::string jsonText(const ModelsLoaded& loaded);

}  // namespace duo
