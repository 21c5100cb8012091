#include "kernels/linear.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "device/cuda_backend.h"
#include "kernels/cpu/tensor_access.h"
#include "kernels/jobs/gated_add_job.h"

namespace duo::kernels {
namespace {

// Fewer multiplications are not worth another thread.
constexpr std::int64_t kWorkOfThread = 1 << 16;

bool tilesFit(const at::Tensor& x, const Weight& w, const at::Tensor& bias) {
    const cpu::CpuKernels* kernels = cpu::kernelsFor(x);
    const at::Tensor& m = w.values;
    if (kernels == nullptr || x.scalar_type() != w.type || !m.is_cpu()) return false;
    if (bias.defined() && (bias.scalar_type() != w.type || !bias.is_contiguous())) return false;
    const std::int64_t depthStep = kernels->depthStep[static_cast<int>(cpu::elementOf(x))];
    return m.is_contiguous() && m.size(1) % depthStep == 0 && m.size(0) % kernels->columnStep == 0;
}

// x: packed; must outlive the job
cpu::LinearJob jobOf(const at::Tensor& x, const Weight& w, const at::Tensor& bias) {
    cpu::LinearJob job;
    job.element = cpu::elementOf(x);
    job.x = x.const_data_ptr();
    job.w = w.values.const_data_ptr();
    if (w.isInt8()) job.weightScale = w.rowScale.const_data_ptr<float>();
    job.bias = bias.defined() ? bias.const_data_ptr() : nullptr;
    job.depth = w.values.size(1);
    job.columns = w.values.size(0);
    job.rows = x.numel() / job.depth;
    return job;
}

// Lays x out as the kernels need it. -> the tensor that holds it, or an undefined one if x is used
// as it is
at::Tensor arrange(cpu::LinearJob& job) {
    const cpu::CpuKernels* kernels = cpu::cpuKernels();
    if (job.element != cpu::Element::BFloat16 || kernels->arrange == nullptr) return {};
    const std::int64_t tiles = (job.rows + kernels->arrangedRows - 1) / kernels->arrangedRows;
    const at::Tensor room = at::empty({tiles * kernels->arrangedRows, job.depth}, at::kBFloat16);
    const std::int64_t workOfTile = kernels->arrangedRows * job.depth;
    at::parallel_for(0, tiles, kWorkOfThread / workOfTile + 1,
                     [&](std::int64_t begin, std::int64_t end) {
                         kernels->arrange(job, room.data_ptr(), begin, end);
                     });
    job.x = room.data_ptr();
    return room;
}

// Threads share the columns: each streams its own part of the weights.
void runTiles(cpu::LinearJob job) {
    const at::Tensor arranged = arrange(job);
    const cpu::CpuKernels* kernels = cpu::cpuKernels();
    const std::int64_t step = kernels->columnStep;
    const std::int64_t workOfStep = std::max<std::int64_t>(1, job.rows * job.depth * step);
    at::parallel_for(0, job.columns / step, kWorkOfThread / workOfStep + 1,
                     [&](std::int64_t begin, std::int64_t end) {
                         kernels->linear(job, begin * step, end * step);
                     });
}

at::Tensor runStored(const at::Tensor& x, const Weight& w, const at::Tensor& bias,
                     at::ScalarType out, cpu::Epilogue epilogue) {
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = w.values.size(0);
    const at::Tensor y = at::empty(shape, x.options().dtype(out));
    const at::Tensor packed = x.contiguous();
    cpu::LinearJob job = jobOf(packed, w, bias);
    job.out = cpu::elementOf(y);
    job.y = y.data_ptr();
    job.epilogue = epilogue;
    runTiles(job);
    return y;
}

void requireGate(const at::Tensor& y_RlO, const at::Tensor& gate_RO) {
    TORCH_CHECK(y_RlO.is_contiguous() && y_RlO.scalar_type() == at::kFloat &&
                    gate_RO.stride(1) == 1 && gate_RO.scalar_type() == at::kFloat,
                "y must be packed fp32, gate fp32 with a packed last dimension");
}

// On a GPU the library multiplies in the type of the weights; our kernel adds the product.
void addGatedOnGpu(at::Tensor& y_RlO, const at::Tensor& gate_RO, const at::Tensor& x_RlI,
                   const Weight& w, const at::Tensor& bias) {
    const at::Tensor product_RlO = plainLinear(x_RlI, w, {}, w.type).contiguous();
    const at::Tensor packedBias = bias.defined() ? bias.to(w.type).contiguous() : at::Tensor();
    GatedAddJob job;
    job.in = elementOf(product_RlO);
    job.product = product_RlO.const_data_ptr();
    job.bias = bias.defined() ? packedBias.const_data_ptr() : nullptr;
    job.gate = gate_RO.const_data_ptr<float>();
    job.y = y_RlO.mutable_data_ptr<float>();
    job.width = y_RlO.size(2);
    job.rowsPerEntry = y_RlO.size(1);
    job.entryStride = gate_RO.stride(0);
    CudaBackend::load().gatedAdd(y_RlO.get_device(), job, y_RlO.size(0) * y_RlO.size(1));
}

// Only on CUDA does the library's fused product use the tanh form of GELU.
at::Tensor geluOnGpu(const at::Tensor& x, const at::Tensor& w, const at::Tensor& bias) {
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = w.size(0);
    const at::Tensor rows = x.to(w.scalar_type()).reshape({-1, w.size(1)});
    return at::_addmm_activation(bias, rows, w.t(), 1, 1, /*use_gelu=*/true).view(shape);
}

}  // namespace

at::ScalarType activationType(at::Device device) {
    if (!device.is_cpu()) return at::kBFloat16;
    const cpu::CpuKernels* kernels = cpu::cpuKernels();
    return kernels != nullptr && kernels->bfloat16 ? at::kBFloat16 : at::kFloat;
}

at::Tensor linear(const at::Tensor& x, const Weight& w, const at::Tensor& bias,
                  at::ScalarType out) {
    if (!tilesFit(x, w, bias)) return plainLinear(x, w, bias, out);
    return runStored(x, w, bias, out, cpu::Epilogue::Store);
}

at::ScalarType productType(const Weight& w) {
    return w.values.is_cpu() ? at::kFloat : w.type;
}

at::Tensor linearGelu(const at::Tensor& x, const Weight& w, const at::Tensor& bias) {
    if (w.values.is_cuda() && !w.isInt8() && bias.defined()) return geluOnGpu(x, w.values, bias);
    if (!tilesFit(x, w, bias)) return plainLinearGelu(x, w, bias);
    return runStored(x, w, bias, w.type, cpu::Epilogue::Gelu);
}

void addGatedLinear(at::Tensor& y_RlO, const at::Tensor& gate_RO, const at::Tensor& x_RlI,
                    const Weight& w, const at::Tensor& bias) {
    const bool onGpu = w.values.is_cuda() && isElement(w.type);
    if (!onGpu && !tilesFit(x_RlI, w, bias))
        return plainAddGatedLinear(y_RlO, gate_RO, x_RlI, w, bias);
    requireGate(y_RlO, gate_RO);
    if (onGpu) return addGatedOnGpu(y_RlO, gate_RO, x_RlI, w, bias);
    const at::Tensor packed = x_RlI.contiguous();
    cpu::LinearJob job = jobOf(packed, w, bias);
    job.y = y_RlO.data_ptr();
    job.epilogue = cpu::Epilogue::GatedAdd;
    job.gate = gate_RO.const_data_ptr<float>();
    job.rowsPerGate = y_RlO.size(1);
    job.gateStride = gate_RO.stride(0);
    runTiles(job);
}

at::Tensor plainLinear(const at::Tensor& x, const Weight& w, const at::Tensor& bias,
                       at::ScalarType out) {
    if (w.isInt8()) {
        const at::Tensor y = at::linear(x.to(w.type), w.values.to(w.type)).to(at::kFloat);
        const at::Tensor scaled = y * w.rowScale;
        return (bias.defined() ? scaled + bias : scaled).to(out);
    }
    std::optional<at::Tensor> added;
    if (bias.defined()) added = bias;
    return at::linear(x.to(w.type), w.values, added).to(out);
}

at::Tensor plainLinearGelu(const at::Tensor& x, const Weight& w, const at::Tensor& bias) {
    return at::gelu(plainLinear(x, w, bias, w.type), "tanh");
}

void plainAddGatedLinear(at::Tensor& y_RlO, const at::Tensor& gate_RO, const at::Tensor& x_RlI,
                         const Weight& w, const at::Tensor& bias) {
    y_RlO.addcmul_(plainLinear(x_RlI, w, bias, w.type), gate_RO.unsqueeze(1));
}

}  // namespace duo::kernels
