#include "eval_inputs.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/error.h"
#include "checkpoint/state_dict.h"
#include "eval/inception_v3.h"
#include "eval/scene_classifier.h"
#include "library/model_folder.h"
#include "model/vqvae.h"
#include "protocol/per_scale.h"
#include "train/picture_source.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kScenes = "scenes";
constexpr int kSceneSide = 128;

std::string inceptionIn(const std::string& folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename();
        if (name.find("inception-2015-12-05") != std::string::npos) return entry.path().string();
    }
    return {};
}

// The classifier of the demo family; empty if it is absent.
std::string shippedClassifier() {
    try {
        const fs::path file = fs::path(defaultModelFolder()) / eval::kClassifierFile;
        return fs::exists(file) ? file.string() : std::string();
    } catch (const Error&) {
        return {};
    }
}

std::string featuresFile(const std::string& asked, const std::string& modelFolder) {
    if (asked != "auto" && asked != "demo") return asked;
    const std::string folder = modelFolder.empty() ? defaultModelFolder() : modelFolder;
    if (asked == "auto" && fs::is_directory(folder)) {
        const std::string inception = inceptionIn(folder);
        if (!inception.empty()) return inception;
    }
    if (fs::exists(fs::path(folder) / eval::kClassifierFile)) {
        return (fs::path(folder) / eval::kClassifierFile).string();
    }
    const std::string shipped = shippedClassifier();
    if (!shipped.empty()) return shipped;
    throw Error(ErrorKind::File,
                "The folder '" + folder + "' has neither the published Inception weights nor a '" +
                    std::string(eval::kClassifierFile) + "'.",
                "Give a feature network with --features: pt_inception-2015-12-05-6726825d.pth, or "
                "a file that `duoscale-cli train classifier` wrote.");
}

ScaleSchedule scalesOf(const CheckpointFile& checkpoint) {
    const auto found = checkpoint.file.metadata.find("scales");
    if (found == checkpoint.file.metadata.end()) return ScaleSchedule::published256();
    const std::string& text = found->second;
    const auto count = static_cast<int>(std::count(text.begin(), text.end(), ',')) + 1;
    return ScaleSchedule(parsePerScaleInt(text, count, "the VQ-VAE's metadata 'scales'"));
}

std::uint64_t sceneSeed(const std::string& name) {
    if (name == kScenes) return kHeldOutSeed;
    std::uint64_t seed = 0;
    const char* const begin = name.data() + std::string(kScenes).size() + 1;
    const char* const end = name.data() + name.size();
    const auto [stop, problem] = std::from_chars(begin, end, seed);
    if (problem == std::errc() && stop == end) return seed;
    throw Error(ErrorKind::Usage,
                "Painted scenes are named scenes or scenes:SEED; found '" + name + "'.");
}

}  // namespace

std::unique_ptr<eval::FeatureExtractor> openFeatures(const std::string& asked,
                                                     const std::string& modelFolder,
                                                     at::Device device) {
    const std::string file = featuresFile(asked, modelFolder);
    if (eval::isInceptionV3(file)) return eval::loadInceptionV3(file, device);
    if (eval::isSceneClassifier(file)) return eval::loadSceneClassifier(file, device);
    throw Error(ErrorKind::Checkpoint,
                "The file '" + file +
                    "' is not a feature network: expected the published Inception weights or a "
                    "scene classifier.",
                "Give pt_inception-2015-12-05-6726825d.pth, or a file that `duoscale-cli train "
                "classifier` wrote.");
}

bool namesScenes(const std::string& name) {
    return name == kScenes || name.starts_with(std::string(kScenes) + ":");
}

std::unique_ptr<eval::PictureSet> openPictures(const std::string& name, std::int64_t scenes) {
    if (!namesScenes(name)) return eval::openPictureSet(name);
    const std::shared_ptr<const train::PictureSource> source =
        train::paintedScenes(scenes, kSceneSide, sceneSeed(name));
    return eval::madePictures(scenes, [source](std::int64_t index) {
        return eval::LabelledPicture{source->picture(index), source->label(index)};
    });
}

std::function<at::Tensor(const at::Tensor&)> reconstructionBy(const std::string& vqvae,
                                                              at::Device device) {
    const CheckpointFile checkpoint = openCheckpoint(vqvae, ModelKind::VqVae);
    const VqVaeGeometry geometry = detectVqVae(checkpoint);
    const ScaleSchedule schedule = scalesOf(checkpoint);
    LoadOptions options;
    options.device = device;
    const auto model = std::make_shared<VqVae>(
        geometry, loadStateDict(checkpoint, tensorSpecs(geometry), options));
    const std::int64_t side = std::int64_t{schedule.latentSide()} * geometry.downsample();
    return [model, schedule, side, vqvae](const at::Tensor& pictures_BHW3) {
        const c10::InferenceMode inference;
        if (pictures_BHW3.size(1) != side || pictures_BHW3.size(2) != side) {
            throw Error(ErrorKind::Usage, "The VQ-VAE '" + vqvae + "' takes pictures of " +
                                              std::to_string(side) + " x " + std::to_string(side) +
                                              " pixels; found " +
                                              std::to_string(pictures_BHW3.size(2)) + " x " +
                                              std::to_string(pictures_BHW3.size(1)) + ".");
        }
        const at::Tensor image = eval::toPlanes(pictures_BHW3, model->device()).div_(127.5).sub_(1);
        const ResidualQuantizer& quantizer = model->quantizer();
        const at::Tensor made_B3HW = model->decode(
            quantizer.latent(schedule, quantizer.tokens(schedule, model->encode(image))));
        return pictureBytes(made_B3HW);
    };
}

}  // namespace duo::cli
