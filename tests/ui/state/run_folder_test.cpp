// What is told of a run's folder, and that it is read on a thread of its own.
#include "state/run_folder.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QtTest>
#include <atomic>

#include "state/run_follower.h"
#include "ui/support/run_folders.h"

namespace duo::ui::test {
namespace {

struct RunFolderTest : testing::Test {
    QTemporaryDir folder;
    QString path = folder.path() + "/run";
};

TEST_F(RunFolderTest, IsKnownByWhatLiesInIt) {
    EXPECT_EQ(kindOfRun(path), RunFolderKind::None);
    makeSampling(path, 4, 2);
    EXPECT_EQ(kindOfRun(path), RunFolderKind::Sampling);
    makeTraining(path, 3);
    EXPECT_EQ(kindOfRun(path), RunFolderKind::Training);
    const QString sweep = folder.path() + "/sweep";
    makeSampling(sweep, 4, 2);
    writeTo(sweep + "/sample.json", R"({"format": "duoscale sample 1", "seed": 7, "per_class": 2,
        "classes": [0], "settings": {"the command": "sweep"}})");
    EXPECT_EQ(kindOfRun(sweep), RunFolderKind::None);
    writeTo(sweep + "/sample.json", "{\"format\": \"dup");
    EXPECT_EQ(kindOfRun(sweep), RunFolderKind::None);
}

TEST_F(RunFolderTest, TellsHowATrainingGoes) {
    makeTraining(path, 40);
    addSheet(path, 800);
    const QString older = addSheet(path, 400);
    const RunNews news = RunFolder(path).look();
    EXPECT_EQ(news.reports, 40);
    EXPECT_EQ(news.last.step, 800);
    EXPECT_EQ(news.perSecond, 82.5);
    EXPECT_EQ(news.secondsLeft, 184);
    EXPECT_TRUE(news.hasLoss);
    EXPECT_EQ(news.curve.size(), 40U);
    ASSERT_EQ(news.sheets.size(), 2);
    EXPECT_EQ(QFileInfo(news.sheets[0]).fileName(), QFileInfo(older).fileName()) << "by step";
    EXPECT_TRUE(news.written.isValid());
}

TEST_F(RunFolderTest, TrainingsThatKeepOneSheetShowIt) {
    makeTraining(path, 2);
    QImage(8, 8, QImage::Format_RGB888).save(path + "/sheet.png");
    EXPECT_EQ(RunFolder(path).look().sheets, QStringList(path + "/sheet.png"));
}

TEST_F(RunFolderTest, TellsHowFarSamplingIs) {
    makeSampling(path, 4, 25);
    for (int i = 0; i < 60; ++i) addPicture(path, i);
    writeTo(path + "/.duoscale-1.part", "half");
    const RunNews news = RunFolder(path).look();
    EXPECT_EQ(news.there, 60);
    EXPECT_EQ(news.wanted, 100);
    EXPECT_EQ(news.what, "N = 8, seed 7");
    ASSERT_EQ(news.newest.size(), static_cast<std::size_t>(RunFolder::kMaxThumbnails));
    EXPECT_FALSE(news.newest[0].image.isNull());
    EXPECT_GT(news.perSecond, 0);
    EXPECT_NEAR(news.secondsLeft * news.perSecond, 40, 1e-6);
}

// A long log never keeps the event loop waiting: it is read elsewhere, and few points come here.
TEST_F(RunFolderTest, IsReadOnAThreadOfItsOwn) {
    makeTraining(path, 200'000);
    RunFollower follower;
    std::atomic<QThread*> lookedOn = nullptr;
    QObject::connect(
        &follower.watcher(), &RunWatcher::looked, &follower.watcher(),
        [&lookedOn] { lookedOn = QThread::currentThread(); }, Qt::DirectConnection);
    RunNews news;
    QObject::connect(&follower, &RunFollower::looked, &follower, [&](const RunNews& n) {
        EXPECT_EQ(QThread::currentThread(), qApp->thread());
        news = n;
    });
    follower.follow(path);
    ASSERT_TRUE(QTest::qWaitFor([&] { return news.reports > 0; }, 60'000));
    EXPECT_NE(lookedOn, qApp->thread());
    EXPECT_EQ(news.reports, 200'000);
    EXPECT_LE(news.curve.size(), RunFolder::kMaxPoints);
}

TEST_F(RunFolderTest, FollowsWhatIsAppended) {
    makeTraining(path, 10);
    RunFollower follower;
    RunNews news;
    QObject::connect(&follower, &RunFollower::looked, [&](const RunNews& n) { news = n; });
    follower.follow(path);
    ASSERT_TRUE(QTest::qWaitFor([&] { return news.reports == 10; }, 60'000));
    writeTo(path + "/log.csv", reports(11, 15), QIODevice::Append);
    EXPECT_TRUE(QTest::qWaitFor([&] { return news.reports == 15; }, 60'000));
    const QString other = folder.path() + "/other";
    makeTraining(other, 3);
    follower.follow(other);
    news = {};
    ASSERT_TRUE(QTest::qWaitFor([&] { return news.reports > 0; }, 60'000));
    EXPECT_EQ(news.folder, other) << "nothing more of the one that was left";
}

}  // namespace
}  // namespace duo::ui::test
