#include "eval/inception_v3.h"

#include <c10/core/InferenceMode.h>

#include "base/error.h"

namespace duo::eval {
namespace {

constexpr std::int64_t kSide = 299;
constexpr double kNormEps = 1e-3;
constexpr const char* kFirst = "Conv2d_1a_3x3";

at::Tensor averagePool(const at::Tensor& x) {
    return at::avg_pool2d(x, {3, 3}, {1, 1}, {1, 1}, /*ceil_mode=*/false,
                          /*count_include_pad=*/false);
}

at::Tensor maximumPool(const at::Tensor& x, std::int64_t stride, std::int64_t padding) {
    return at::max_pool2d(x, {3, 3}, {stride, stride}, {padding, padding});
}

// Source of each pixel of a resized row: two neighbours and the weight of the second.
struct Taps {
    at::Tensor first, second, share;
};
Taps taps(std::int64_t from, std::int64_t to, at::Device device) {
    // fp32, as in TensorFlow 1
    const float scale = static_cast<float>(from) / static_cast<float>(to);
    const at::Tensor position = at::arange(to, at::kFloat) * scale;
    const at::Tensor first = position.floor().to(at::kLong).clamp_max(from - 1);
    return {first.to(device), (first + 1).clamp_max(from - 1).to(device),
            (position - first.to(at::kFloat)).to(device)};
}

}  // namespace

at::Tensor resizeLikeTensorFlow1(const at::Tensor& planes_B3HW, std::int64_t side) {
    const Taps x = taps(planes_B3HW.size(3), side, planes_B3HW.device());
    const Taps y = taps(planes_B3HW.size(2), side, planes_B3HW.device());
    const at::Tensor left = planes_B3HW.index_select(3, x.first);
    const at::Tensor wide = left + (planes_B3HW.index_select(3, x.second) - left) * x.share;
    const at::Tensor upper = wide.index_select(2, y.first);  // [B, 3, side, side]
    return upper + (wide.index_select(2, y.second) - upper) * y.share.unsqueeze(1);
}

std::vector<TensorSpec> inceptionSpecs() {
    std::vector<TensorSpec> specs;
    for (const InceptionLayer& layer : inceptionLayers()) {
        const std::string name = layer.name;
        specs.push_back({name + ".conv.weight", {layer.out, layer.in, layer.height, layer.width}});
        for (const char* part : {"weight", "bias", "running_mean", "running_var"}) {
            specs.push_back({name + ".bn." + part, {layer.out}});
        }
    }
    specs.push_back({"fc.weight", {1008, 2048}});
    return specs;
}

InceptionV3::InceptionV3(StateDict weights) {
    const c10::InferenceMode inference;
    for (const InceptionLayer& layer : inceptionLayers()) {
        const std::string name = layer.name;
        const at::Tensor scale = weights.take(name + ".bn.weight") /
                                 (weights.take(name + ".bn.running_var") + kNormEps).sqrt();
        const at::Tensor mean = weights.take(name + ".bn.running_mean");
        units_[name] = {weights.take(name + ".conv.weight") * scale.view({-1, 1, 1, 1}),
                        weights.take(name + ".bn.bias") - mean * scale};
    }
    head_KF = weights.take("fc.weight");
}

at::Tensor InceptionV3::unit(const std::string& name, const at::Tensor& x, std::int64_t stride,
                             Padding padding) const {
    const Folded& folded = units_.at(name);
    at::Tensor y =
        at::conv2d(x, folded.weight, folded.bias, {stride, stride}, at::IntArrayRef(padding));
    return at::relu_(y);
}

at::Tensor InceptionV3::blockA(const std::string& name, const at::Tensor& x) const {
    const at::Tensor one = unit(name + ".branch1x1", x);
    const at::Tensor five = unit(name + ".branch5x5_2", unit(name + ".branch5x5_1", x), 1, {2, 2});
    const at::Tensor three =
        unit(name + ".branch3x3dbl_2", unit(name + ".branch3x3dbl_1", x), 1, {1, 1});
    return at::cat({one, five, unit(name + ".branch3x3dbl_3", three, 1, {1, 1}),
                    unit(name + ".branch_pool", averagePool(x))},
                   1);
}

at::Tensor InceptionV3::blockB(const std::string& name, const at::Tensor& x) const {
    const at::Tensor twice =
        unit(name + ".branch3x3dbl_2", unit(name + ".branch3x3dbl_1", x), 1, {1, 1});
    return at::cat({unit(name + ".branch3x3", x, 2), unit(name + ".branch3x3dbl_3", twice, 2),
                    maximumPool(x, 2, 0)},
                   1);
}

at::Tensor InceptionV3::blockC(const std::string& name, const at::Tensor& x) const {
    const Padding row{0, 3}, column{3, 0};  // for 1 x 7 and 7 x 1 kernels
    at::Tensor seven = unit(name + ".branch7x7_1", x);
    seven = unit(name + ".branch7x7_2", seven, 1, row);
    seven = unit(name + ".branch7x7_3", seven, 1, column);
    at::Tensor twice = unit(name + ".branch7x7dbl_1", x);
    twice = unit(name + ".branch7x7dbl_2", twice, 1, column);
    twice = unit(name + ".branch7x7dbl_3", twice, 1, row);
    twice = unit(name + ".branch7x7dbl_4", twice, 1, column);
    twice = unit(name + ".branch7x7dbl_5", twice, 1, row);
    return at::cat(
        {unit(name + ".branch1x1", x), seven, twice, unit(name + ".branch_pool", averagePool(x))},
        1);
}

at::Tensor InceptionV3::blockD(const std::string& name, const at::Tensor& x) const {
    const at::Tensor three = unit(name + ".branch3x3_2", unit(name + ".branch3x3_1", x), 2);
    at::Tensor seven = unit(name + ".branch7x7x3_1", x);
    seven = unit(name + ".branch7x7x3_2", seven, 1, {0, 3});
    seven = unit(name + ".branch7x7x3_3", seven, 1, {3, 0});
    return at::cat({three, unit(name + ".branch7x7x3_4", seven, 2), maximumPool(x, 2, 0)}, 1);
}

at::Tensor InceptionV3::blockE(const std::string& name, const at::Tensor& x, bool maximum) const {
    const auto forked = [&](const std::string& branch, const at::Tensor& from, const char* a,
                            const char* b) {
        return at::cat({unit(branch + a, from, 1, {0, 1}), unit(branch + b, from, 1, {1, 0})}, 1);
    };
    const at::Tensor three = unit(name + ".branch3x3_1", x);
    const at::Tensor twice =
        unit(name + ".branch3x3dbl_2", unit(name + ".branch3x3dbl_1", x), 1, {1, 1});
    return at::cat({unit(name + ".branch1x1", x), forked(name + ".branch3x3", three, "_2a", "_2b"),
                    forked(name + ".branch3x3dbl", twice, "_3a", "_3b"),
                    unit(name + ".branch_pool", maximum ? maximumPool(x, 1, 1) : averagePool(x))},
                   1);
}

at::Tensor InceptionV3::pool3(const at::Tensor& image_B3HW) const {
    at::Tensor x = unit(kFirst, image_B3HW, 2);                      // [B, 32, 149, 149]
    x = unit("Conv2d_2b_3x3", unit("Conv2d_2a_3x3", x), 1, {1, 1});  // [B, 64, 147, 147]
    x = unit("Conv2d_3b_1x1", maximumPool(x, 2, 0));                 // [B, 80, 73, 73]
    x = maximumPool(unit("Conv2d_4a_3x3", x), 2, 0);                 // [B, 192, 35, 35]
    for (const char* name : {"Mixed_5b", "Mixed_5c", "Mixed_5d"}) x = blockA(name, x);
    x = blockB("Mixed_6a", x);  // [B, 768, 17, 17]
    for (const char* name : {"Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"}) x = blockC(name, x);
    x = blockD("Mixed_7a", x);  // [B, 1280, 8, 8]
    x = blockE("Mixed_7c", blockE("Mixed_7b", x, false), true);
    return x.mean({2, 3});  // [B, 2048]
}

Features InceptionV3::operator()(const at::Tensor& pictures_BHW3) const {
    const c10::InferenceMode inference;
    const at::Tensor planes = toPlanes(pictures_BHW3, head_KF.device());
    const at::Tensor features_BF = pool3(resizeLikeTensorFlow1(planes, kSide).sub_(128).div_(128));
    const at::Tensor logits_BK = at::linear(features_BF, head_KF);
    return {features_BF.to(at::kCPU), logits_BK.to(at::kCPU)};
}

bool isInceptionV3(const std::string& path) {
    return io::openTensorFile(path).tensors.contains(std::string(kFirst) + ".conv.weight");
}

std::unique_ptr<InceptionV3> loadInceptionV3(const std::string& path, at::Device device) {
    LoadOptions options;
    options.device = device;
    const CheckpointFile checkpoint{io::openTensorFile(path), {}};
    return std::make_unique<InceptionV3>(loadStateDict(checkpoint, inceptionSpecs(), options));
}

}  // namespace duo::eval
