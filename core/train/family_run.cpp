#include "train/family_run.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/error.h"
#include "base/stopwatch.h"
#include "checkpoint/convert.h"
#include "io/atomic_file.h"
#include "io/image.h"
#include "io/picture_list.h"
#include "library/model_folder.h"
#include "protocol/class_names.h"
#include "train/classifier_trainer.h"
#include "train/fine_tune.h"
#include "train/train_commands.h"

namespace duo::train {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMeasuredPictures = 9;
constexpr int kMaxWorkers = 8;
constexpr double kFadeShare = 0.3;

std::string textOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

void writeText(const fs::path& file, const std::string& text) {
    io::writeFileAtomically(file.string(), text.data(), text.size());
}

void makeFolder(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) {
        throw Error(ErrorKind::File,
                    "Cannot make the folder '" + folder.string() + "': " + failure.message() + ".");
    }
}

// The median of a few pictures' short sides; 0 if none of them can be read.
int typicalShortSide(const std::string& folder) {
    std::vector<std::string> files;
    for (const std::string& classFolder : io::listFolders(folder).files) {
        const std::vector<std::string> inside = io::listPictures(classFolder).files;
        files.insert(files.end(), inside.begin(), inside.end());
    }
    std::vector<int> sides;
    const std::size_t measured = std::min(files.size(), kMeasuredPictures);
    for (std::size_t i = 0; i < measured; ++i) {
        try {
            const io::RgbImage image = io::readImage(files[i * files.size() / measured]);
            sides.push_back(std::min(image.width, image.height));
        } catch (const Error&) {  // the training will name it
        }
    }
    if (sides.empty()) return 0;
    std::nth_element(sides.begin(), sides.begin() + sides.size() / 2, sides.end());
    return sides[sides.size() / 2];
}

bool holdsModels(const std::string& folder) {
    return fs::exists(fs::path(folder) / "vqvae.safetensors") ||
           fs::exists(fs::path(folder) / "drafter.safetensors");
}

// "drafter_8" -> 8; -1 for another stage.
int splitOf(const std::string& stage) {
    const std::size_t mark = stage.find('_');
    return mark == std::string::npos ? -1 : std::stoi(stage.substr(mark + 1));
}

// A stage without the time for as many steps starts with fewer.
std::int64_t startSteps(double minutes, std::int64_t most) {
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(minutes * 30), 4, most);
}

}  // namespace

FamilyTraining::FamilyTraining(FamilyOptions options) : options_(std::move(options)) {
    if (options_.run.empty())
        options_.run = (fs::path(options_.family) / kFamilyRunFolder).string();
    const std::string folder = options_.pictures.folder;
    if (folder.empty()) {
        const auto scenes = paintedScenes(1, 16, options_.pictures.seed);
        classNames_ = scenes->classNames();
        data_ = "painted scenes of seed " + std::to_string(options_.pictures.seed);
    } else {
        const auto found = pictureFolder(folder, 16);
        classNames_ = found->classNames();
        facts_.pictures = found->count();
        data_ = found->description();
    }
    facts_.classes = static_cast<int>(classNames_.size());
    const fs::path file = path(kFamilyRunFile);
    resumes_ = fs::exists(file);
    if (resumes_) {
        adopt(parseFamilyRun(textOf(file), file.string()));
    } else {
        startAnew();
    }
}

std::string FamilyTraining::path(const std::string& name) const {
    return (fs::path(options_.run) / name).string();
}

void FamilyTraining::startAnew() {
    if (holdsModels(options_.family) && !options_.replace) {
        throw Error(ErrorKind::File,
                    "The folder '" + options_.family + "' holds the models of another training.",
                    "Choose another folder with --out, or give --replace.");
    }
    if (!options_.pictures.folder.empty())
        facts_.shortSide = typicalShortSide(options_.pictures.folder);
    else
        facts_.shortSide = 128;
    facts_.gpu = options_.device.is_cuda();
    facts_.minutes = options_.minutes;
    facts_.size = options_.size;
    facts_.side = options_.side;
    facts_.splits = options_.splits;
    plan_ = planFamily(facts_);
    std::error_code none;
    const fs::path relative = fs::relative(options_.family, options_.run, none);
    record_ = {relative == ".." ? ".." : fs::absolute(options_.family).lexically_normal().string(),
               data_, settingsOf(facts_), plan_.stages};
    record_.settings.emplace_back("data_seed", std::to_string(options_.pictures.seed));
}

