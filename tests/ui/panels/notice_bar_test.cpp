// Notices are shown beside their cause, with a button that mends it.
#include "panels/notice_bar.h"

#include "ui/panels/panel_test.h"
#include "widgets/inline_bar.h"

namespace duo::ui::test {
namespace {

using Place = Notice::Place;
using Remedy = Notice::Remedy;

class NoticeBarTest : public PanelTest {
  protected:
    NoticeBarTest() : bar(studio().notices(), {Place::Run, Place::Core}) { bar.resize(320, 100); }
    void notice(Place place, const QString& text, Remedy remedy = Remedy::None, Tag run = 0) {
        studio().notices().tell({place, true, text, "Do this.", remedy, run});
    }
    QString shown() { return bar.findChild<InlineBar*>()->text(); }

    NoticeBar bar;
};

TEST_F(NoticeBarTest, ShowsItsPlacesAlone) {
    notice(Place::Models, "A model is missing.");
    EXPECT_TRUE(bar.isHidden());
    notice(Place::Run, "The memory ran out.", Remedy::HalveBatch);
    EXPECT_FALSE(bar.isHidden());
    EXPECT_TRUE(shown().contains("The memory ran out."));
    EXPECT_NE(button<QPushButton>(bar, "Halve the batch"), nullptr);
}

TEST_F(NoticeBarTest, TheNewestFirstAndTheOthersAfter) {
    notice(Place::Core, "The core ended.");
    notice(Place::Run, "The run failed.");
    EXPECT_TRUE(shown().contains("The run failed."));
    studio().notices().clear(Place::Run);
    EXPECT_TRUE(shown().contains("The core ended."));
    studio().notices().clear(Place::Core);
    EXPECT_TRUE(bar.isHidden());
}

TEST_F(NoticeBarTest, TheButtonHalvesTheBatch) {
    settings().setClasses({{1, 8}});
    settings().setBatch(8);
    const RunPtr run = queue();
    show(bar, 320, 120);
    notice(Place::Run, "The memory ran out.", Remedy::HalveBatch, run->tag);
    click(button<QPushButton>(bar, "Halve the batch"));
    EXPECT_EQ(settings().batch(), 4);
    EXPECT_TRUE(bar.isHidden());
}

// Takes what would open in the file manager.
class Opener : public QObject {
    Q_OBJECT
  public:
    Opener() { QDesktopServices::setUrlHandler("file", this, "take"); }
    ~Opener() override { QDesktopServices::unsetUrlHandler("file"); }
    QUrl opened;
  public slots:
    void take(const QUrl& url) { opened = url; }
};

TEST_F(NoticeBarTest, ASavedFileIsNamedWholeAndItsFolderOpens) {
    Opener opener;
    NoticeBar saved(studio().notices(), {Place::Export});
    show(saved, 320, 120);
    studio().notices().tellSaved("/some/folder/a.png");
    EXPECT_EQ(saved.findChild<InlineBar*>()->text(), QString("Saved /some/folder/a.png."));
    click(button<QPushButton>(saved, "Open the folder"));
    EXPECT_EQ(opener.opened, QUrl::fromLocalFile("/some/folder"));
    EXPECT_TRUE(saved.isHidden());
}

TEST_F(NoticeBarTest, WhatAsksAPersonIsLeftToTheWindow) {
    const QSignalSpy models(&bar, &NoticeBar::chooseModels);
    const QSignalSpy folder(&bar, &NoticeBar::chooseFolder);
    show(bar, 320, 120);
    notice(Place::Run, "A model is missing.", Remedy::ChooseModels);
    click(button<QPushButton>(bar, "Choose models"));
    notice(Place::Run, "No room.", Remedy::ChooseFolder);
    click(button<QPushButton>(bar, "Choose a folder"));
    EXPECT_EQ(models.count(), 1);
    EXPECT_EQ(folder.count(), 1);
}

TEST_F(NoticeBarTest, EscapeDismisses) {
    show(bar, 320, 120);
    notice(Place::Run, "The run failed.");
    auto* inner = bar.findChild<InlineBar*>();
    QTest::keyClick(inner, Qt::Key_Escape);
    EXPECT_TRUE(bar.isHidden());
    notice(Place::Run, "It failed again.");
    EXPECT_TRUE(inner->isVisible());
}

}  // namespace
}  // namespace duo::ui::test

#include "notice_bar_test.moc"
