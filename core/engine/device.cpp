#include "engine/device.h"

#include <ATen/Parallel.h>

#include <charconv>
#include <thread>

#include "base/error.h"
#include "device/cuda_backend.h"
#include "kernels/weight.h"

namespace duo {
namespace {

at::Device cudaDevice(const std::string& name, int index) {
    const int count = CudaBackend::load().deviceCount();
    if (index < count) return {at::kCUDA, static_cast<c10::DeviceIndex>(index)};
    throw Error(ErrorKind::Device, "There is no device '" + name + "': this machine has " +
                                       std::to_string(count) + " CUDA device" +
                                       (count == 1 ? "." : "s."));
}

}  // namespace

at::Device resolveDevice(const std::string& name) {
    if (name == "cpu") return at::kCPU;
    if (name == "cuda") return cudaDevice(name, 0);
    if (name == "auto") {
        return CudaBackend::available() ? cudaDevice("cuda:0", 0) : at::Device(at::kCPU);
    }
    const std::string prefix = "cuda:";
    int index = 0;
    const char* const end = name.data() + name.size();
    if (name.starts_with(prefix)) {
        const auto [stop, error] = std::from_chars(name.data() + prefix.size(), end, index);
        if (error == std::errc{} && stop == end && index >= 0 && index < 128) {
            return cudaDevice(name, index);
        }
    }
    throw Error(ErrorKind::Usage, "There is no device called '" + name + "'.",
                "Devices are auto, cpu, cuda, and cuda:1 for the second GPU.");
}

std::string deviceName(at::Device device) {
    return device.is_cpu() ? "cpu" : "cuda:" + std::to_string(device.index());
}

void finishDeviceWork(at::Device device) {
    if (device.is_cuda()) CudaBackend::load().synchronise(device.index());
}

void applyThreads(int threads) {
    if (threads < 0) {
        throw Error(ErrorKind::Usage,
                    "The number of threads must be 0 (all cores) or more; found " +
                        std::to_string(threads) + ".");
    }
    const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    at::set_num_threads(threads == 0 ? cores : threads);
}

at::ScalarType computeType(Precision precision, at::Device device) {
    switch (precision) {
        case Precision::BFloat16:
            return at::kBFloat16;
        case Precision::Float16:
            return at::kHalf;
        case Precision::Int8:
            return kernels::activationType(device);
        case Precision::Float32:
            break;
    }
    return at::kFloat;
}

}  // namespace duo
