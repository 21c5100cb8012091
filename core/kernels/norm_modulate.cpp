#include "kernels/norm_modulate.h"

#include <ATen/Parallel.h>

#include "device/cuda_backend.h"
#include "kernels/cpu/tensor_access.h"

namespace duo::kernels {
namespace {

constexpr double kEpsilon = 1e-6;

bool computes(const at::Tensor& x, at::ScalarType out) {
    if (x.is_cuda()) return isElement(out);
    return cpu::kernelsFor(x) != nullptr && (out == at::kFloat || out == at::kBFloat16);
}

bool fits(const at::Tensor& x_RlC, const at::Tensor& scale_RC, const at::Tensor& shift_RC,
          at::ScalarType out) {
    return x_RlC.scalar_type() == at::kFloat && computes(x_RlC, out) && x_RlC.is_contiguous() &&
           scale_RC.scalar_type() == at::kFloat && shift_RC.scalar_type() == at::kFloat &&
           scale_RC.stride(1) == 1 && shift_RC.strides() == scale_RC.strides();
}

}  // namespace

at::Tensor normModulate(const at::Tensor& x_RlC, const at::Tensor& scale_RC,
                        const at::Tensor& shift_RC, at::ScalarType out) {
    if (!fits(x_RlC, scale_RC, shift_RC, out)) {
        return plainNormModulate(x_RlC, scale_RC, shift_RC).to(out);
    }
    const at::Tensor y_RlC = at::empty(x_RlC.sizes(), x_RlC.options().dtype(out));
    NormModulateJob job;
    job.out = elementOf(y_RlC);
    job.x = x_RlC.const_data_ptr<float>();
    job.scale = scale_RC.const_data_ptr<float>();
    job.shift = shift_RC.const_data_ptr<float>();
    job.y = y_RlC.data_ptr();
    job.width = x_RlC.size(2);
    job.rowsPerEntry = x_RlC.size(1);
    job.entryStride = scale_RC.stride(0);
    job.epsilon = static_cast<float>(kEpsilon);
    const std::int64_t rows = x_RlC.size(0) * x_RlC.size(1);
    if (x_RlC.is_cuda()) {
        CudaBackend::load().normModulate(x_RlC.get_device(), job, rows);
        return y_RlC;
    }
    at::parallel_for(0, rows, 8192 / job.width + 1, [&](std::int64_t begin, std::int64_t end) {
        cpu::cpuKernels()->normModulate(job, begin, end);
    });
    return y_RlC;
}

at::Tensor plainNormModulate(const at::Tensor& x_RlC, const at::Tensor& scale_RC,
                             const at::Tensor& shift_RC) {
    const at::Tensor norm = at::layer_norm(x_RlC, {x_RlC.size(2)}, {}, {}, kEpsilon);
    return at::addcmul(shift_RC.unsqueeze(1), norm, scale_RC.unsqueeze(1) + 1);
}

}  // namespace duo::kernels
