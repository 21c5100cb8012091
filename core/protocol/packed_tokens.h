// Token maps as text for a picture's metadata: every code takes the bits that the codebook needs,
// and base64 makes them a text. 680 codes of 12 bits take 1,360 characters.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/scale_schedule.h"

namespace duo {

inline constexpr int kPackedTokensVersion = 1;

struct PackedTokens {
    int version = kPackedTokensVersion;
    int scales = 0;     // the maps of scales 0 … scales - 1
    int bits = 0;       // of a code
    std::string codes;  // base64 of the codes, coarse to fine, most significant bit first
    bool operator==(const PackedTokens&) const = default;
};

// codes: each 0 … vocabulary - 1; as many as `scales` scales hold.
PackedTokens packTokens(const std::vector<std::int32_t>& codes, int scales, int vocabulary);
// -> offset(packed.scales) codes. Error(File) naming what is wrong: a newer version, more scales
// than the schedule has, codes cut off or not base64.
std::vector<std::int32_t> unpackTokens(const PackedTokens& packed, const ScaleSchedule& schedule);

}  // namespace duo
