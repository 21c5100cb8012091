#include "train/train_commands.h"

#include <ATen/Parallel.h>

#include <charconv>
#include <cmath>
#include <filesystem>

#include "base/error.h"
#include "base/stopwatch.h"
#include "checkpoint/digest.h"
#include "checkpoint/state_dict.h"

namespace duo::train {
namespace {

constexpr double kSaveMs = 60e3;  // between two saves of the token maps

using Say = std::function<void(const std::string& sentence)>;

// Says a sentence in the process that reports.
Say sayOn(const TrainCallbacks& callbacks, const ProcessGroup& group) {
    if (!callbacks.message || !group.leads()) return [](const std::string&) {};
    return callbacks.message;
}

std::shared_ptr<const PictureCache> toldPictures(const PictureOptions& options, int side,
                                                 const Say& say) {
    auto pictures = cachedPictures(options, side);
    const std::string note = pictures->source().note();
    if (!note.empty()) say(note);
    return pictures;
}

// The scales that a VQ-VAE was trained for, if its file names them.
ScaleSchedule scalesOf(const CheckpointFile& checkpoint) {
    const auto found = checkpoint.file.metadata.find("scales");
    if (found == checkpoint.file.metadata.end()) return ScaleSchedule::published256();
    std::vector<int> sides;
    const char* at = found->second.data();
    const char* const end = at + found->second.size();
    while (at < end) {
        int side = 0;
        const auto [next, problem] = std::from_chars(at, end, side);
        if (problem != std::errc() || (next < end && *next != ',')) {
            throw Error(ErrorKind::Checkpoint, "The scales '" + found->second + "' in the file '" +
                                                   checkpoint.path() +
                                                   "' are not a list of numbers.");
        }
        sides.push_back(side);
        at = next + 1;
    }
    return ScaleSchedule(std::move(sides));
}

// Identifies the pictures of a token file. Scenes need no count: a file may hold any number of
// them.
std::string nameOf(const PictureOptions& pictures) {
    if (pictures.folder.empty()) return "scenes " + std::to_string(pictures.seed);
    const std::string folder = std::filesystem::absolute(pictures.folder).string();
    return pictures.views > 1 ? folder + ", " + std::to_string(pictures.views) + " views" : folder;
}

std::shared_ptr<TokenCache> openTokens(const PictureOptions& pictures, const std::string& vqvae,
                                       at::Device device, const Say& say) {
    const CheckpointFile checkpoint = openCheckpoint(vqvae, ModelKind::VqVae);
    const VqVaeGeometry geometry = detectVqVae(checkpoint);
    const ScaleSchedule schedule = scalesOf(checkpoint);
    LoadOptions load;
    load.device = device;
    auto model =
        std::make_shared<VqVae>(geometry, loadStateDict(checkpoint, tensorSpecs(geometry), load));
    const auto cache = toldPictures(pictures, schedule.latentSide() * geometry.downsample(), say);
    return std::make_shared<TokenCache>(std::move(model), schedule, cache,
                                        weightDigest(checkpoint) + " " + nameOf(pictures));
}

void makeFolderOf(const std::string& file) {
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    std::error_code failure;
    if (!folder.empty()) std::filesystem::create_directories(folder, failure);
    if (failure) {
        throw Error(ErrorKind::File,
                    "Cannot make the folder '" + folder.string() + "': " + failure.message() + ".");
    }
}

VqVaeTrainer makeVqVaeTrainer(const VqVaeTrainOptions& options, const Say& say) {
    VqVaeTrainerOptions trainer = options.trainer;
    const auto pictures = [&] {
        return toldPictures(options.pictures,
                            trainer.schedule.latentSide() * trainer.geometry.downsample(), say);
    };
    if (options.decoderOf.empty()) return {trainer, pictures()};
    const CheckpointFile checkpoint = openCheckpoint(options.decoderOf, ModelKind::VqVae);
    trainer.geometry = detectVqVae(checkpoint);
    trainer.schedule = scalesOf(checkpoint);
    trainer.decoderOnly = true;
    trainer.cropSide = 0;
    const StateDict weights = loadStateDict(checkpoint, tensorSpecs(trainer.geometry), {});
    return {trainer, pictures(), weights};
}

// The model to start from, with class embeddings for the classes of the pictures.
StateDict startingWeights(const std::string& file, int classes, VarTrainerOptions& trainer,
                          const Say& say) {
    const CheckpointFile checkpoint = openCheckpoint(file, ModelKind::Var);
    trainer.geometry = detectVar(checkpoint);
    StateDict weights = loadStateDict(checkpoint, tensorSpecs(trainer.geometry), {});
    const std::string note = weightsNote(checkpoint);
    if (!note.empty()) say("The weights of '" + file + "' are " + note + ".");
    if (trainer.geometry.classes == classes) return weights;
    say("The model in '" + file + "' has " + std::to_string(trainer.geometry.classes) +
        " classes and the pictures have " + std::to_string(classes) +
        ": its class embeddings, with that of 'no class', start anew.");
    renewClasses(trainer.geometry, weights, classes, trainer.seed);
    return weights;
}

VarTrainer makeVarTrainer(const VarTrainOptions& options, VarTrainerOptions trainer,
                          const std::shared_ptr<TokenCache>& tokens, const Say& say) {
    const auto classes = static_cast<int>(tokens->source().classNames().size());
    if (options.start.empty()) {
        trainer.geometry = demoVarGeometry(options.depth, options.width, options.heads, classes,
                                           tokens->vqvae().geometry(), tokens->schedule());
        return {std::move(trainer), tokens};
    }
    const StateDict weights = startingWeights(options.start, classes, trainer, say);
    return {std::move(trainer), tokens, weights};
}

}  // namespace

RunOutcome trainVqVae(const VqVaeTrainOptions& options, const TrainCallbacks& callbacks,
                      std::stop_token stop) {
    const Stopwatch since;
    VqVaeTrainer made = makeVqVaeTrainer(options, sayOn(callbacks, options.trainer.group));
    return runTraining(made, options.run, callbacks, stop, since);
}

RunOutcome trainVar(const VarTrainOptions& options, const TrainCallbacks& callbacks,
                    std::stop_token stop) {
    const Stopwatch since;
    const Say say = sayOn(callbacks, options.trainer.group);
    const auto tokens = openTokens(options.pictures, options.vqvae, options.trainer.device, say);
    VarTrainerOptions trainer = options.trainer;
    trainer.learnFrom = options.learnFrom - 1;
    trainer.tokensFile =
        options.tokens.empty()
            ? (std::filesystem::path(options.run.folder) / "tokens.safetensors").string()
            : options.tokens;
    makeFolderOf(trainer.tokensFile);
    tokens->load(trainer.tokensFile);
    const std::int64_t missing = tokens->count() - tokens->encoded();
    if (missing > 0) {
        say("The token maps of " + std::to_string(missing) + " of " +
            std::to_string(tokens->count()) +
            " pictures are made during the training, in its time, and kept in '" +
            trainer.tokensFile + "'.");
    }
    VarTrainer made = makeVarTrainer(options, std::move(trainer), tokens, say);
    const RunOutcome outcome = runTraining(made, options.run, callbacks, stop, since);
    if (const double seconds = tokens->encodingSeconds(); seconds >= 1)
        say("Making token maps took " + std::to_string(std::llround(seconds)) +
            " s of this session.");
    return outcome;
}

std::int64_t encodePictures(const EncodeOptions& options, const TrainCallbacks& callbacks,
                            std::stop_token stop) {
    if (options.threads > 0) at::set_num_threads(options.threads);
    const auto tokens =
        openTokens(options.pictures, options.vqvae, options.device, sayOn(callbacks, {}));
    makeFolderOf(options.tokens);
    tokens->load(options.tokens);
    const Stopwatch watch;
    Stopwatch sinceSave;
    const std::int64_t before = tokens->encoded();
    std::int64_t index = 0;
    for (; index < tokens->count() && !stop.stop_requested(); ++index) {
        tokens->tokens(index);
        if (sinceSave.milliseconds() > kSaveMs) {
            tokens->save(options.tokens);
            sinceSave = Stopwatch();
        }
        if (!callbacks.progress || index % 64 != 0) continue;
        TrainProgress progress;
        progress.step = index;
        progress.share = static_cast<double>(index) / static_cast<double>(tokens->count());
        const auto made = static_cast<double>(tokens->encoded() - before);
        progress.picturesPerSecond = made / (watch.milliseconds() * 1e-3);
        if (made > 0) {
            progress.secondsLeft = static_cast<double>(tokens->count() - tokens->encoded()) /
                                   progress.picturesPerSecond;
        }
        callbacks.progress(progress);
    }
    tokens->save(options.tokens);
    return tokens->encoded();
}

}  // namespace duo::train
