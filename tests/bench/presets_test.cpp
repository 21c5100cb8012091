#include "bench/presets.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace duo {
namespace {

double parameters(const std::vector<TensorSpec>& specs) {
    double all = 0;
    for (const TensorSpec& spec : specs) {
        double one = 1;
        for (const std::int64_t side : spec.shape) one *= static_cast<double>(side);
        all += one;
    }
    return all;
}

// Sizes as published: 310 M, 600 M, 1.0 G, 2.0 G, 2.3 G parameters.
TEST(BenchPresets, HaveThePublishedSizes) {
    EXPECT_NEAR(parameters(tensorSpecs(publishedVar(16))) / 1e6, 310, 5);
    EXPECT_NEAR(parameters(tensorSpecs(publishedVar(20))) / 1e6, 600, 5);
    EXPECT_NEAR(parameters(tensorSpecs(publishedVar(24))) / 1e9, 1.0, 0.05);
    EXPECT_NEAR(parameters(tensorSpecs(publishedVar(30))) / 1e9, 2.0, 0.05);
    EXPECT_NEAR(parameters(tensorSpecs(publishedVar(36))) / 1e9, 2.3, 0.1);
    EXPECT_NEAR(parameters(tensorSpecs(publishedVqVae())) / 1e6, 109, 1);
}

TEST(BenchPresets, ReadsPresetsAndPairs) {
    const BenchPreset plain = parsePreset("var-d16");
    EXPECT_EQ(plain.drafter, publishedVar(16));
    EXPECT_EQ(plain.refiner.depth, 0);
    const BenchPreset pair = parsePair("d30+d16");
    EXPECT_EQ(pair.drafter, publishedVar(30));
    EXPECT_EQ(pair.refiner, publishedVar(16));
    EXPECT_TRUE(parsePreset("var-d36").drafter.sharedAdaLn);
    EXPECT_EQ(parsePreset("var-d36").drafter.schedule, ScaleSchedule::published512());
}

TEST(BenchPresets, RefusesOtherWords) {
    for (const char* bad : {"", "d16", "var-16", "var-d", "var-d0", "var-d16x", "var-d999"}) {
        SCOPED_TRACE(bad);
        EXPECT_DUO_ERROR(parsePreset(bad), ErrorKind::Usage, "preset", bad);
    }
    for (const char* bad : {"", "d30", "d30+", "+d16", "d30+16", "d30+d16+d8"}) {
        SCOPED_TRACE(bad);
        EXPECT_DUO_ERROR(parsePair(bad), ErrorKind::Usage, "pair", bad);
    }
    EXPECT_DUO_ERROR(parsePair("d36+d16"), ErrorKind::Usage, "scales", "24,32");
}

}  // namespace
}  // namespace duo
