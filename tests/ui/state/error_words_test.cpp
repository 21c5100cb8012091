// The core's English sentences in a window of another language.
#include "state/error_words.h"

#include <gtest/gtest.h>

#include <QLocale>

namespace duo::ui {
namespace {

class ErrorWordsTest : public testing::Test {
  protected:
    ~ErrorWordsTest() override { QLocale::setDefault(before_); }

  private:
    QLocale before_;
};

TEST_F(ErrorWordsTest, AreTheCoresOwnInEnglish) {
    QLocale::setDefault(QLocale("en"));
    const ErrorWords words = errorWords(ErrorKind::File, "'a.pth' is missing.", "Choose another.");
    EXPECT_EQ(words.text, "'a.pth' is missing.");
    EXPECT_EQ(words.hint, "Choose another.");
}

TEST_F(ErrorWordsTest, AreByTheKindElsewhereWithTheCoresAsDetail) {
    QLocale::setDefault(QLocale("ru"));
    for (const ErrorKind kind : {ErrorKind::Usage, ErrorKind::File, ErrorKind::Checkpoint,
                                 ErrorKind::Memory, ErrorKind::Numeric, ErrorKind::Device}) {
        const ErrorWords words = errorWords(kind, "'a.pth' is missing.", "Choose another.");
        EXPECT_FALSE(words.text.isEmpty() || words.text.contains("a.pth"));
        EXPECT_EQ(words.hint, "'a.pth' is missing. Choose another.");
    }
}

}  // namespace
}  // namespace duo::ui
