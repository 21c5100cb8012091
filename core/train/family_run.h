// Trains a whole family in one folder: VQ-VAE, token maps, drafter, refiner, specialised pairs and
// the classifier of its evaluation, then puts the models into the family's folder. Measuring and
// drawing are stages that the caller supplies.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <stop_token>
#include <string>

#include "train/family_plan.h"
#include "train/mixed_precision.h"
#include "train/picture_source.h"
#include "train/train_commands.h"
#include "train/training_run.h"

namespace duo::train {

inline constexpr const char* kFamilyRunFolder = "training";  // in the family's folder

struct FamilyOptions {
    PictureOptions pictures;  // count and views are the plan's; count > 0 names scenes to paint
    std::string family;       // folder of the finished models
    std::string run;          // run folder; empty: kFamilyRunFolder in the family's folder
    double minutes = 0;       // of everything; 0: those of the run that goes on
    FamilySize size = FamilySize::Auto;
    int side = 0;
    std::vector<int> splits{6, 8};
    bool replace = false;  // models of another training in the family's folder are replaced
    double checkpointMinutes = 3;
    int threads = 0;
    std::uint64_t seed = 0;
    at::Device device = at::kCPU;
    TrainingPrecision precision = TrainingPrecision::Auto;
};

struct FamilyHooks {
    // For the trainings; called for every stage.
    std::function<TrainCallbacks(const std::string& stage)> callbacks;
    std::function<void(const std::string& sentence)> say;
    // Stages of the caller: "evaluation", "sheet", "card". Must be repeatable.
    std::function<void(const std::string& stage, const std::stop_token&)> present;
};

class FamilyTraining {
  public:
    // Takes the plan of the run in the folder, or makes one; writes nothing. Error(File): no
    // pictures, or the family's folder holds other models; Error(Usage): other pictures, size, side
    // or splits than the run in the folder.
    explicit FamilyTraining(FamilyOptions options);

    const FamilyOptions& options() const { return options_; }
    const FamilyFacts& facts() const { return facts_; }
    const FamilyPlan& plan() const { return plan_; }
    const FamilyRun& record() const { return record_; }
    const std::vector<std::string>& classNames() const { return classNames_; }
    bool resumes() const { return resumes_; }
    std::string path(const std::string& name) const;  // in the run folder
    // The pictures of the evaluation's reference, at the family's side and without views: those of
    // the training, or scenes of another seed.
    std::unique_ptr<PictureSource> plainPictures(std::uint64_t sceneSeed) const;

    // Runs what is not done. False: stopped on request; the same call goes on. Errors of the
    // trainings.
    bool go(const FamilyHooks& hooks, const std::stop_token& stop);

  private:
    void adopt(const FamilyRun& found);
    void startAnew();
    void save() const;
    // Each returns false if it was stopped.
    bool runStage(std::size_t stage, const FamilyHooks& hooks, const std::stop_token& stop);
    RunOutcome train(const FamilyStage& stage, const TrainCallbacks& callbacks,
                     const std::stop_token& stop) const;
    RunOutcome trainCodes(const FamilyStage& stage, const TrainCallbacks& callbacks,
                          const std::stop_token& stop) const;
    RunOutcome trainPair(const FamilyStage& stage, const TrainCallbacks& callbacks,
                         const std::stop_token& stop) const;
    bool encode(const TrainCallbacks& callbacks, const std::stop_token& stop) const;
    void writeFamily() const;
    RunOptions runOf(const FamilyStage& stage, double learningRate) const;
    VarTrainOptions varOptions(const FamilyStage& stage, double learningRate) const;
    template <class TrainerOptions>
    void settle(TrainerOptions& trainer) const;  // device, precision and seed
    PictureOptions pictures() const;

    FamilyOptions options_;
    FamilyFacts facts_;
    FamilyPlan plan_;
    FamilyRun record_;
    std::vector<std::string> classNames_;
    std::string data_;  // for people
    bool resumes_ = false;
};

}  // namespace duo::train
