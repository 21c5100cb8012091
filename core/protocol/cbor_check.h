// Checks untrusted CBOR before the JSON library parses it: that parser recurses, so a few kilobytes
// of nested lists would overflow the stack.
#pragma once

#include <cstdint>
#include <span>

namespace duo::wire {

inline constexpr std::size_t kMaxCborDepth = 16;

// bytes must be exactly one item, no deeper than kMaxCborDepth, with all lengths inside the bytes,
// no tags and no chunked strings. Throws Error(Protocol) with the offset otherwise.
void checkCbor(std::span<const std::uint8_t> bytes);

}  // namespace duo::wire
