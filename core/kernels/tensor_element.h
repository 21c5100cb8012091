// A tensor's number type as the kernels name it.
#pragma once

#include <ATen/ATen.h>

#include "kernels/jobs/element.h"

namespace duo::kernels {

inline bool isElement(at::ScalarType type) {
    return type == at::kFloat || type == at::kBFloat16 || type == at::kHalf;
}

// isElement must hold for the type of t.
inline Element elementOf(const at::Tensor& t) {
    if (t.scalar_type() == at::kFloat) return Element::Float32;
    return t.scalar_type() == at::kBFloat16 ? Element::BFloat16 : Element::Float16;
}

}  // namespace duo::kernels
