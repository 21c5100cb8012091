// SHA-256 (FIPS 180-4), piece by piece.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>

namespace duo::fetch {

class Sha256 {
  public:
    void add(const void* data, std::size_t bytes);
    // 64 hexadecimal digits of all bytes so far; more can be added afterwards.
    std::string digest() const;

  private:
    void block(const std::uint8_t* bytes);  // 64 bytes

    std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, 64> tail_{};  // bytes that fill no block yet
    std::uint64_t bytes_ = 0;              // added so far
};

// Whether the text is a SHA-256: 64 hexadecimal digits in lower case.
bool isSha256(const std::string& text);

// Reads the whole file. Error(File) if it cannot be read; Error(Cancelled).
std::string sha256OfFile(const std::string& path, const std::stop_token& stop = {});

}  // namespace duo::fetch
