#include "state/run_progress.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

#include "silent_core.h"

namespace duo::ui::test {
namespace {

struct RunProgressTest : testing::Test, SilentCore {
    QTemporaryDir folder;
    CostModel costs{settings, models, folder.filePath("costs.json")};
    RunProgress progress{costs};

    static ui::Run someRun() {
        ui::Run run;
        run.request.plan = DecodePlan::published(kSides, 2);
        run.request.labels = {1};
        for (int k = 0; k < kSides; ++k) run.scales.push_back({.side = k + 1});
        return run;
    }
    void decode(ui::Run& run) {
        progress.begin();
        progress.startWork();
        for (int k = 0; k < kSides; ++k) progress.takeScale(run, k, 1);
    }
};

TEST_F(RunProgressTest, ScalesWeighTheirTokensUntilMeasured) {
    ui::Run run = someRun();
    decode(run);
    EXPECT_NEAR(run.progress, 1 / 1.4, 1e-9) << "the VQ-VAE is still to come";
    EXPECT_GE(run.secondsLeft, 0);
    progress.takePicture(run);
    EXPECT_EQ(run.progress, 0.999) << "done is what the core calls done";
}

TEST_F(RunProgressTest, ScalesWeighWhatTheyTookInTheLastRun) {
    ui::Run run = someRun();
    run.report.pictures = 1;
    for (int k = 0; k < kSides; ++k) run.report.scales.push_back({.scale = k, .transformerMs = 10});
    run.report.vqvaeMs = 60;
    progress.remember(run);
    decode(run);
    EXPECT_NEAR(run.progress, 0.4, 1e-9);
}

TEST_F(RunProgressTest, ARunThatStopsTellsNoTime) {
    ui::Run run = someRun();
    run.stopping = true;
    decode(run);
    EXPECT_EQ(run.secondsLeft, -1);
}

}  // namespace
}  // namespace duo::ui::test