void FamilyTraining::adopt(const FamilyRun& found) {
    FamilyFacts before = factsOf(found);
    const auto refuse = [&](const std::string& what, const std::string& was) {
        throw Error(ErrorKind::Usage,
                    "The run in '" + options_.run + "' was begun with " + what + " " + was + ".",
                    "Use the same command to go on with it, or choose another folder.");
    };
    if (found.data != data_) refuse("other pictures:", found.data);
    if (options_.size != FamilySize::Auto && options_.size != before.size)
        refuse("the size", found.setting("size"));
    if (options_.side > 0 && options_.side != before.side)
        refuse("the side", found.setting("side"));
    if (options_.splits != before.splits) refuse("pairs for", found.setting("splits"));
    facts_ = before;
    plan_ = planFamily(facts_);
    record_ = found;
    if (options_.minutes > 0) facts_.minutes = options_.minutes;
    options_.minutes = facts_.minutes;
}

void FamilyTraining::save() const {
    writeText(path(kFamilyRunFile), familyRunText(record_));
}

PictureOptions FamilyTraining::pictures() const {
    PictureOptions pictures = options_.pictures;
    pictures.count = plan_.pictures;
    pictures.views = plan_.views;
    if (pictures.workers == 0)
        pictures.workers = std::clamp<int>(std::thread::hardware_concurrency() / 2, 1, kMaxWorkers);
    return pictures;
}

std::unique_ptr<PictureSource> FamilyTraining::plainPictures(std::uint64_t sceneSeed) const {
    PictureOptions plain = pictures();
    plain.views = 1;
    plain.seed = sceneSeed;  // of scenes only
    return openPictures(plain, plan_.side);
}

RunOptions FamilyTraining::runOf(const FamilyStage& stage, double learningRate) const {
    RunOptions run;
    run.folder = path(stage.folder);
    run.minutes = stage.minutes;
    run.learningRate = learningRate;
    run.warmupSteps = startSteps(stage.minutes, 100);
    run.checkpointMinutes = options_.checkpointMinutes;
    run.threads = options_.threads;
    return run;
}

template <class TrainerOptions>
void FamilyTraining::settle(TrainerOptions& trainer) const {
    trainer.device = options_.device;
    trainer.precision = options_.precision;
    trainer.seed = options_.seed;
}

VarTrainOptions FamilyTraining::varOptions(const FamilyStage& stage, double learningRate) const {
    VarTrainOptions var;
    var.pictures = pictures();
    var.vqvae = path("vqvae/vqvae.safetensors");
    var.tokens = path("tokens.safetensors");
    var.run = runOf(stage, learningRate);
    var.trainer.batch = plan_.varBatch;
    settle(var.trainer);
    return var;
}

RunOutcome FamilyTraining::train(const FamilyStage& stage, const TrainCallbacks& callbacks,
                                 const std::stop_token& stop) const {
    if (stage.name == "vqvae") return trainCodes(stage, callbacks, stop);
    if (stage.name == "classifier") {
        ClassifierTrainOptions classifier;
        classifier.pictures = pictures();
        classifier.run = runOf(stage, 1.5e-3);
        settle(classifier.trainer);
        return trainClassifier(classifier, callbacks, stop);
    }
    if (splitOf(stage.name) >= 0) return trainPair(stage, callbacks, stop);
    const bool drafter = stage.name == "drafter";
    const VarSizes& sizes = drafter ? plan_.drafter : plan_.refiner;
    VarTrainOptions var = varOptions(stage, drafter ? (facts_.gpu ? 2e-3 : 1.2e-3) : 3e-3);
    var.depth = sizes.depth;
    var.width = sizes.width;
    var.heads = sizes.heads;
    if (drafter) {  // the first scales carry what a picture shows
        var.trainer.firstScales = 8;
        var.trainer.firstShare = 0.3;
    }
    return trainVar(var, callbacks, stop);
}

