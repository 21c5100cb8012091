// Devices by name, and the number of CPU threads.
#pragma once

#include <ATen/ATen.h>

#include <string>

#include "protocol/generation_request.h"

namespace duo {

// "auto" (the first GPU if there is one, else the CPU), "cpu", "cuda", "cuda:1". Loads the CUDA
// plug-in for a GPU. Error(Usage) for other names, Error(Device) if the device is absent.
at::Device resolveDevice(const std::string& name);
std::string deviceName(at::Device device);  // "cpu", "cuda:0"

// Waits until a GPU has done all its work. Returns at once for the CPU.
void finishDeviceWork(at::Device device);

// Sets the threads that tensor operations of the calling thread use; 0: all cores. Error(Usage)
// below 0.
void applyThreads(int threads);

// Type of activations and of the weights that are stored in it. With Int8: of weights not in int8.
at::ScalarType computeType(Precision precision, at::Device device);

}  // namespace duo
