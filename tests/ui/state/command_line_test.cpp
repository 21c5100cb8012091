// What the command line writes into a run folder, the window reads.
#include <gtest/gtest.h>

#include <QProcess>
#include <QTemporaryDir>

#include "state/evaluation.h"
#include "state/run_folder.h"
#include "ui/support/demo_family.h"
#include "ui/support/run_folders.h"

namespace duo::ui::test {
namespace {

struct CommandLineTest : testing::Test {
    QTemporaryDir folder;
    QString run = folder.filePath("run");

    void program(const QStringList& arguments) const {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(DUO_CLI, arguments);
        ASSERT_TRUE(process.waitForFinished(300'000)) << process.errorString().toStdString();
        ASSERT_EQ(process.exitCode(), 0) << process.readAll().toStdString();
    }
    QStringList onTheTinyFamily(const QString& command) const {
        return {command,     "--models", tinyFamilyFolder(),
                "--device",  "cpu",      "--threads",
                "1",         "--out",    run,
                "--seed",    "7",        "--per-class",
                "2",         "--batch",  "4",
                "--classes", "3,0"};
    }
};

TEST_F(CommandLineTest, ASamplingRunIsFollowed) {
    program(onTheTinyFamily("sample") << "--split"
                                      << "4");
    EXPECT_EQ(kindOfRun(run), RunFolderKind::Sampling);
    const RunNews news = RunFolder(run).look();
    EXPECT_EQ(news.what, "N = 4, seed 7");
    EXPECT_EQ(news.wanted, 4);
    EXPECT_EQ(news.there, 4);
    ASSERT_EQ(news.newest.size(), 4U);
    EXPECT_FALSE(news.newest[0].image.isNull());
}

TEST_F(CommandLineTest, ASweepIsAnEvaluationAndNoRunToFollow) {
    program(onTheTinyFamily("sweep") << "--splits"
                                     << "2,6");
    EXPECT_EQ(kindOfRun(run), RunFolderKind::None);
    QString whyNot;
    const auto evaluation = readEvaluation(run + "/sweep.json", &whyNot);
    ASSERT_TRUE(evaluation.has_value()) << whyNot.toStdString();
    EXPECT_EQ(evaluation->batch, 4);
    EXPECT_EQ(evaluation->device, "cpu");
    ASSERT_EQ(evaluation->points.size(), 2U);
    EXPECT_EQ(evaluation->points[1].split, 6);
    EXPECT_EQ(evaluation->points[1].pictures, 4);
    EXPECT_GT(evaluation->points[0].perSecond, evaluation->points[0].perSecondWithVqVae);
    EXPECT_GT(evaluation->points[0].peakBytes, 0);
}

TEST_F(CommandLineTest, ATrainingIsFollowed) {
    program({"train", "classifier", "--out", run, "--pictures", "32", "--steps", "2", "--batch",
             "4", "--device", "cpu"});
    const RunNews news = RunFolder(run).look();
    ASSERT_EQ(news.kind, RunFolderKind::Training);
    EXPECT_TRUE(news.hasLoss);
    ASSERT_GT(news.reports, 0);
    EXPECT_EQ(news.last.step, 2);
    EXPECT_GT(news.last.loss, 0);
    EXPECT_GT(news.last.rate, 0);
    EXPECT_GT(news.perSecond, 0);
    EXPECT_GE(news.secondsLeft, 0);
}

TEST_F(CommandLineTest, AFolderOfANewerVersionNamesItsProgram) {
    makeSampling(run, 4, 2);
    writeTo(run + "/sample.json",
            R"({"format": "duoscale sample 3", "program": "Duoscale 9.1.0"})");
    QString program;
    EXPECT_EQ(kindOfRun(run, &program), RunFolderKind::None);
    EXPECT_EQ(program, "Duoscale 9.1.0");
}

}  // namespace
}  // namespace duo::ui::test
