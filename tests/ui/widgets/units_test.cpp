#include "widgets/units.h"

namespace duo::ui {
namespace {

class Units : public testing::Test {
  protected:
    void SetUp() override { QLocale::setDefault(QLocale::c()); }
};

TEST_F(Units, TakeTheUnitThatSuits) {
    EXPECT_EQ(byteUnit(1000).name, "B");
    EXPECT_EQ(byteUnit(1024).name, "KiB");
    EXPECT_EQ(byteUnit(5.0e9).name, "GiB");
    EXPECT_DOUBLE_EQ(byteUnit(3.0e6).factor, 1024.0 * 1024);
    EXPECT_EQ(millisecondUnit(999).name, "ms");
    EXPECT_EQ(millisecondUnit(1000).name, "s");
}

TEST_F(Units, RoundToThreeDigits) {
    EXPECT_EQ(bytesWords(312.4 * 1024 * 1024), QStringLiteral("312\u00a0MiB"));
    EXPECT_EQ(bytesWords(1.5 * 1024 * 1024), QStringLiteral("1.50\u00a0MiB"));
    EXPECT_EQ(bytesWords(12), QStringLiteral("12\u00a0B"));
    EXPECT_EQ(figure(0, 3), "0.00");
}

TEST_F(Units, WordDurations) {
    EXPECT_EQ(durationWords(0.04126), QStringLiteral("41.3\u00a0ms"));
    EXPECT_EQ(durationWords(2.412), QStringLiteral("2.41\u00a0s"));
    EXPECT_EQ(durationWords(89.94), QStringLiteral("89.9\u00a0s"));
    EXPECT_EQ(durationWords(192.4), QStringLiteral("3 min 12 s"));
    EXPECT_EQ(durationWords(12'000), QStringLiteral("3 h 20 min"));
}

TEST_F(Units, WordEstimatesInFewerDigits) {
    EXPECT_EQ(roughDurationWords(0.04126), QStringLiteral("41\u00a0ms"));
    EXPECT_EQ(roughDurationWords(2.412), QStringLiteral("2.4\u00a0s"));
    EXPECT_EQ(roughDurationWords(41.6), QStringLiteral("42\u00a0s"));
    EXPECT_EQ(roughDurationWords(192.4), QStringLiteral("3 min"));
    EXPECT_EQ(roughDurationWords(12'000), QStringLiteral("3 h 20 min"));
}

TEST_F(Units, FollowTheLanguage) {
    QLocale::setDefault(QLocale(QLocale::German));
    EXPECT_EQ(durationWords(2.412), QStringLiteral("2,41\u00a0s"));
}

}  // namespace
}  // namespace duo::ui
