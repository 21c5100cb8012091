#include "train/fine_tune.h"

#include <algorithm>

#include "base/error.h"
#include "checkpoint/state_dict.h"

namespace duo::train {
namespace {

constexpr double kMaxRate = 1e-3;

void requireWork(ModelRole role, int split, int scales) {
    const int min = role == ModelRole::Drafter ? 1 : 0;
    const int max = role == ModelRole::Drafter ? scales : scales - 1;
    if (split >= min && split <= max) return;
    throw Error(ErrorKind::Usage,
                "At N = " + std::to_string(split) + " a " +
                    (role == ModelRole::Drafter ? "drafter" : "refiner") + " of " +
                    std::to_string(scales) + " scales has nothing to decode.",
                "Use --split from " + std::to_string(min) + " to " + std::to_string(max) + ".");
}

std::shared_ptr<const VarTransformer> loadTeacher(const std::string& path, at::Device device) {
    const CheckpointFile checkpoint = openCheckpoint(path, ModelKind::Var);
    const VarGeometry geometry = detectVar(checkpoint);
    LoadOptions load;
    load.device = device;
    return VarTransformer::create(geometry, loadStateDict(checkpoint, tensorSpecs(geometry), load));
}

}  // namespace

double fineTuneRate(ModelRole role, int width) {
    const bool drafter = role == ModelRole::Drafter;
    const double times = (drafter ? 1920.0 : 1024.0) / width;
    return std::min(kMaxRate, (drafter ? 1e-6 : 1e-5) * times * times);
}

RunOutcome fineTune(const FineTuneOptions& options, const TrainCallbacks& callbacks,
                    std::stop_token stop) {
    VarTrainOptions training = options.training;
    const VarGeometry geometry = detectVar(openCheckpoint(training.start, ModelKind::Var));
    requireWork(options.role, options.split, geometry.schedule.count());
    if (training.run.learningRate <= 0)
        training.run.learningRate = fineTuneRate(options.role, geometry.width);
    VarTrainerOptions& trainer = training.trainer;
    const std::string number = std::to_string(options.split);
    if (options.role == ModelRole::Drafter) {
        trainer.exportName = "drafter_" + number;
        trainer.firstScales = options.split;
        trainer.firstShare = 1;  // the other scales belong to the refiner
    } else {
        trainer.exportName = "refiner_" + number;
        training.learnFrom = options.split + 1;
        trainer.fadeShare = options.fadeShare;
        trainer.teacher = loadTeacher(options.teacher, trainer.device);
    }
    return trainVar(training, callbacks, stop);
}

}  // namespace duo::train
