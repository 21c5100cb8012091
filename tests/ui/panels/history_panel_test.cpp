// Finished pictures of the real core: looked at, used again, compared, copied and deleted.
#include "panels/history_panel.h"

#include <QAbstractItemModelTester>

#include "panels/history_filter_bar.h"
#include "panels/picture_settings.h"
#include "panels/thumbnail_view.h"
#include "state/picture_png.h"
#include "ui/panels/panel_test.h"

namespace duo::ui::test {
namespace {

class HistoryPanelTest : public LoadedPanelTest {
  protected:
    HistoryPanelTest()
        : panel({studio().history(), studio().selection(), studio().queue(), studio().files(),
                 studio().scalesAgain()}) {}
    void SetUp() override {
        settings().setClasses({{2, 2}});
        settings().setSeedMode(SeedMode::Fixed);
        settings().setSeed(77);
        settings().setGuidance({2.5, {}});
        if (studio().history().rowCount() < 2) generate();
        ASSERT_GE(studio().history().rowCount(), 2);
        studio().selection().setCompared({});
        studio().selection().setPicture({});
        show(panel, 320, 640);
    }
    ThumbnailView& view() { return panel.view(); }
    QString details() { return panel.settings().text(); }
    QModelIndex at(int row) { return view().model()->index(row, 0); }
    QPoint middle(int row) { return view().visualRect(at(row)).center(); }
    void choose(int row, Qt::KeyboardModifiers keys = {}) {
        QTest::mouseClick(view().viewport(), Qt::LeftButton, keys, middle(row));
        QTest::qWait(10);  // the details that appear are laid out
    }
    PicturePtr shown() { return studio().selection().picture(); }
    QString fileAt(int row) { return at(row).data(HistoryStore::FileRole).toString(); }
    bool starred(int row) { return at(row).data(HistoryStore::StarredRole).toBool(); }

