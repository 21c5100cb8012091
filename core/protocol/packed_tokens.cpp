#include "protocol/packed_tokens.h"

#include <bit>
#include <string_view>

#include "base/error.h"

namespace duo {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr int kDigitBits = 6;
constexpr int kMaxBits = 24;

[[noreturn]] void refuse(const std::string& why) {
    throw Error(ErrorKind::File, "The picture's token maps cannot be read: " + why + ".");
}

// Characters of base64 for this many bits, without the padding.
std::size_t digitCount(std::size_t bits) {
    const std::size_t bytes = (bits + 7) / 8;
    return (bytes * 8 + kDigitBits - 1) / kDigitBits;
}

}  // namespace

PackedTokens packTokens(const std::vector<std::int32_t>& codes, int scales, int vocabulary) {
    PackedTokens packed;
    packed.scales = scales;
    packed.bits = vocabulary > 2 ? std::bit_width(static_cast<std::uint32_t>(vocabulary - 1)) : 1;
    std::uint64_t waiting = 0;
    int count = 0;  // bits that wait
    const auto drain = [&] {
        for (; count >= kDigitBits; count -= kDigitBits)
            packed.codes += kDigits[waiting >> (count - kDigitBits) & 63];
    };
    for (const std::int32_t code : codes) {
        waiting = waiting << packed.bits | static_cast<std::uint32_t>(code);
        count += packed.bits;
        drain();
    }
    while (packed.codes.size() < digitCount(codes.size() * packed.bits)) {
        waiting <<= kDigitBits;
        count += kDigitBits;
        drain();
    }
    packed.codes.append((4 - packed.codes.size() % 4) % 4, '=');
    return packed;
}

std::vector<std::int32_t> unpackTokens(const PackedTokens& packed, const ScaleSchedule& schedule) {
    if (packed.version > kPackedTokensVersion) {
        refuse("they have version " + std::to_string(packed.version) +
               ", this program reads version " + std::to_string(kPackedTokensVersion));
    }
    if (packed.scales < 0 || packed.scales > schedule.count()) {
        refuse("they hold " + std::to_string(packed.scales) + " scales of " +
               std::to_string(schedule.count()));
    }
    if (packed.bits < 1 || packed.bits > kMaxBits) {
        refuse("a code has " + std::to_string(packed.bits) + " bits");
    }
    const auto count = static_cast<std::size_t>(schedule.offset(packed.scales));
    const std::string_view digits(packed.codes.data(), packed.codes.find_last_not_of('=') + 1);
    if (digits.size() != digitCount(count * packed.bits)) refuse("they are cut off");
    std::vector<std::int32_t> codes;
    std::uint64_t waiting = 0;
    int bits = 0;
    for (const char digit : digits) {
        const std::size_t value = kDigits.find(digit);
        if (value == std::string_view::npos) refuse("they are not base64");
        waiting = waiting << kDigitBits | value;
        bits += kDigitBits;
        while (bits >= packed.bits && codes.size() < count) {
            bits -= packed.bits;
            codes.push_back(static_cast<std::int32_t>(waiting >> bits & ((1U << packed.bits) - 1)));
        }
    }
    return codes;
}

}  // namespace duo
