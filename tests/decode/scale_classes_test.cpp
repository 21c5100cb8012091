// A class a scale, and a mix of two.
#include <gtest/gtest.h>

#include "decode/decode_support.h"
#include "support/expect_error.h"

namespace duo::test {
namespace {

const std::vector<int> kLabels{3, 7, kNoClass};

DecodeBatch withClasses(int split, std::vector<ScaleClass> classes) {
    DecodeBatch batch = batchOf(plainPlan(6, split, lively()), kLabels, RngKind::Counter);
    batch.classes = std::move(classes);
    return batch;
}

at::Tensor tokens(const DecodeBatch& batch) {
    return decode(sixScaleFamily(), batch).allTokens();
}

std::vector<ScaleClass> changing(const ScaleClass& before, const ScaleClass& after, int at) {
    std::vector<ScaleClass> classes(6, after);
    std::fill(classes.begin(), classes.begin() + at, before);
    return classes;
}

TEST(ScaleClasses, TheSameAtAllScalesIsThatClass) {
    for (const int split : {0, 3, 6}) {
        const at::Tensor plain = tokens(withClasses(split, {}));
        EXPECT_TRUE(at::equal(tokens(withClasses(split, std::vector<ScaleClass>(6))), plain));
        DecodeBatch five = withClasses(split, {});
        five.labels = {5, 5, 5};
        const at::Tensor expected = tokens(five);
        EXPECT_TRUE(
            at::equal(tokens(withClasses(split, std::vector<ScaleClass>(6, {5}))), expected));
        // A mix of weight 1 is the second class, of weight 0 the first.
        EXPECT_TRUE(
            at::equal(tokens(withClasses(split, std::vector<ScaleClass>(6, {2, 5, 1}))), expected));
        EXPECT_TRUE(
            at::equal(tokens(withClasses(split, std::vector<ScaleClass>(6, {5, 2, 0}))), expected));
        EXPECT_FALSE(at::equal(tokens(withClasses(split, std::vector<ScaleClass>(6, {5, 2, 0.5}))),
                               expected));
    }
}

TEST(ScaleClasses, AChangeKeepsTheScalesBeforeIt) {
    const ScaleSchedule schedule = sixScales();
    const at::Tensor plain = tokens(withClasses(3, {}));
    for (int at = 1; at < 6; ++at) {
        const at::Tensor found = tokens(withClasses(3, changing({}, {5}, at)));
        const int shared = schedule.offset(at);
        EXPECT_TRUE(at::equal(found.narrow(1, 0, shared), plain.narrow(1, 0, shared))) << at;
        EXPECT_FALSE(at::equal(found, plain)) << at;
    }
}

// A session that steps through the change, and one that takes the scales before it in at once.
TEST(ScaleClasses, GoOnFromGivenScales) {
    const ModelFamily family = sixScaleFamily();
    for (const int split : {0, 2, 4, 6}) {
        const DecodeBatch batch = withClasses(split, {{3}, {3}, {}, {5, 8, 0.3}, {5, 8, 0.3}, {2}});
        const TokenPyramid whole = decode(family, batch);
        for (int given = 1; given < 6; ++given) {
            Recorder recorder;
            TokenPyramid pyramid = emptyPyramid(family, whole.schedule(), 3);
            for (int scale = 0; scale < given; ++scale) pyramid.add(whole.tokens(scale));
            const TokenPyramid found = decodeScales(family, batch, pyramid, 6, recorder, {});
            EXPECT_TRUE(at::equal(found.allTokens(), whole.allTokens())) << split << " " << given;
        }
    }
}

TEST(ScaleClasses, UnknownOnesAreRefused) {
    EXPECT_DUO_ERROR(tokens(withClasses(3, changing({}, {10}, 2))), ErrorKind::Usage, "Class 10");
    EXPECT_DUO_ERROR(tokens(withClasses(3, changing({}, {1, 12, 0.5}, 2))), ErrorKind::Usage,
                     "Class 12");
}

}  // namespace
}  // namespace duo::test
