#include "fetch/sha256.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "base/error.h"
#include "base/stop.h"

namespace duo::fetch {
namespace {

constexpr std::array<std::uint32_t, 64> kRound{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t bigEndian(const std::uint8_t* bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
           std::uint32_t{bytes[2]} << 8 | bytes[3];
}

std::array<std::uint32_t, 64> scheduleOf(const std::uint8_t* bytes) {
    std::array<std::uint32_t, 64> w;
    for (int i = 0; i < 16; ++i) w[i] = bigEndian(bytes + 4 * i);
    for (int i = 16; i < 64; ++i) {
        const std::uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (std::rotr(a, 7) ^ std::rotr(a, 18) ^ (a >> 3)) + w[i - 7] +
               (std::rotr(b, 17) ^ std::rotr(b, 19) ^ (b >> 10));
    }
    return w;
}

}  // namespace

void Sha256::block(const std::uint8_t* bytes) {
    const std::array<std::uint32_t, 64> w = scheduleOf(bytes);
    auto [a, b, c, d, e, f, g, h] = state_;
    for (int i = 0; i < 64; ++i) {
        const std::uint32_t t1 = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                                 ((e & f) ^ (~e & g)) + kRound[i] + w[i];
        const std::uint32_t t2 =
            (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + t1;
        d = c, c = b, b = a, a = t1 + t2;
    }
    const std::array<std::uint32_t, 8> more{a, b, c, d, e, f, g, h};
    for (int i = 0; i < 8; ++i) state_[i] += more[i];
}

void Sha256::add(const void* data, std::size_t bytes) {
    const auto* from = static_cast<const std::uint8_t*>(data);
    std::size_t filled = bytes_ % tail_.size();
    bytes_ += bytes;
    while (bytes > 0) {
        if (filled == 0 && bytes >= tail_.size()) {
            block(from);
            from += tail_.size(), bytes -= tail_.size();
            continue;
        }
        const std::size_t taken = std::min(bytes, tail_.size() - filled);
        std::memcpy(tail_.data() + filled, from, taken);
        from += taken, bytes -= taken, filled += taken;
        if (filled == tail_.size()) block(tail_.data()), filled = 0;
    }
}

std::string Sha256::digest() const {
    Sha256 whole = *this;
    const std::uint64_t bits = bytes_ * 8;
    const std::uint8_t one = 0x80, zero = 0;
    whole.add(&one, 1);
    while (whole.bytes_ % 64 != 56) whole.add(&zero, 1);
    std::array<std::uint8_t, 8> length;
    for (int i = 0; i < 8; ++i) length[i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
    whole.add(length.data(), length.size());
    constexpr const char* kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint32_t word : whole.state_) {
        for (int shift = 28; shift >= 0; shift -= 4) text += kDigits[word >> shift & 15];
    }
    return text;
}

bool isSha256(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string sha256OfFile(const std::string& path, const std::stop_token& stop) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorKind::File,
                    "The file '" + path + "' cannot be read: " + std::strerror(errno) + ".");
    }
    Sha256 sha;
    std::vector<char> piece(1 << 20);
    while (file) {
        requireNoStop(stop, "Checking");
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        sha.add(piece.data(), static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad()) {
        throw Error(ErrorKind::File, "The file '" + path + "' could not be read to its end.");
    }
    return sha.digest();
}

}  // namespace duo::fetch
