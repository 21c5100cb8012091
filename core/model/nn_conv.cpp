#include "model/nn_conv.h"

#include <c10/core/GradMode.h>

#include <numeric>

#include "kernels/group_norm_silu.h"

namespace duo {
namespace {

constexpr std::int64_t kGroups = 32;
constexpr double kNormEps = 1e-6;

// In a doubled picture every output pixel sees two source pixels: an even one (part 0) its left
// neighbour and itself, an odd one itself and its right neighbour. So three taps fold into two.
// w: size 3 along dim -> size 2
at::Tensor foldTaps(const at::Tensor& w, int dim, int part) {
    const auto tap = [&](int i) { return w.narrow(dim, i, 1); };
    return part == 0 ? at::cat({tap(0), tap(1) + tap(2)}, dim)
                     : at::cat({tap(0) + tap(1), tap(2)}, dim);
}

}  // namespace

at::Tensor ParameterReader::take(const std::string& name) {
    at::Tensor tensor = weights_.take(name);
    taken_.emplace_back(name, tensor);
    return tensor;
}

at::Tensor ParameterReader::takeKernel(const std::string& name) {
    at::Tensor kernel = weights_.take(name);
    if (weights_.pages() == nullptr) kernel = kernel.contiguous(at::MemoryFormat::ChannelsLast);
    taken_.emplace_back(name, kernel);
    return kernel;
}

Conv2d::Conv2d(ParameterReader& reader, const std::string& name, int stride, int padding)
    : weight_(reader.takeKernel(name + ".weight")),
      bias_(reader.take(name + ".bias")),
      stride_(stride),
      padding_(padding) {}

// A kernel that stays in its file is copied to channels last for each convolution.
kernels::Conv3x3 Conv2d::applied(const at::Tensor& x_BIHW) const {
    return {x_BIHW.to(weight_.scalar_type()), weight_.contiguous(at::MemoryFormat::ChannelsLast),
            bias_, false, at::Tensor()};
}

// Training uses the plain forms, which have a backward.
bool Conv2d::byWinograd(const kernels::Conv3x3& conv) const {
    return stride_ == 1 && padding_ == 1 && !c10::GradMode::is_enabled() &&
           kernels::winogradPays(conv);
}

at::Tensor Conv2d::operator()(const at::Tensor& x_BIHW) const {
    const kernels::Conv3x3 conv = applied(x_BIHW);
    if (byWinograd(conv)) return kernels::winograd(conv);
    return at::conv2d(conv.x_BIHW, conv.w_OI33, bias_, {stride_, stride_}, {padding_, padding_});
}

at::Tensor Conv2d::addedTo(at::Tensor y_BOHW, const at::Tensor& x_BIHW) const {
    if (c10::GradMode::is_enabled()) return (*this)(x_BIHW) + y_BOHW;
    kernels::Conv3x3 conv = applied(x_BIHW);
    conv.onto = y_BOHW;
    if (byWinograd(conv)) return kernels::winograd(conv);
    return y_BOHW.add_((*this)(x_BIHW));
}

at::Tensor Conv2d::upsampled(const at::Tensor& x_BIHW) const {
    kernels::Conv3x3 conv = applied(x_BIHW);
    conv.doubled = true;
    if (byWinograd(conv)) return kernels::winograd(conv);
    if (c10::GradMode::is_enabled()) return kernels::plainWinograd(conv);
    return upsampledFolded(x_BIHW);
}

// Four convolutions of 2×2 taps over the small picture, one for each position in a 2×2 cell of the
// large one: 4/9 of the products, and no doubled copy of the input.
at::Tensor Conv2d::upsampledFolded(const at::Tensor& x_BIHW) const {
    const at::ScalarType type = weight_.scalar_type();
    const std::int64_t height = x_BIHW.size(2), width = x_BIHW.size(3), out = weight_.size(0);
    std::vector<at::Tensor> kernels;
    for (const int part : {0, 1, 2, 3}) {
        kernels.push_back(foldTaps(foldTaps(weight_.to(at::kFloat), 2, part / 2), 3, part % 2));
    }
    const at::Tensor kernel_4OI22 =
        at::cat(kernels).to(type).contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor parts =  // [B, 4O, H + 1, W + 1]
        at::conv2d(x_BIHW.to(type), kernel_4OI22, bias_.repeat({4}), {1, 1}, {1, 1});
    const at::Tensor y_BOHW =
        at::empty({x_BIHW.size(0), out, 2 * height, 2 * width},
                  parts.options().memory_format(at::MemoryFormat::ChannelsLast));
    for (const int part : {0, 1, 2, 3}) {
        const int row = part / 2, column = part % 2;
        y_BOHW.slice(2, row, 2 * height, 2)
            .slice(3, column, 2 * width, 2)
            .copy_(
                parts.narrow(1, part * out, out).narrow(2, row, height).narrow(3, column, width));
    }
    return y_BOHW;
}

GroupNorm::GroupNorm(ParameterReader& reader, const std::string& name)
    : weight_(reader.take(name + ".weight")), bias_(reader.take(name + ".bias")) {}

std::int64_t GroupNorm::groups() const {
    return std::gcd(kGroups, weight_.size(0));
}

at::Tensor GroupNorm::operator()(const at::Tensor& x_BCHW) const {
    // norm weights are fp32 whatever the precision of the convolutions
    const at::ScalarType type = x_BCHW.scalar_type();
    return at::group_norm(x_BCHW, groups(), weight_.to(type), bias_.to(type), kNormEps);
}

at::Tensor GroupNorm::thenSilu(const at::Tensor& x_BCHW) const {
    if (c10::GradMode::is_enabled()) return at::silu((*this)(x_BCHW));
    return kernels::groupNormSilu(x_BCHW, groups(), weight_, bias_, kNormEps);
}

at::Tensor GroupNorm::thenSiluOwned(at::Tensor x_BCHW) const {
    if (c10::GradMode::is_enabled()) return thenSilu(x_BCHW);
    kernels::groupNormSilu_(x_BCHW, groups(), weight_, bias_, kNormEps);
    return x_BCHW;
}

}  // namespace duo
