#include "model/project.h"

#include <c10/core/GradMode.h>

#include "kernels/linear.h"

namespace duo {

at::Tensor project(const at::Tensor& x, const kernels::Weight& weight, const at::Tensor& bias) {
    const at::Tensor typed = x.to(weight.type);
    if (at::GradMode::is_enabled() && !weight.isInt8()) {
        return at::linear(typed, weight.values, bias);
    }
    return kernels::linear(typed, weight, bias, weight.type);
}

}  // namespace duo
