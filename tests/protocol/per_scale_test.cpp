#include "protocol/per_scale.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace duo {
namespace {

using Values = std::vector<double>;

TEST(PerScale, OneValueHoldsForAll) {
    EXPECT_EQ(parsePerScale("1.5", 4, "--cfg"), Values(4, 1.5));
    EXPECT_EQ(parsePerScale(" 4 ", 2, "--cfg"), Values(2, 4));
    EXPECT_EQ(parsePerScale("2", 1, "--cfg"), Values{2});
}

TEST(PerScale, ListsAndRepeats) {
    EXPECT_EQ(parsePerScale("1,2,3", 3, "--cfg"), (Values{1, 2, 3}));
    EXPECT_EQ(parsePerScale("1.1*7,1.0*3", 10, "--temperature"),
              (Values{1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1, 1, 1}));
    EXPECT_EQ(parsePerScale("1.1 * 2 , 1", 3, "--temperature"), (Values{1.1, 1.1, 1}));
    EXPECT_EQ(parsePerScaleInt("600*2,0", 3, "--top-k"), (std::vector<int>{600, 600, 0}));
}

TEST(PerScale, ErrorsNameOptionExpectedAndFound) {
    EXPECT_DUO_ERROR(parsePerScale("1,2", 3, "--cfg"), ErrorKind::Usage, "--cfg", "3 scales",
                     "'1,2'", "2 values");
    EXPECT_DUO_ERROR(parsePerScale("1*4", 3, "--cfg"), ErrorKind::Usage, "more than 3");
    EXPECT_DUO_ERROR(parsePerScale("1*2", 3, "--cfg"), ErrorKind::Usage, "2 values");
    EXPECT_DUO_ERROR(parsePerScale("1*1", 3, "--cfg"), ErrorKind::Usage, "1 values");
    EXPECT_DUO_ERROR(parsePerScale("1*999999999", 3, "--cfg"), ErrorKind::Usage, "more than 3");
    EXPECT_DUO_ERROR(parsePerScale("1*0,1", 3, "--cfg"), ErrorKind::Usage, "no count");
    EXPECT_DUO_ERROR(parsePerScale("1*x", 3, "--cfg"), ErrorKind::Usage, "no count");
    EXPECT_DUO_ERROR(parsePerScaleInt("1.5", 3, "--top-k"), ErrorKind::Usage, "not an integer");
    for (const char* text : {"", ",", "1,", ",1", "a", "1..2", "1;2;3", "nan", "inf", "1e999"}) {
        EXPECT_DUO_ERROR(parsePerScale(text, 3, "--cfg"), ErrorKind::Usage, "is not a number");
    }
}

TEST(PerScale, FormatReadsBack) {
    EXPECT_EQ(formatPerScale({4, 4, 4}), "4");
    EXPECT_EQ(formatPerScale({1.1, 1.1, 1}), "1.1*2,1");
    for (const Values& values : {Values{1, 2, 3}, Values{0.1, 0.1, 0.3}, Values{7, 7, 7}}) {
        EXPECT_EQ(parsePerScale(formatPerScale(values), 3, "--cfg"), values);
    }
}

}  // namespace
}  // namespace duo
