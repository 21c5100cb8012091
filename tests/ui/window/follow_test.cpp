// Evaluations and runs of the command line: opened from menus and by dropping them on the window.
#include <gtest/gtest.h>

#include <QFileDialog>
#include <QtTest>

#include "ui/support/run_folders.h"
#include "ui/window/studio_window.h"
#include "views/evaluation_page.h"
#include "views/runs_view.h"
#include "views/sweep_tabs.h"

namespace duo::ui::test {
namespace {

const QString kEvaluation = QStringLiteral(DUO_MODELS "/../tests/data/sweep.json");

// As the file manager does it.
bool drop(MainWindow& window, const QString& file) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    if (!enter.isAccepted()) return false;
    QDropEvent drop({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &drop);
    return true;
}

TEST(Follow, DroppedFilesOpenWhereTheyBelong) {
    StudioWindow studio;
    QTemporaryDir folder;
    const QString training = folder.path() + "/training", sweep = folder.path() + "/sweep";
    makeTraining(training, 10);
    makeSampling(sweep, 2, 2);
    QFile::copy(kEvaluation, sweep + "/sweep.json");
    auto& tabs = *studio.find<SweepTabs>();
    auto& runs = *studio.find<RunsView>();
    ASSERT_TRUE(drop(studio.window(), kEvaluation));
    EXPECT_TRUE(tabs.evaluation().isVisible());
    ASSERT_TRUE(drop(studio.window(), training));
    EXPECT_TRUE(runs.isVisible());
    EXPECT_EQ(runs.folder(), training);
    ASSERT_TRUE(drop(studio.window(), sweep));
    EXPECT_TRUE(tabs.evaluation().isVisible());
    EXPECT_EQ(tabs.evaluation().file(), sweep + "/sweep.json");
    EXPECT_FALSE(drop(studio.window(), folder.filePath("words.txt")));
}

TEST(Follow, AFileGivenAtTheStartOpensAsIfItWereDropped) {
    StudioWindow studio;
    QTemporaryDir folder;
    makeSampling(folder.path(), 2, 2);
    studio.window().openFile(folder.filePath("sample.json"));
    EXPECT_TRUE(studio.find<RunsView>()->isVisible());
    EXPECT_EQ(studio.find<RunsView>()->folder(), folder.path());
    studio.window().openFile(kEvaluation);
    EXPECT_TRUE(studio.find<SweepTabs>()->evaluation().isVisible());
}

TEST(Follow, AForeignFileIsSaidInTheNoticeBar) {
    StudioWindow studio;
    std::vector<Notice> notices;
    QObject::connect(&studio.studio().notices(), &NoticeCentre::noticed, &studio.window(),
                     [&notices](const Notice& notice) { notices.push_back(notice); });
    ASSERT_TRUE(drop(studio.window(), DUO_MODELS "/catalog.json"));
    QTemporaryDir empty;
    ASSERT_TRUE(drop(studio.window(), empty.path()));
    ASSERT_EQ(notices.size(), 2U);
    EXPECT_TRUE(studio.window().actions().single->isChecked()) << "nothing else was opened";
}

TEST(Follow, KeysAskForAFileOrAFolder) {
    StudioWindow studio;
    const std::pair<Qt::Key, QFileDialog::FileMode> keys[] = {
        {Qt::Key_E, QFileDialog::ExistingFile}, {Qt::Key_R, QFileDialog::Directory}};
    for (const auto& [key, mode] : keys) {
        QTest::keyClick(&studio.window(), key, Qt::ControlModifier);
        auto* dialog = studio.find<QFileDialog>();
        ASSERT_NE(dialog, nullptr);
        EXPECT_EQ(dialog->fileMode(), mode);
        delete dialog;
    }
}

TEST(Follow, ComesBackAfterARestart) {
    StudioWindow studio;
    QTemporaryDir folder;
    makeTraining(folder.path(), 10);
    ASSERT_TRUE(drop(studio.window(), folder.path()));
    ASSERT_TRUE(drop(studio.window(), kEvaluation));
    studio.window().actions().compare->trigger();
    studio.restart();
    EXPECT_TRUE(studio.window().actions().compare->isChecked());
    EXPECT_EQ(studio.find<RunsView>()->folder(), folder.path());
    EXPECT_EQ(studio.find<SweepTabs>()->evaluation().file(), kEvaluation);
}

}  // namespace
}  // namespace duo::ui::test
