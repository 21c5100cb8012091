// Frames on a byte stream: a 4-byte little-endian length, then that many bytes of CBOR. The reader
// accepts bytes in any pieces and buffers only received bytes, whatever the stated length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace duo {

inline constexpr std::size_t kFrameHeaderBytes = 4;
inline constexpr std::size_t kMaxFrameBytes = std::size_t{64} << 20;

// Throws Error(Protocol) if the payload exceeds kMaxFrameBytes.
std::vector<std::uint8_t> frame(std::span<const std::uint8_t> payload);

class FrameReader {
  public:
    explicit FrameReader(std::size_t maxBytes = kMaxFrameBytes) : maxBytes_(maxBytes) {}

    void feed(std::span<const std::uint8_t> bytes);
    // The next complete payload, or nullopt. Throws Error(Protocol) on an empty or oversized frame;
    // the stream is then unreadable and every later call throws.
    std::optional<std::vector<std::uint8_t>> next();
    // Call at the end of the stream; throws Error(Protocol) if it ended inside a frame.
    void finish() const;

  private:
    std::size_t maxBytes_;
    std::vector<std::uint8_t> buffer_;
    std::size_t read_ = 0;  // bytes of buffer_ handed out
};

}  // namespace duo