    HistoryPanel panel;
};

TEST_F(HistoryPanelTest, TellsWhatMadeThePicture) {
    choose(1);
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

TEST_F(HistoryPanelTest, AClickArrowKeysAndARightClickShowThePicture) {
    choose(0);
    ASSERT_TRUE(shown());
    EXPECT_EQ(shown()->file, fileAt(0));
    view().setFocus();
    QTest::keyClick(&view(), Qt::Key_Right);
    EXPECT_EQ(shown()->file, fileAt(1));
    emit view().customContextMenuRequested(middle(0));
    EXPECT_EQ(shown()->file, fileAt(0));
    auto* menu = panel.findChild<QMenu*>();
    ASSERT_TRUE(menu);
    EXPECT_TRUE(menu->actions().contains(panel.actions().again));
    menu->close();
}

TEST_F(HistoryPanelTest, DetailsAreOfThePictureShown) {
    choose(0);
    const PicturePtr other = std::make_shared<Picture>(*shown());
    other->file.clear();  // of a sweep or of live mode
    other->provenance.replace("\"seed\":77", "\"seed\":4242");
    studio().selection().setPicture(other);
    EXPECT_TRUE(details().contains("4242")) << details().toStdString();
    EXPECT_FALSE(view().currentIndex().isValid());
    studio().selection().setPicture({});
    EXPECT_FALSE(panel.settings().isVisible());
}

TEST_F(HistoryPanelTest, FollowsTheNewestUnlessAPersonSelected) {
    generate();
    EXPECT_EQ(shown()->file, view().currentIndex().data(HistoryStore::FileRole).toString());
    choose(0);
    choose(1, Qt::ControlModifier);
    ASSERT_EQ(view().selectionModel()->selectedIndexes().size(), 2);
    const QString first = fileAt(0), second = fileAt(1);
    generate();
    QStringList selected;
    for (const QModelIndex& index : view().selectionModel()->selectedIndexes())
        selected << index.data(HistoryStore::FileRole).toString();
    selected.sort();
    QStringList picked{first, second};
    picked.sort();
    EXPECT_EQ(selected, picked);
}

TEST_F(HistoryPanelTest, AClickOnTheStarAndSStar) {
    studio().selection().setPicture({});
    const auto star = [&](int row) {
        return ThumbnailView::starRect(view().visualRect(at(row))).center();
    };
    QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, star(0));
    EXPECT_TRUE(starred(0));
    EXPECT_EQ(shown(), nullptr) << "a star shows nothing";
    QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, star(0));
    EXPECT_FALSE(starred(0));
    choose(0);
    choose(1, Qt::ControlModifier);
    view().setFocus();
    QTest::keyClick(&view(), Qt::Key_S);
    EXPECT_TRUE(starred(0) && starred(1));
    QTest::keyClick(&view(), Qt::Key_S);
    EXPECT_FALSE(starred(0) || starred(1));
}

TEST_F(HistoryPanelTest, TheFilterChoosesByWordsStarClassSplitAndSeed) {
    const int all = studio().history().rowCount();
    HistoryFilterBar& bar = panel.bar();
    const auto rows = [&] { return view().model()->rowCount(); };
    auto* text = named<QLineEdit>(bar, "Words");
    text->setFocus();
    QTest::keyClicks(text, "no such picture");
    ASSERT_TRUE(waitFor([&] { return rows() == 0; }));
    EXPECT_FALSE(view().isVisible());
    click(button(panel, "Clear the filter"));
    ASSERT_EQ(rows(), all);
    QTest::keyClicks(text, "castle seed 77");
    QTest::keyClick(text, Qt::Key_Return);
    EXPECT_EQ(rows(), all);
    EXPECT_TRUE(view().hasFocus());
    EXPECT_TRUE(shown()) << "Enter goes to the pictures and shows the first one";
    bar.clear();
    click(named<QToolButton>(bar, "Starred"));
    EXPECT_EQ(rows(), 0);
    bar.clear();
    choose(0);
    panel.actions().star->trigger();
    click(named<QToolButton>(bar, "Starred"));
    EXPECT_EQ(rows(), 1);
    bar.clear();
    click(named<QToolButton>(bar, "Filter by class"));
    auto* classes = named<QComboBox>(bar, "Class");
    ASSERT_GE(classes->findData("castle"), 0);
    classes->setCurrentIndex(classes->findData("castle"));
    auto* splits = named<QComboBox>(bar, "Split");
    splits->setCurrentIndex(splits->findData(settings().split()));
    EXPECT_EQ(rows(), all);
    auto* seed = named<QLineEdit>(bar, "Seed");
    QTest::keyClicks(seed, "78");
    EXPECT_TRUE(waitFor([&] { return rows() == 0; }));
    bar.clear();
    EXPECT_EQ(rows(), all);
    choose(0);
    panel.actions().star->trigger();
}

TEST_F(HistoryPanelTest, ThumbnailsHaveASize) {
    const int before = view().gridSize().width();
    panel.bar().setThumbnailSide(ThumbnailView::kMaxSide);
    EXPECT_GT(view().gridSize().width(), before);
    QWheelEvent wheel({20, 20}, view().mapToGlobal(QPoint(20, 20)), {}, {0, -120}, {},
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view().viewport(), &wheel);
    EXPECT_LT(panel.bar().thumbnailSide(), ThumbnailView::kMaxSide);
    QSettings store(studio().history().folder() + "/panel.ini", QSettings::IniFormat);
    panel.save(store);
    panel.bar().setThumbnailSide(ThumbnailView::kUsualSide);
    panel.restore(store);
    EXPECT_EQ(panel.bar().thumbnailSide(), ThumbnailView::kMaxSide - 16);
}

TEST_F(HistoryPanelTest, ComparesTheSelectedAndMakesASheetOfThem) {
    while (studio().history().rowCount() < 6) generate();
    const QSignalSpy asked(&panel, &HistoryPanel::comparedSelected);
    choose(0);
    choose(1, Qt::ShiftModifier);
    panel.actions().compare->trigger();
    EXPECT_EQ(studio().selection().compared().size(), 2u);
    EXPECT_EQ(asked.count(), 1);
    view().setFocus();
    view().selectAll();
    EXPECT_FALSE(panel.actions().compare->isEnabled()) << "four at most";
    ASSERT_TRUE(panel.actions().sheet->isEnabled());
    panel.actions().sheet->trigger();
    auto* dialog = panel.findChild<QFileDialog*>();
    ASSERT_TRUE(dialog);
    const QString file = studio().history().folder() + "/../sheet.png";
    emit dialog->fileSelected(file);
    dialog->close();
    ASSERT_TRUE(waitFor([&] { return !QImageReader(file).size().isEmpty(); }));
    const QImage sheet(file);
    EXPECT_GT(sheet.width(), 3 * 128);
    EXPECT_GT(sheet.height(), 2 * 128);
    QFile::remove(file);
}

// What an earlier session left is a file alone.
TEST_F(HistoryPanelTest, AnEarlierPictureIsShownAndDecodedAgain) {
    const QString file = fileAt(0);
    ASSERT_TRUE(waitFor([&] { return readPng(file, nullptr) != nullptr; }));
    const PicturePtr earlier = readPng(file, nullptr);
    studio().selection().setPicture(earlier);
    EXPECT_EQ(view().currentIndex(), at(0));
    ASSERT_TRUE(panel.actions().again->isEnabled())
        << panel.actions().again->toolTip().toStdString();
    panel.actions().again->trigger();
    EXPECT_FALSE(panel.actions().again->isEnabled()) << "it is on its way";
    ASSERT_TRUE(waitFor([&] {
        return !studio().scalesAgain().lacksScales(*earlier) &&
               !studio().queue().runOf(*earlier)->isActive();
    }));
    EXPECT_EQ(shown(), earlier);
    EXPECT_FALSE(earlier->at(0).isNull());
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
