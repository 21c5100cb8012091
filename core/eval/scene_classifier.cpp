#include "eval/scene_classifier.h"

#include <c10/core/InferenceMode.h>

#include "base/error.h"
#include "io/bad_file.h"

namespace duo::eval {
namespace {

// Each stage halves the side: 128 -> 64 -> 32 -> 16 -> 8.
constexpr int kStages = 4;
constexpr std::int64_t kWidths[kStages] = {32, 64, 96, kClassifierFeatures};
constexpr int kFirstWithBlock = 2;  // from this stage on, a residual block follows
constexpr const char* kHeadWeight = "head.weight";

std::string stageName(int stage) {
    return "stage" + std::to_string(stage);
}

void addConvolution(std::vector<TensorSpec>& specs, const std::string& name, std::int64_t in,
                    std::int64_t out) {
    specs.push_back({name + ".conv.weight", {out, in, 3, 3}});
    specs.push_back({name + ".conv.bias", {out}});
    specs.push_back({name + ".norm.weight", {out}});
    specs.push_back({name + ".norm.bias", {out}});
}

CheckpointFile open(const std::string& path) {
    return {io::openTensorFile(path), {}};
}

}  // namespace

at::Tensor toPlanes(const at::Tensor& pictures_BHW3, at::Device device) {
    return pictures_BHW3.to(device).permute({0, 3, 1, 2}).to(at::kFloat).contiguous();
}

std::vector<TensorSpec> classifierSpecs(int classes) {
    std::vector<TensorSpec> specs;
    std::int64_t in = 3;
    for (int stage = 0; stage < kStages; ++stage) {
        addConvolution(specs, stageName(stage) + ".down", in, kWidths[stage]);
        in = kWidths[stage];
        if (stage >= kFirstWithBlock) addConvolution(specs, stageName(stage) + ".block", in, in);
    }
    specs.push_back({kHeadWeight, {classes, kClassifierFeatures}});
    specs.push_back({"head.bias", {classes}});
    return specs;
}

// A convolution, a norm and SiLU.
struct SceneClassifier::Modules {
    struct Unit {
        Conv2d conv;
        GroupNorm norm;
        at::Tensor operator()(const at::Tensor& x) const { return at::silu(norm(conv(x))); }
    };
    Unit down[kStages], block[kStages];
    at::Tensor headWeight_KF, headBias_K;
};

SceneClassifier::SceneClassifier(int classes, StateDict weights)
    : classes_(classes), modules_(std::make_unique<Modules>()) {
    ParameterReader reader(weights);
    const auto unit = [&reader](const std::string& name, int stride) {
        return Modules::Unit{Conv2d(reader, name + ".conv", stride, 1),
                             GroupNorm(reader, name + ".norm")};
    };
    for (int stage = 0; stage < kStages; ++stage) {
        modules_->down[stage] = unit(stageName(stage) + ".down", 2);
        if (stage < kFirstWithBlock) continue;
        modules_->block[stage] = unit(stageName(stage) + ".block", 1);
    }
    modules_->headWeight_KF = reader.take(kHeadWeight);
    modules_->headBias_K = reader.take("head.bias");
    parameters_ = reader.taken();
}

SceneClassifier::~SceneClassifier() = default;

at::Device SceneClassifier::device() const {
    return modules_->headWeight_KF.device();
}

SceneClassifier::Output SceneClassifier::forward(const at::Tensor& image_B3HW) const {
    at::Tensor x = image_B3HW;
    for (int stage = 0; stage < kStages; ++stage) {
        x = modules_->down[stage](x);  // [B, width, side / 2, side / 2]
        if (stage >= kFirstWithBlock) x = x + modules_->block[stage](x);
    }
    const at::Tensor features_BF = x.mean({2, 3});
    return {features_BF, at::linear(features_BF, modules_->headWeight_KF, modules_->headBias_K)};
}

Features SceneClassifier::operator()(const at::Tensor& pictures_BHW3) const {
    const c10::InferenceMode inference;
    at::Tensor image = toPlanes(pictures_BHW3, device()).div_(127.5).sub_(1);  // [B, 3, H, W]
    if (image.size(2) != kClassifierSide || image.size(3) != kClassifierSide) {
        image = at::_upsample_bilinear2d_aa(image, {kClassifierSide, kClassifierSide},
                                            /*align_corners=*/false);
    }
    const Output output = forward(image);
    return {output.features_BF.to(at::kCPU), output.logits_BK.to(at::kCPU)};
}

bool isSceneClassifier(const std::string& path) {
    const io::TensorFile file = io::openTensorFile(path);
    return file.tensors.contains(kHeadWeight) && file.tensors.contains("stage0.down.conv.weight");
}

std::unique_ptr<SceneClassifier> loadSceneClassifier(const std::string& path, at::Device device) {
    const CheckpointFile checkpoint = open(path);
    const auto head = checkpoint.file.tensors.find(kHeadWeight);
    if (head == checkpoint.file.tensors.end() || head->second.shape.size() != 2) {
        io::refuseFile(
            path,
            "is not a scene classifier: the tensor 'head.weight' with two dimensions is missing",
            "Name a file that `duoscale-cli train classifier` wrote.");
    }
    const auto classes = static_cast<int>(head->second.shape[0]);
    LoadOptions options;
    options.device = device;
    return std::make_unique<SceneClassifier>(
        classes, loadStateDict(checkpoint, classifierSpecs(classes), options));
}

}  // namespace duo::eval
