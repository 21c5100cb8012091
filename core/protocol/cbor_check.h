// Walks untrusted CBOR before the JSON library parses it: that parser recurses by depth, so a few
// kilobytes of nested lists would overflow the stack.
#pragma once

#include <cstdint>
#include <span>

namespace duo::wire {

inline constexpr std::size_t kMaxCborDepth = 16;

// One item, no deeper than kMaxCborDepth, all lengths inside the bytes, no tags, no chunked
// strings, nothing after it. Throws Error(Protocol) with the offset otherwise.
void checkCbor(std::span<const std::uint8_t> bytes);

}  // namespace duo::wire
