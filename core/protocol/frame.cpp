#include "protocol/frame.h"

#include <string>

#include "base/error.h"

namespace duo {

std::vector<std::uint8_t> frame(std::span<const std::uint8_t> payload) {
    if (payload.size() > kMaxFrameBytes) {
        throw Error(ErrorKind::Protocol, "A message of " + std::to_string(payload.size()) +
                                             " bytes exceeds the limit of a frame (" +
                                             std::to_string(kMaxFrameBytes) + ").");
    }
    std::vector<std::uint8_t> bytes;
    bytes.reserve(kFrameHeaderBytes + payload.size());
    for (std::size_t i = 0; i < kFrameHeaderBytes; ++i) {
        bytes.push_back(static_cast<std::uint8_t>(payload.size() >> (8 * i)));
    }
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    return bytes;
}

void FrameReader::feed(std::span<const std::uint8_t> bytes) {
    if (read_ > 0) {  // once per feed, not once per frame
        buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(read_));
        read_ = 0;
    }
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<std::vector<std::uint8_t>> FrameReader::next() {
    if (buffer_.size() - read_ < kFrameHeaderBytes) return std::nullopt;
    std::size_t length = 0;
    for (std::size_t i = 0; i < kFrameHeaderBytes; ++i) {
        length |= static_cast<std::size_t>(buffer_[read_ + i]) << (8 * i);
    }
    if (length == 0) throw Error(ErrorKind::Protocol, "A frame is empty; expected a message.");
    if (length > maxBytes_) {
        throw Error(ErrorKind::Protocol, "A frame has a length of " + std::to_string(length) +
                                             " bytes; at most " + std::to_string(maxBytes_) +
                                             " are allowed.");
    }
    if (buffer_.size() - read_ - kFrameHeaderBytes < length) return std::nullopt;
    const auto begin = buffer_.begin() + static_cast<std::ptrdiff_t>(read_ + kFrameHeaderBytes);
    read_ += kFrameHeaderBytes + length;
    return std::vector<std::uint8_t>(begin, begin + static_cast<std::ptrdiff_t>(length));
}

void FrameReader::finish() const {
    const std::size_t left = buffer_.size() - read_;
    if (left == 0) return;
    throw Error(ErrorKind::Protocol, "The stream ended inside a frame, " + std::to_string(left) +
                                         " bytes after it began.");
}

}  // namespace duo
