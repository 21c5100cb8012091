#include "protocol/split_list.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace duo {
namespace {

using Splits = std::vector<int>;

TEST(SplitList, NumbersAndRanges) {
    EXPECT_EQ(parseSplits("6", "--splits", 10), Splits{6});
    EXPECT_EQ(parseSplits("0,4,6-8", "--splits", 10), (Splits{0, 4, 6, 7, 8}));
    EXPECT_EQ(parseSplits("0-10", "--splits", 10), (Splits{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    EXPECT_EQ(parseSplits("3-3", "--splits", 4), Splits{3});
    EXPECT_EQ(parseSplits(" 1, 3 ,", "--splits", 4), (Splits{1, 3}));
}

TEST(SplitList, KeepsOrderAndRepeats) {
    EXPECT_EQ(parseSplits("4,0-2,1", "--splits", 4), (Splits{4, 0, 1, 2, 1}));
}

TEST(SplitList, ErrorsNameOptionRangeAndPart) {
    EXPECT_DUO_ERROR(parseSplits("0,11", "--splits", 10), ErrorKind::Usage,
                     "--splits takes numbers from 0 to 10 and ranges of them, as 0,4,6-8; "
                     "found '11'.");
    for (const char* text : {"", ",", "1,,", ",1", "-1", "1-", "3-1", "all", "1-11", "1 2", "1.5",
                             "1-2-3", "99999999999", "0-2000000000"}) {
        EXPECT_DUO_ERROR(parseSplits(text, "--splits", 10), ErrorKind::Usage, "0 to 10", "found '");
    }
}

TEST(SplitList, AModelThatIsNotKnownYetBoundsNothing) {
    EXPECT_EQ(parseSplits("12,2-3", "--split"), (Splits{12, 2, 3}));
    EXPECT_DUO_ERROR(parseSplits("six", "--split"), ErrorKind::Usage,
                     "--split takes numbers from 0 on", "found 'six'");
    EXPECT_DUO_ERROR(parseSplits("0-2000000000", "--split"), ErrorKind::Usage, "found '0-2");
}

TEST(SplitList, FormatReadsBack) {
    EXPECT_EQ(formatSplits({}), "");
    EXPECT_EQ(formatSplits({0, 4, 6}), "0,4,6");
    EXPECT_EQ(parseSplits(formatSplits({3, 1, 3}), "--splits", 4), (Splits{3, 1, 3}));
}

}  // namespace
}  // namespace duo
