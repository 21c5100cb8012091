#include "model/nn_conv.h"

#include <c10/core/GradMode.h>

#include <numeric>

namespace duo {
namespace {

constexpr std::int64_t kGroups = 32;
constexpr double kNormEps = 1e-6;

}  // namespace

at::Tensor ParameterReader::take(const std::string& name) {
    at::Tensor tensor = weights_.take(name);
    taken_.emplace_back(name, tensor);
    return tensor;
}

Conv2d::Conv2d(ParameterReader& reader, const std::string& name, int stride, int padding)
    : weight_(reader.take(name + ".weight")),
      bias_(reader.take(name + ".bias")),
      stride_(stride),
      padding_(padding) {}

at::Tensor Conv2d::operator()(const at::Tensor& x_BIHW) const {
    return at::conv2d(x_BIHW.to(weight_.scalar_type()), weight_, bias_, {stride_, stride_},
                      {padding_, padding_});
}

GroupNorm::GroupNorm(ParameterReader& reader, const std::string& name)
    : weight_(reader.take(name + ".weight")), bias_(reader.take(name + ".bias")) {}

at::Tensor GroupNorm::operator()(const at::Tensor& x_BCHW) const {
    // norms are kept in fp32 whatever the precision of the convolutions
    const at::ScalarType type = x_BCHW.scalar_type();
    return at::group_norm(x_BCHW, std::gcd(kGroups, weight_.size(0)), weight_.to(type), bias_.to(type), kNormEps);
}

at::Tensor siluOwned(at::Tensor x) {
    if (c10::GradMode::is_enabled()) return at::silu(x);
    return at::silu_(x);
}

}  // namespace duo