RunOutcome FamilyTraining::trainCodes(const FamilyStage& stage, const TrainCallbacks& callbacks,
                                      const std::stop_token& stop) const {
    VqVaeTrainOptions vqvae;
    vqvae.pictures = pictures();
    vqvae.run = runOf(stage, facts_.gpu ? 1e-3 : 6e-4);
    vqvae.trainer.geometry = plan_.vqvae;
    vqvae.trainer.batch = plan_.vqvaeBatch;
    vqvae.trainer.freeSteps = startSteps(stage.minutes, 300);
    vqvae.trainer.cropSide = plan_.vqvae.downsample() > 1 ? plan_.side / 2 : 0;
    vqvae.trainer.cropShare = 0.3;
    vqvae.trainer.emaDecay = 0.998;
    settle(vqvae.trainer);
    return trainVqVae(vqvae, callbacks, stop);
}

RunOutcome FamilyTraining::trainPair(const FamilyStage& stage, const TrainCallbacks& callbacks,
                                     const std::stop_token& stop) const {
    FineTuneOptions tune;
    tune.role = stage.name.starts_with("drafter") ? ModelRole::Drafter : ModelRole::Refiner;
    tune.split = splitOf(stage.name);
    tune.teacher = path("drafter/var.safetensors");
    tune.fadeShare = kFadeShare;
    tune.training = varOptions(stage, 0);
    tune.training.start = path(tune.role == ModelRole::Drafter ? "drafter/var.safetensors"
                                                               : "refiner/var.safetensors");
    tune.training.trainer.emaDecay = 0.997;
    return fineTune(tune, callbacks, stop);
}

bool FamilyTraining::encode(const TrainCallbacks& callbacks, const std::stop_token& stop) const {
    EncodeOptions encode;
    encode.pictures = pictures();
    encode.vqvae = path("vqvae/vqvae.safetensors");
    encode.tokens = path("tokens.safetensors");
    encode.device = options_.device;
    encode.threads = options_.threads;
    encodePictures(encode, callbacks, stop);
    return !stop.stop_requested();
}

void FamilyTraining::writeFamily() const {
    const fs::path family(options_.family);
    const auto put = [&](const std::string& from, const std::string& name, const char* precision) {
        ConvertOptions convert;
        convert.precision = precision;
        convertCheckpoint(path(from), (family / name).string(), convert);
    };
    put("vqvae/vqvae.safetensors", "vqvae.safetensors", "fp32");
    for (const char* role : {"drafter", "refiner"}) {
        const std::string name = role;
        put(name + "/var.safetensors", name + ".safetensors", "fp16");
        for (const int split : facts_.splits) {
            const std::string pair = name + "_" + std::to_string(split);
            put(pair + "/" + pair + ".safetensors", pair + ".safetensors", "fp16");
        }
    }
    fs::copy_file(fs::path(path("classifier")) / eval::kClassifierFile,
                  family / eval::kClassifierFile, fs::copy_options::overwrite_existing);
    writeText(family / kClassListFile, ClassNames::ofFolders(classNames_).table());
}

bool FamilyTraining::runStage(std::size_t index, const FamilyHooks& hooks,
                              const std::stop_token& stop) {
    FamilyStage& stage = record_.stages[index];
    if (stage.state == StageState::Waiting) {
        stage.minutes = minutesFor(record_.stages, index, options_.minutes);
        stage.state = StageState::Running;
        save();
    }
    hooks.say("Stage " + std::to_string(index + 1) + " of " +
              std::to_string(record_.stages.size()) + ": " + stage.name + ", " +
              minutesText(stage.minutes) + ".");
    const Stopwatch watch;
    bool finished = true;
    double seconds = -1;
    if (stage.name == "tokens") {
        finished = encode(hooks.callbacks(stage.name), stop);
    } else if (stage.name == "family") {
        writeFamily();
    } else if (stage.folder.empty() || stage.name == "evaluation") {
        hooks.present(stage.name, stop);
    } else {
        const RunOutcome outcome = train(stage, hooks.callbacks(stage.name), stop);
        finished = outcome.finished;
        seconds = outcome.seconds;
    }
    stage.seconds = seconds >= 0 ? seconds : stage.seconds + watch.milliseconds() * 1e-3;
    if (finished) stage.state = StageState::Done;
    save();
    return finished;
}

bool FamilyTraining::go(const FamilyHooks& hooks, const std::stop_token& stop) {
    makeFolder(options_.run);
    makeFolder(options_.family);
    save();
    for (std::size_t i = 0; i < record_.stages.size(); ++i) {
        if (record_.stages[i].state == StageState::Done) continue;
        if (!runStage(i, hooks, stop)) return false;
    }
    return true;
}

}  // namespace duo::train
