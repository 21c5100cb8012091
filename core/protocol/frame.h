// Frames on a byte stream: 4 bytes of length, little-endian, then that many bytes of CBOR. The
// reader takes bytes as they come and holds no more than it was given, whatever a length claims.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace duo {

inline constexpr std::size_t kFrameHeaderBytes = 4;
inline constexpr std::size_t kMaxFrameBytes = std::size_t{64} << 20;

// Throws Error(Protocol) where the payload is longer than kMaxFrameBytes.
std::vector<std::uint8_t> frame(std::span<const std::uint8_t> payload);

class FrameReader {
  public:
    explicit FrameReader(std::size_t maxBytes = kMaxFrameBytes) : maxBytes_(maxBytes) {}

    void feed(std::span<const std::uint8_t> bytes);
    // The next whole payload, or nothing yet. Throws Error(Protocol) on an empty or oversized
    // frame: the stream cannot be followed after that, and every later call throws again.
    std::optional<std::vector<std::uint8_t>> next();
    // Call at the end of the stream: throws Error(Protocol) where it ended inside a frame.
    void finish() const;

  private:
    std::size_t maxBytes_;
    std::vector<std::uint8_t> buffer_;
    std::size_t read_ = 0;  // bytes of buffer_ handed out
};

}  // namespace duo
