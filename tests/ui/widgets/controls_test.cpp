#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

#include "widgets/fold_box.h"
#include "widgets/inline_bar.h"
#include "widgets/letter_key.h"
#include "widgets/scrubber.h"
#include "widgets/seed_edit.h"

namespace duo::ui {
namespace {

QKeyEvent keyAt(quint32 place, int key, const QString& text) {
    return {QEvent::KeyPress, key, Qt::NoModifier, place, 0, 0, text};
}

TEST(LetterKey, IsWhereItLiesUnderALayoutOfAnotherScript) {
    constexpr quint32 kPlaceOfC = 54, kPlaceOfV = 55;  // X11's numbers
    EXPECT_TRUE(isLetterKey(keyAt(kPlaceOfC, Qt::Key_C, "c"), Qt::Key_C));
    EXPECT_TRUE(isLetterKey(keyAt(0, Qt::Key_C, "c"), Qt::Key_C)) << "sent by a program";
    EXPECT_TRUE(isLetterKey(keyAt(kPlaceOfC, 0x0421, "с"), Qt::Key_C)) << "Russian";
    EXPECT_FALSE(isLetterKey(keyAt(kPlaceOfV, 0x041c, "м"), Qt::Key_C));
    EXPECT_FALSE(isLetterKey(keyAt(kPlaceOfC, Qt::Key_J, "j"), Qt::Key_C)) << "Dvorak";
    EXPECT_FALSE(isLetterKey(keyAt(kPlaceOfC, Qt::Key_Escape, ""), Qt::Key_C));
}

TEST(FoldBox, OpensByMouseKeysAndWord) {
    FoldBox box("Sampling");
    auto* content = new QLabel("content");
    box.setContent(content);
    box.setSummary("cfg 4");
    box.resize(300, 200);
    box.show();
    QSignalSpy toggled(&box, &FoldBox::toggled);
    EXPECT_FALSE(content->isVisible());
    auto* header = box.findChild<QAbstractButton*>();
    EXPECT_EQ(header->text(), "Sampling");
    EXPECT_EQ(header->accessibleDescription(), "cfg 4");
    QTest::mouseClick(header, Qt::LeftButton);
    EXPECT_TRUE(box.isOpen() && content->isVisible());
    QTest::keyClick(header, Qt::Key_Return);
    EXPECT_FALSE(box.isOpen());
    QTest::keyClick(header, Qt::Key_Right);
    EXPECT_TRUE(box.isOpen());
    QTest::keyClick(header, Qt::Key_Right);
    EXPECT_TRUE(box.isOpen()) << "right only opens";
    QTest::keyClick(header, Qt::Key_Left);
    box.setOpen(true);
    box.setOpen(true);
    EXPECT_EQ(toggled.size(), 5);
    EXPECT_TRUE(header->isChecked());
}

TEST(FoldBox, ContentSetWhileOpenIsShown) {
    FoldBox box("Sampling");
    box.setOpen(true);
    box.show();
    QPointer<QLabel> first = new QLabel("first");
    box.setContent(first);
    EXPECT_TRUE(first->isVisible());
    box.setContent(new QLabel("second"));
    EXPECT_TRUE(first.isNull());
}

TEST(InlineBar, ShowsActsAndCloses) {
    QWidget window;
    InlineBar bar(&window);
    window.show();
    EXPECT_FALSE(bar.isVisible());
    bar.showMessage(InlineBar::Kind::Error, "The device ran out of memory.", "Try a smaller batch.",
                    "Halve the batch");
    EXPECT_TRUE(bar.isVisible());
    EXPECT_EQ(bar.text(), "The device ran out of memory.");
    EXPECT_EQ(bar.accessibleName(), bar.text());
    QSignalSpy acted(&bar, &InlineBar::acted), dismissed(&bar, &InlineBar::dismissed);
    QTest::mouseClick(bar.findChild<QPushButton*>(), Qt::LeftButton);
    EXPECT_EQ(acted.size(), 1);
    EXPECT_TRUE(bar.isVisible()) << "the receiver hides it";
    QTest::mouseClick(bar.findChild<QToolButton*>(), Qt::LeftButton);
    EXPECT_FALSE(bar.isVisible());
    EXPECT_EQ(dismissed.size(), 1);
    bar.showMessage(InlineBar::Kind::Done, "Saved.", {}, {});
    EXPECT_FALSE(bar.findChild<QPushButton*>()->isVisible());
    QTest::keyClick(&bar, Qt::Key_Escape);
    EXPECT_EQ(dismissed.size(), 2);
    bar.hideMessage();
    EXPECT_EQ(dismissed.size(), 2) << "not closed by hand";
}

class ScrubberTest : public testing::Test {
  protected:
    void SetUp() override {
        scrubber_.setScaleCount(3);
        scrubber_.resize(300, scrubber_.sizeHint().height());
        scrubber_.show();
        slider_ = scrubber_.findChild<QSlider*>();
    }
    std::vector<int> told() const {
        std::vector<int> scales;
        for (const auto& arguments : chosen_) scales.push_back(arguments[0].toInt());
        return scales;
    }

