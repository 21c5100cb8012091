#include "state/cost_model.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTemporaryDir>

#include "silent_core.h"

namespace duo::ui::test {
namespace {

struct CostModelTest : testing::Test, SilentCore {
    QTemporaryDir folder;

    CostModelTest() {
        open();
        settings.setClasses({{1, 2}});
        settings.setBatch(2);
        settings.setSplit(2);
    }
    QString file() const { return folder.filePath("costs.json"); }
    // A finished run of two pictures at split 2, 10 ms a scale.
    ui::Run someRun() {
        ui::Run run;
        run.family = run.files = kFamily;
        run.compute = settings.compute();
        run.request = settings.request(7);
        run.state = RunState::Done;
        run.report.pictures = 2;
        run.report.decodeMs = 40;
        run.report.totalMs = 60;
        return run;
    }
    static BatchMeter measured(const ui::Run& run) {
        BatchMeter meter(run);
        for (int k = 0; k < kSides; ++k) {
            ScaleDone done;
            done.scale = k;
            done.pictures = 2;
            ScaleFigures figures;
            figures.done = true;
            figures.side = k + 1;
            figures.model = k < 2 ? ModelRole::Drafter : ModelRole::Refiner;
            figures.ms = 10;
            figures.prefill = k == 2;
            meter.takeScale(done, figures);
        }
        return meter;
    }
};

TEST_F(CostModelTest, PredictsWhatItHasLearnt) {
    CostModel costs(settings, models, file());
    EXPECT_FALSE(costs.predict(2).has_value());
    const ui::Run run = someRun();
    EXPECT_EQ(costs.predictedSeconds(run), -1);
    QSignalSpy changed(&costs, &CostModel::predictionsChanged);
    costs.learn(run, measured(run));
    EXPECT_EQ(changed.size(), 1);
    ASSERT_TRUE(costs.predict(2).has_value());
    EXPECT_NEAR(costs.predict(2)->decodeMs, 40, 1e-6);
    EXPECT_NEAR(costs.predictedSeconds(run), 0.060, 1e-6) << "with VQ-VAE and previews";
}

TEST_F(CostModelTest, ASweepIsNotForetold) {
    CostModel costs(settings, models, file());
    ui::Run run = someRun();
    costs.learn(run, measured(run));
    run.kind = RunKind::Sweep;
    EXPECT_EQ(costs.predictedSeconds(run), -1);
}

TEST_F(CostModelTest, TheEndWritesWhatWasLearnt) {
    {
        CostModel costs(settings, models, file());
        const ui::Run run = someRun();
        costs.learn(run, measured(run));
    }
    const CostModel again(settings, models, file());
    EXPECT_TRUE(again.predict(2).has_value());
}

TEST_F(CostModelTest, SettingsAndModelsChangePredictions) {
    CostModel costs(settings, models, file());
    QSignalSpy changed(&costs, &CostModel::predictionsChanged);
    settings.setSplit(3);
    EXPECT_EQ(changed.size(), 1);
    ModelsLoaded other = someLoaded();
    other.models[0].digest = "another";
    models.takeLoaded(other, kFamily, settings.compute());
    EXPECT_EQ(changed.size(), 2);
}

}  // namespace
}  // namespace duo::ui::test
