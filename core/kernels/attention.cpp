#include "kernels/attention.h"

#include <ATen/Parallel.h>

#include "kernels/cpu/tensor_access.h"

namespace duo::kernels {
namespace {

// [R, H, n, h]: rows packed, and a picture's planes as far apart as two pictures' are
bool planesLieEvenly(const at::Tensor& t) {
    return t.stride(3) == 1 && t.stride(2) == t.size(3) && t.stride(0) == t.size(1) * t.stride(1);
}

bool fits(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& out) {
    const cpu::CpuKernels* kernels = cpu::kernelsFor(q);
    const at::ScalarType type = q.scalar_type();
    return kernels != nullptr && k.scalar_type() == type && v.scalar_type() == type &&
           out.scalar_type() == type && q.size(3) % kernels->headStep == 0 && planesLieEvenly(q) &&
           planesLieEvenly(k) && v.strides() == k.strides() && out.stride(2) == 1 &&
           out.stride(1) == out.size(2);
}

}  // namespace

void attend(const at::Tensor& q_RHlh, const at::Tensor& k_RHnh, const at::Tensor& v_RHnh,
            at::Tensor out_RlC) {
    if (!fits(q_RHlh, k_RHnh, v_RHnh, out_RlC))
        return plainAttend(q_RHlh, k_RHnh, v_RHnh, std::move(out_RlC));
    cpu::AttentionJob job;
    job.element = cpu::elementOf(q_RHlh);
    job.q = q_RHlh.const_data_ptr();
    job.k = k_RHnh.const_data_ptr();
    job.v = v_RHnh.const_data_ptr();
    job.out = out_RlC.data_ptr();
    job.queries = q_RHlh.size(2);
    job.keys = k_RHnh.size(2);
    job.heads = q_RHlh.size(1);
    job.headWidth = q_RHlh.size(3);
    job.queryPlane = q_RHlh.stride(1);
    job.cachePlane = k_RHnh.stride(1);
    job.outPicture = out_RlC.stride(0);
    at::parallel_for(0, q_RHlh.size(0) * job.heads, 1, [&](std::int64_t begin, std::int64_t end) {
        cpu::cpuKernels()->attention(job, begin, end);
    });
}

void plainAttend(const at::Tensor& q_RHlh, const at::Tensor& k_RHnh, const at::Tensor& v_RHnh,
                 at::Tensor out_RlC) {
    const at::Tensor mixed_RHlh =
        at::scaled_dot_product_attention(q_RHlh, k_RHnh, v_RHnh, {}, 0.0, false, /*scale=*/1.0);
    out_RlC.copy_(mixed_RHlh.transpose(1, 2).flatten(2));  // [R, l, C]
}

}  // namespace duo::kernels