    Scrubber scrubber_;
    QSlider* slider_ = nullptr;
    QSignalSpy chosen_{&scrubber_, &Scrubber::scaleChosen};
    QSignalSpy playing_{&scrubber_, &Scrubber::playingChanged};
};

TEST_F(ScrubberTest, StandsAtTheFinishedPictureAndMovesByKeys) {
    EXPECT_EQ(scrubber_.scale(), -1);
    QTest::keyClick(slider_, Qt::Key_Left);
    QTest::keyClick(slider_, Qt::Key_Home);
    QTest::keyClick(slider_, Qt::Key_End);
    EXPECT_EQ(told(), (std::vector<int>{2, 0, -1}));
}

TEST_F(ScrubberTest, MouseJumps) {
    QTest::mouseClick(slider_, Qt::LeftButton, {}, {11, slider_->height() / 2});
    EXPECT_EQ(told(), std::vector<int>{0});
    EXPECT_FALSE(slider_->isSliderDown());
}

TEST_F(ScrubberTest, SetScaleIsQuiet) {
    scrubber_.setScale(1);
    EXPECT_EQ(scrubber_.scale(), 1);
    scrubber_.setScaleCount(10);
    EXPECT_EQ(scrubber_.scale(), 1) << "more scales do not move it";
    scrubber_.setScale(-1);
    scrubber_.setScaleCount(5);
    EXPECT_EQ(scrubber_.scale(), -1) << "finished stays finished";
    EXPECT_TRUE(chosen_.isEmpty());
}

TEST_F(ScrubberTest, TheRightEndNamesWhatIsShownWhileDecoding) {
    const auto text = [this] { return scrubber_.findChild<QLabel*>()->text(); };
    EXPECT_EQ(text(), "Finished");
    scrubber_.setUnfinished(-1);
    EXPECT_EQ(text(), "Decoding");
    scrubber_.setUnfinished(1);
    EXPECT_EQ(text(), "Scale 2");
    scrubber_.setScale(0);
    EXPECT_EQ(text(), "Scale 1") << "a scale that was chosen names itself";
    scrubber_.setScale(-1);
    scrubber_.setUnfinished(std::nullopt);
    EXPECT_EQ(text(), "Finished");
}

TEST_F(ScrubberTest, PlaysFromTheStartAndOverAgain) {
    scrubber_.play();
    EXPECT_TRUE(scrubber_.isPlaying());
    ASSERT_TRUE(QTest::qWaitFor([&] { return chosen_.size() >= 5; }, 6000));
    EXPECT_EQ(told(), (std::vector<int>{0, 1, 2, -1, 0}));
    QTest::keyClick(&scrubber_, Qt::Key_Space);
    EXPECT_FALSE(scrubber_.isPlaying());
    ASSERT_EQ(playing_.size(), 2);
    EXPECT_FALSE(playing_[1][0].toBool());
}

TEST_F(ScrubberTest, AHandOnTheSliderPauses) {
    scrubber_.play();
    QTest::keyClick(slider_, Qt::Key_Right);
    EXPECT_FALSE(scrubber_.isPlaying());
    scrubber_.play();
    QTest::mouseClick(slider_, Qt::LeftButton, {}, slider_->rect().center());
    EXPECT_FALSE(scrubber_.isPlaying());
    scrubber_.setScaleCount(0);
    EXPECT_FALSE(scrubber_.isEnabled());
    scrubber_.play();
    EXPECT_FALSE(scrubber_.isPlaying());
}

TEST(SeedEdit, TakesAllSixtyFourBits) {
    SeedEdit edit;
    QSignalSpy edited(&edit, &SeedEdit::seedEdited);
    edit.setSeed(5);
    EXPECT_TRUE(edited.isEmpty());
    edit.selectAll();
    QTest::keyClicks(&edit, "18446744073709551615");
    EXPECT_EQ(edit.seed(), 18446744073709551615ULL);
    EXPECT_FALSE(edit.isWrong());
    QTest::keyClicks(&edit, "0");
    EXPECT_TRUE(edit.isWrong());
    EXPECT_EQ(edit.text(), "184467440737095516150") << "invalid input stays to be corrected";
    EXPECT_EQ(edit.seed(), 18446744073709551615ULL);
    QTest::keyClick(&edit, Qt::Key_Backspace);
    EXPECT_FALSE(edit.isWrong());
}

TEST(SeedEdit, MarksWhatIsNoNumber) {
    SeedEdit edit;
    for (const char* text : {"", "-1", "+1", "1.5", "seven", "0x10"}) {
        edit.setSeed(7);
        edit.selectAll();
        edit.insert(text);
        if (*text == 0) edit.clear();
        emit edit.textEdited(edit.text());
        EXPECT_TRUE(edit.isWrong()) << text;
        EXPECT_TRUE(edit.property("wrong").toBool());
        EXPECT_EQ(edit.seed(), 7U);
    }
    edit.setSeed(8);
    EXPECT_FALSE(edit.isWrong());
    edit.selectAll();
    edit.insert(" 1 234,567 ");
    emit edit.textEdited(edit.text());
    EXPECT_EQ(edit.seed(), 1234567U);
}

}  // namespace
}  // namespace duo::ui
