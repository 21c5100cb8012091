// Finished pictures of the real core: looked at, used again, compared, copied and deleted.
#include "panels/history_panel.h"

#include <QAbstractItemModelTester>

#include "panels/picture_settings.h"
#include "panels/thumbnail_view.h"
#include "state/picture_png.h"
#include "ui/panels/panel_test.h"

namespace duo::ui::test {
namespace {

class HistoryPanelTest : public LoadedPanelTest {
  protected:
    HistoryPanelTest()
        : panel({studio().history(), studio().selection(), studio().queue(), studio().files()}) {}
    void SetUp() override {
        settings().setClasses({{2, 2}});
        settings().setSeedMode(SeedMode::Fixed);
        settings().setSeed(77);
        settings().setGuidance({2.5, {}});
        if (studio().history().rowCount() < 2) generate();
        ASSERT_GE(studio().history().rowCount(), 2);
        studio().selection().setCompared({});
        show(panel, 320, 640);
    }
    ThumbnailView& view() { return panel.view(); }
    QString details() { return panel.settings().text(); }
    void choose(int row) { view().setCurrentIndex(view().model()->index(row, 0)); }

    HistoryPanel panel;
};

TEST_F(HistoryPanelTest, TellsWhatMadeThePicture) {
    const QRect item = view().visualRect(view().model()->index(1, 0));
    QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, item.center());
    for (const char* words : {"castle", "77", "2.5", "cpu", "fp32", "96"}) {
        EXPECT_TRUE(details().contains(words)) << words << " in " << details().toStdString();
    }
}

TEST_F(HistoryPanelTest, SettingsAreTakenWholeOrInPart) {
    choose(0);
    settings().setSeed(1);
    settings().setGuidance({9, {}});
    click(button<QPushButton>(panel, "Use seed"));
    EXPECT_EQ(settings().seed(), 77u);
    EXPECT_EQ(settings().guidance().at(0), 9);
    settings().setSeed(1);
    click(button<QPushButton>(panel, "All but seed"));
    EXPECT_EQ(settings().seed(), 1u);
    EXPECT_EQ(settings().guidance().at(0), 2.5);
    click(button<QPushButton>(panel, "Use all"));
    EXPECT_EQ(settings().seed(), 77u);
}

// Files are written in the background: right after a run one may be half there.
TEST_F(HistoryPanelTest, SettingsOfThisSessionNeedNoFile) {
    generate();
    choose(0);
    QFile file(view().currentIndex().data(HistoryStore::FileRole).toString());
    ASSERT_TRUE(waitFor([&] { return readPng(file.fileName(), nullptr) != nullptr; }));
    ASSERT_TRUE(file.resize(10));
    const QSignalSpy noticed(&studio().notices(), &NoticeCentre::noticed);
    settings().setSeed(1);
    click(button<QPushButton>(panel, "Use seed"));
    EXPECT_EQ(settings().seed(), 77u);
    EXPECT_EQ(noticed.count(), 0);
    studio().history().remove({view().currentIndex()});
}

TEST_F(HistoryPanelTest, EnterAndADoubleClickOpen) {
    const QSignalSpy opened(&panel, &HistoryPanel::opened);
    choose(0);
    view().setFocus();
    QTest::keyClick(&view(), Qt::Key_Return);
    ASSERT_EQ(opened.count(), 1);
    const auto picture = opened[0][0].value<PicturePtr>();
    ASSERT_NE(picture, nullptr);
    EXPECT_FALSE(picture->final.isNull());
    EXPECT_FALSE(picture->scales.empty()) << "a picture of this session has its scales";
}

TEST_F(HistoryPanelTest, AClickAndArrowKeysShowThePicture) {
    ASSERT_GE(studio().history().rowCount(), 2);
    const QSignalSpy looked(&panel, &HistoryPanel::lookedAt);
    const auto middle = [this](int row) {
        return view().visualRect(studio().history().index(row, 0)).center();
    };
    QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, middle(0));
    ASSERT_EQ(looked.count(), 1);
    EXPECT_EQ(looked[0][0].value<PicturePtr>()->file,
              view().currentIndex().data(HistoryStore::FileRole).toString());
    view().setFocus();
    QTest::keyClick(&view(), Qt::Key_Right);
    ASSERT_EQ(looked.count(), 2);
    EXPECT_EQ(looked[1][0].value<PicturePtr>()->file,
              studio().history().index(1, 0).data(HistoryStore::FileRole).toString());
}

TEST_F(HistoryPanelTest, ComparesCopiesAndDeletes) {
    const int rows = studio().history().rowCount();
    choose(0);
    view().setFocus();
    QTest::keyClick(&view(), Qt::Key_C);
    ASSERT_EQ(studio().selection().compared().size(), 1u);
    QTest::keyClick(&view(), Qt::Key_C, Qt::ControlModifier);
    EXPECT_EQ(QGuiApplication::clipboard()->image().size(), QSize(96, 96));
    QTest::keyClick(&view(), Qt::Key_Delete);
    EXPECT_EQ(studio().history().rowCount(), rows - 1);
    EXPECT_TRUE(details().contains("castle") || !panel.settings().isVisible());
}

TEST_F(HistoryPanelTest, ADroppedPictureGivesItsSettings) {
    choose(0);
    const QString file = view().currentIndex().data(HistoryStore::FileRole).toString();
    ASSERT_TRUE(waitFor([&] { return readPng(file, nullptr) != nullptr; }));
    settings().setSeed(1);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&panel, &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&panel, &drop);
    EXPECT_EQ(settings().seed(), 77u);
}

TEST_F(HistoryPanelTest, TheModelHolds) {
    const QAbstractItemModelTester tester(view().model(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    const int rows = studio().history().rowCount();
    generate();
    EXPECT_EQ(studio().history().rowCount(), rows + 2);
    studio().history().remove({view().model()->index(1, 0), view().model()->index(2, 0)});
    EXPECT_EQ(studio().history().rowCount(), rows);
}

TEST(PictureSettings, SaysWhatItCannotRead) {
    PictureSettings label;
    label.showPicture("{\"version\": 99}", {}, 0);
    EXPECT_TRUE(label.text().contains("version 99")) << label.text().toStdString();
    label.showPicture("", {}, 0);
    EXPECT_TRUE(label.text().contains("none"));
}

}  // namespace
}  // namespace duo::ui::test
