// The loop around a trainer: what it says and keeps when something fails or changes.
#include "train/training_run.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <limits>
#include <thread>

#include "base/error.h"
#include "support/expect_error.h"
#include "train/tiny.h"

namespace duo::test {
namespace {

// Trains nothing; its loss is NaN from one step on.
class Dummy final : public train::Trainer {
  public:
    std::string kind() const override { return "dummy"; }
    Report step(double, double) override {
        const double loss = ++steps_ >= nanFrom ? std::numeric_limits<double>::quiet_NaN() : 1.0;
        return {loss, {}};
    }
    std::int64_t picturesPerStep() const override { return batch; }
    std::string data() const override { return pictures; }
    void save(train::TrainingState& state) const override {
        state.tensors["values"] = at::full({numbers}, steps_, at::kFloat);
    }
    void restore(const train::TrainingState& state) override {
        steps_ = state.tensors.at("values")[0].item<int>();
    }
    void exportWeights(const std::string&) const override {
        std::this_thread::sleep_for(exporting);
    }

    std::chrono::milliseconds exporting{0};
    int nanFrom = 1 << 30, batch = 4, numbers = 10;
    std::string pictures = "4 pictures";

  private:
    int steps_ = 0;
};

train::RunOptions optionsFor(const ScratchFolder& folder, std::int64_t steps) {
    train::RunOptions options;
    options.folder = folder.path();
    options.steps = steps;
    options.sheets = false;
    return options;
}

std::int64_t savedStep(const ScratchFolder& folder) {
    return train::loadTrainingState(folder / "training.safetensors").number("run.step");
}

TEST(TrainingRun, ALossThatIsNoNumberEndsItWithTheStep) {
    const ScratchFolder folder;
    Dummy trainer;
    trainer.nanFrom = 3;
    EXPECT_DUO_ERROR(train::runTraining(trainer, optionsFor(folder, 10), {}, {}),
                     ErrorKind::Numeric, "at step 3", "The loss is not a finite number.",
                     "no checkpoint yet", "--lr");
    Dummy first;
    train::runTraining(first, optionsFor(folder, 2), {}, {});
    Dummy second;
    second.nanFrom = 6;
    EXPECT_DUO_ERROR(train::runTraining(second, optionsFor(folder, 10), {}, {}), ErrorKind::Numeric,
                     "at step 6", "training.safetensors', of step 2");
    EXPECT_EQ(savedStep(folder), 2);
}

TEST(TrainingRun, AFullDiskKeepsTheLastCheckpoint) {
    const ScratchFolder folder;
    Dummy trainer;
    train::runTraining(trainer, optionsFor(folder, 2), {}, {});
    trainer.numbers = 100'000;  // 400 kB
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{50'000, before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    EXPECT_DUO_ERROR(train::runTraining(trainer, optionsFor(folder, 5), {}, {}), ErrorKind::File,
                     "limit on the size of a file", "training.safetensors', of step 2",
                     "goes on from the checkpoint");
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
    EXPECT_EQ(savedStep(folder), 2);
    Dummy again;
    EXPECT_TRUE(train::runTraining(again, optionsFor(folder, 5), {}, {}).finished);
    EXPECT_EQ(savedStep(folder), 5);
}

TEST(TrainingRun, AResumedRunSaysWhatChanges) {
    const ScratchFolder folder;
    std::string said;
    train::TrainCallbacks callbacks;
    callbacks.message = [&](const std::string& sentence) { said += sentence + "\n"; };
    Dummy trainer;
    train::runTraining(trainer, optionsFor(folder, 2), callbacks, {});
    EXPECT_EQ(said, "");
    Dummy same;
    train::runTraining(same, optionsFor(folder, 4), callbacks, {});
    EXPECT_EQ(said, "The run resumes after step 2.\n");
    said.clear();
    Dummy other;
    other.batch = 8;
    other.pictures = "6 pictures";
    train::runTraining(other, optionsFor(folder, 6), callbacks, {});
    EXPECT_EQ(said,
              "The run resumes after step 4.\n"
              "Since the last session the batch changed: 8 pictures a step, before 4 pictures a "
              "step.\n"
              "Since the last session the data changed: 6 pictures, before 4 pictures.\n");
}

TEST(TrainingRun, MinutesCountCheckpointsToo) {
    const ScratchFolder folder;
    Dummy trainer;
    trainer.exporting = std::chrono::milliseconds(50);
    train::RunOptions options = optionsFor(folder, 0);
    options.minutes = 0.01;
    options.checkpointMinutes = 1e-9;  // after every step
    const train::RunOutcome outcome = train::runTraining(trainer, options, {}, {});
    EXPECT_TRUE(outcome.finished);
    EXPECT_LE(outcome.step, 12);
    Dummy again;  // what was kept free for the last checkpoint is not trained later
    again.exporting = trainer.exporting;
    EXPECT_EQ(train::runTraining(again, options, {}, {}).step, outcome.step);
}

}  // namespace
}  // namespace duo::test
