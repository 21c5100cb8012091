#include "protocol/packed_tokens.h"

#include <gtest/gtest.h>

#include <random>

#include "support/expect_error.h"

namespace duo {
namespace {

std::vector<std::int32_t> randomCodes(int count, int vocabulary) {
    std::mt19937 random(count + vocabulary);
    std::uniform_int_distribution<std::int32_t> code(0, vocabulary - 1);
    std::vector<std::int32_t> codes;
    for (int i = 0; i < count; ++i) codes.push_back(code(random));
    if (count > 0) codes.back() = vocabulary - 1;
    return codes;
}

TEST(PackedTokens, ReadBackAtEveryCodebookAndScale) {
    const ScaleSchedule schedule = ScaleSchedule::published256();
    for (const int vocabulary : {1, 2, 3, 64, 96, 4096, 4097, 1 << 20}) {
        for (int scales = 0; scales <= schedule.count(); ++scales) {
            const auto codes = randomCodes(schedule.offset(scales), vocabulary);
            const PackedTokens packed = packTokens(codes, scales, vocabulary);
            EXPECT_EQ(packed.codes.size() % 4, 0u);
            EXPECT_EQ(unpackTokens(packed, schedule), codes) << vocabulary << " " << scales;
        }
    }
}

TEST(PackedTokens, AreBase64OfTheBits) {
    const PackedTokens packed = packTokens({0x4D, 0x61, 0x6E, 0x4D, 0x61}, 2, 256);
    EXPECT_EQ(packed.bits, 8);
    EXPECT_EQ(packed.codes, "TWFuTWE=");  // "ManMa"
}

TEST(PackedTokens, SixHundredAndEightyOfTwelveBitsTake1360Characters) {
    const PackedTokens packed = packTokens(randomCodes(680, 4096), 10, 4096);
    EXPECT_EQ(packed.bits, 12);
    EXPECT_EQ(packed.codes.size(), 1360u);
}

TEST(PackedTokens, BadOnesSayWhy) {
    const ScaleSchedule schedule({1, 2});
    const PackedTokens good = packTokens({1, 2, 3, 4, 5}, 2, 64);
    const auto refused = [&](auto change, const char* why) {
        PackedTokens bad = good;
        change(bad);
        EXPECT_DUO_ERROR(unpackTokens(bad, schedule), ErrorKind::File, why);
    };
    refused([](auto& t) { t.version = 2; }, "version 2");
    refused([](auto& t) { t.scales = 3; }, "3 scales of 2");
    refused([](auto& t) { t.scales = -1; }, "-1 scales");
    refused([](auto& t) { t.bits = 0; }, "0 bits");
    refused([](auto& t) { t.bits = 25; }, "25 bits");
    refused([](auto& t) { t.codes.resize(4); }, "cut off");
    refused([](auto& t) { t.codes.clear(); }, "cut off");
    refused([](auto& t) { t.codes[0] = '!'; }, "not base64");
}

}  // namespace
}  // namespace duo
