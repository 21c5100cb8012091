// The numbers of a tensor as a plain list, for events.
#pragma once

#include <ATen/ATen.h>

#include <vector>

namespace duo {

// Any shape, row by row, converted to T.
template <class T>
std::vector<T> listOf(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.to(at::kCPU, c10::CppTypeToScalarType<T>::value).contiguous();
    const T* data = flat.const_data_ptr<T>();
    return {data, data + flat.numel()};
}

}  // namespace duo
