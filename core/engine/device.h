// Names of devices to devices, and how many CPU threads work.
#pragma once

#include <ATen/ATen.h>

#include <string>

#include "protocol/generation_request.h"

namespace duo {

// "auto" (the first GPU where there is one, else the CPU), "cpu", "cuda", "cuda:1". Loads the CUDA
// plug-in where a GPU is meant. Error(Usage) for other words, Error(Device) where it is absent.
at::Device resolveDevice(const std::string& name);
std::string deviceName(at::Device device);  // "cpu", "cuda:0"

// Waits until a GPU has done all that it was given; on the CPU nothing waits.
void finishDeviceWork(at::Device device);

// For the calling thread and those it computes with; 0: all cores. Error(Usage) below 0.
void applyThreads(int threads);

// Of activations, and of all weights that have a choice; with Int8, of those that are not int8.
at::ScalarType computeType(Precision precision, at::Device device);

}  // namespace duo
