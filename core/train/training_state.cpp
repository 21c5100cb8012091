#include "train/training_state.h"

#include <c10/core/GradMode.h>

#include <bit>
#include <charconv>

#include "base/error.h"
#include "checkpoint/state_dict.h"
#include "io/tensor_entry.h"

namespace duo::train {
namespace {

at::ScalarType typeOf(const io::TensorEntry& entry, const std::string& path) {
    if (entry.dtype == io::DType::Float32) return at::kFloat;
    if (entry.dtype == io::DType::Int64) return at::kLong;
    throw Error(ErrorKind::Checkpoint, "The training state '" + path + "' holds a tensor of type " +
                                           io::dtypeName(entry.dtype) +
                                           "; only float32 and int64 are supported.");
}

// Names and shapes, one per line.
std::string outlineOf(const TrainingState& state) {
    std::string outline;
    for (const auto& [name, tensor] : state.tensors)
        outline += name + " " + io::shapeText(tensor.sizes().vec()) + "\n";
    return outline;
}

// Alternating keys and values, each terminated by a NUL.
std::string packed(const std::map<std::string, std::string>& values) {
    std::string text;
    for (const auto& [key, value] : values) text += key + '\0' + value + '\0';
    return text;
}

std::map<std::string, std::string> unpacked(const std::string& text) {
    std::map<std::string, std::string> values;
    for (std::size_t at = 0; at < text.size();) {
        const std::string key = text.data() + at;
        const std::string value = text.data() + at + key.size() + 1;
        at += key.size() + value.size() + 2;
        values.emplace(key, value);
    }
    return values;
}

}  // namespace

TrainingState leadersState(const ProcessGroup& group, const TrainingState& own) {
    if (group.broadcast(outlineOf(own)) != outlineOf(own)) {
        throw Error(ErrorKind::Usage,
                    "Process " + std::to_string(group.rank()) +
                        " trains a model with other tensor sizes than process 0.",
                    "Start all processes with the same options and files.");
    }
    TrainingState state{"of process 0", {}, unpacked(group.broadcast(packed(own.values)))};
    for (const auto& [name, tensor] : own.tensors) {
        state.tensors[name] = group.leads() ? tensor : tensor.clone();
        group.broadcast({state.tensors[name]});
    }
    return state;
}

void TrainingState::setNumber(const std::string& key, std::int64_t value) {
    values[key] = std::to_string(value);
}

void TrainingState::setReal(const std::string& key, double value) {
    setNumber(key, std::bit_cast<std::int64_t>(value));
}

const std::string& TrainingState::text(const std::string& key) const {
    const auto found = values.find(key);
    if (found == values.end()) {
        throw Error(ErrorKind::Checkpoint,
                    "The training state '" + source + "' lacks the value '" + key + "'.");
    }
    return found->second;
}

std::int64_t TrainingState::number(const std::string& key) const {
    const std::string& digits = text(key);
    std::int64_t value = 0;
    const auto [end, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (problem != std::errc() || end != digits.data() + digits.size()) {
        throw Error(ErrorKind::Checkpoint, "The value '" + key + "' of the training state '" +
                                               source + "' is '" + digits + "', not a number.");
    }
    return value;
}

double TrainingState::real(const std::string& key) const {
    return std::bit_cast<double>(number(key));
}

void TrainingState::copyInto(const std::string& name, const at::Tensor& target) const {
    const c10::NoGradGuard noGrad;
    const auto found = tensors.find(name);
    if (found == tensors.end()) {
        throw Error(ErrorKind::Checkpoint,
                    "The training state '" + source + "' lacks the tensor '" + name + "'.",
                    "Continue with the options of that run.");
    }
    if (found->second.sizes() != target.sizes()) {
        throw Error(ErrorKind::Checkpoint,
                    "The tensor '" + name + "' of the training state '" + source + "' is " +
                        io::shapeText(found->second.sizes().vec()) + ", expected " +
                        io::shapeText(target.sizes().vec()) + ".",
                    "Continue with the options of that run.");
    }
    target.detach().copy_(found->second);
}

void TrainingState::put(const std::string& prefix, const NamedTensors& named) {
    for (const auto& [name, tensor] : named) tensors[prefix + name] = tensor.detach();
}

void TrainingState::copyInto(const std::string& prefix, const NamedTensors& targets) const {
    for (const auto& [name, tensor] : targets) copyInto(prefix + name, tensor);
}

void saveTrainingState(const std::string& path, const TrainingState& state) {
    saveStateDict(path, state.tensors, at::kFloat, state.values);
}

TrainingState loadTrainingState(const std::string& path) {
    const io::TensorFile file = io::openTensorFile(path);
    TrainingState state{path, {}, file.metadata};
    for (const auto& [name, entry] : file.tensors) {
        at::Tensor tensor = at::empty(entry.shape, typeOf(entry, path));
        io::copyRowMajor(entry, 0, entry.elements(), static_cast<std::byte*>(tensor.data_ptr()));
        state.tensors.emplace(name, std::move(tensor));
    }
    return state;
}

}  // namespace duo::train
