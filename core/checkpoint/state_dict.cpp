#include "checkpoint/state_dict.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>

#include "base/error.h"
#include "base/stop.h"
#include "checkpoint/int8_rows.h"
#include "checkpoint/weight_policy.h"

namespace duo {
namespace {

constexpr std::int64_t kPieceBytes = std::int64_t{16} << 20;  // converted at a time

at::ScalarType scalarType(io::DType dtype) {
    switch (dtype) {
        case io::DType::Float32:
            return at::kFloat;
        case io::DType::Float16:
            return at::kHalf;
        case io::DType::BFloat16:
            return at::kBFloat16;
        case io::DType::Float64:
            return at::kDouble;
        case io::DType::Int64:
            return at::kLong;
        case io::DType::Int32:
            return at::kInt;
        case io::DType::Int16:
            return at::kShort;
        case io::DType::Int8:
            return at::kChar;
        case io::DType::UInt8:
            return at::kByte;
        case io::DType::Bool:
            return at::kBool;
    }
    TORCH_CHECK(false, "unknown dtype");
}

io::DType fileType(at::ScalarType type) {
    for (const io::DType dtype :
         {io::DType::Float32, io::DType::Float16, io::DType::BFloat16, io::DType::Float64,
          io::DType::Int64, io::DType::Int32, io::DType::Int16, io::DType::Int8, io::DType::UInt8,
          io::DType::Bool}) {
        if (scalarType(dtype) == type) return dtype;
    }
    TORCH_CHECK(false, "tensors of type ", type, " cannot be written");
}

// Copies a mapped tensor piece by piece into one of the given type and device, so that no whole
// tensor in the file's type and no aligned copy of it exists.
// piece_U: [kPieceBytes] uint8, shared by all tensors: separate buffers would leave holes in the
// heap that are slightly too small for the next aligned tensor.
at::Tensor convert(const io::TensorEntry& entry, at::ScalarType dtype, at::Device device,
                   const at::Tensor& piece_U) {
    const at::ScalarType from = scalarType(entry.dtype);
    at::Tensor target = at::empty(entry.shape, at::device(device).dtype(dtype));
    const std::int64_t elements = target.numel();
    if (from == dtype && device.is_cpu()) {
        io::copyRowMajor(entry, 0, elements, static_cast<std::byte*>(target.data_ptr()));
        return target;
    }
    at::Tensor flat = target.view(-1);
    const at::Tensor piece = piece_U.view(from);
    for (std::int64_t first = 0; first < elements; first += piece.numel()) {
        const std::int64_t count = std::min(piece.numel(), elements - first);
        io::copyRowMajor(entry, first, count, static_cast<std::byte*>(piece.data_ptr()));
        flat.narrow(0, first, count).copy_(piece.narrow(0, 0, count));
    }
    return target;
}

// The same for a matrix in int8, row by row.
Int8Rows convertToInt8(const io::TensorEntry& entry, at::Device device, const at::Tensor& piece_U) {
    const std::int64_t inputs = entry.shape[1];
    const at::Tensor piece = piece_U.view(scalarType(entry.dtype));
    return roundRows(entry.shape, device, [&](std::int64_t first, std::int64_t count) {
        io::copyRowMajor(entry, first * inputs, count * inputs,
                         static_cast<std::byte*>(piece.data_ptr()));
        return piece.narrow(0, 0, count * inputs).view({count, inputs});
    });
}

const io::TensorEntry& requireEntry(const CheckpointFile& checkpoint, const TensorSpec& spec) {
    const auto found = checkpoint.file.tensors.find(spec.name);
    if (found == checkpoint.file.tensors.end()) {
        throw Error(ErrorKind::Checkpoint, "The file '" + checkpoint.path() +
                                               "' lacks the tensor '" + spec.name + "' " +
                                               io::shapeText(spec.shape) + ".");
    }
    if (found->second.shape != spec.shape) {
        throw Error(ErrorKind::Checkpoint, "The tensor '" + spec.name + "' in the file '" +
                                               checkpoint.path() + "' is " +
                                               io::shapeText(found->second.shape) + ", expected " +
                                               io::shapeText(spec.shape) + ".");
    }
    return found->second;
}

// The tensor in place; undefined if it must be converted. Tensors that always stay fp32 are small.
at::Tensor inPlace(const WeightPages& pages, const io::TensorEntry& entry, at::ScalarType dtype) {
    if (scalarType(entry.dtype) != dtype || !WeightPages::usable(entry)) return {};
    return pages.tensor(entry, dtype);
}

// Matrices only: the other tensors are few and small.
[[noreturn]] void refuseConversion(const CheckpointFile& checkpoint, const std::string& name,
                                   const io::TensorEntry& entry, at::ScalarType dtype) {
    const std::string wanted = io::dtypeName(fileType(dtype));
    throw Error(
        ErrorKind::Checkpoint,
        "The weights in '" + checkpoint.path() + "' cannot be used in place: '" + name + "' is " +
            (scalarType(entry.dtype) == dtype
                 ? "not in one aligned piece"
                 : io::dtypeName(entry.dtype) + ", expected " + wanted) +
            ".",
        "Write them in that precision with `duoscale-cli convert`, or leave out --offload.");
}

// Loads one file's tensors with the given options.
class Loader {
  public:
    Loader(const CheckpointFile& checkpoint, const LoadOptions& options)
        : checkpoint_(checkpoint),
          options_(options),
          piece_U_(at::empty({kPieceBytes}, at::kByte)) {
        if (options.inFile) pages = std::make_shared<const WeightPages>(checkpoint.file);
    }

    void load(const std::string& name, const io::TensorEntry& entry, StateDict& weights) const {
        const bool found = entry.dtype == io::DType::Int8;
        if (options_.int8 && canBeInt8(name)) {
            const Int8Rows rows = found ? readInt8(name, entry) : roundToInt8(name, entry);
            weights.put(name, rows.values);
            weights.put(rowScaleName(name), rows.scale);
        } else if (found && pages == nullptr) {
            weights.put(name, readWidened(name, entry));
        } else {
            weights.put(name, readPlain(name, entry));
        }
    }

    std::shared_ptr<const WeightPages> pages;

  private:
    at::Tensor readScale(const std::string& matrix) const {
        const std::string name = rowScaleName(matrix);
        const io::TensorEntry& entry =
            requireEntry(checkpoint_, {name, {checkpoint_.file.tensors.at(matrix).shape.front()}});
        return convert(entry, at::kFloat, options_.device, piece_U_);
    }

    Int8Rows readInt8(const std::string& name, const io::TensorEntry& entry) const {
        at::Tensor values;
        if (pages != nullptr) values = inPlace(*pages, entry, at::kChar);
        if (!values.defined()) values = convert(entry, at::kChar, options_.device, piece_U_);
        return {values, readScale(name)};
    }

    Int8Rows roundToInt8(const std::string& name, const io::TensorEntry& entry) const {
        if (pages != nullptr) refuseConversion(checkpoint_, name, entry, at::kChar);
        return convertToInt8(entry, options_.device, piece_U_);
    }

    at::Tensor readWidened(const std::string& name, const io::TensorEntry& entry) const {
        const at::Tensor values = convert(entry, options_.dtype, options_.device, piece_U_);
        return values.mul_(readScale(name).unsqueeze(1));
    }

    at::Tensor readPlain(const std::string& name, const io::TensorEntry& entry) const {
        // Tensors other than the int8 matrices are small.
        const bool small = staysFloat32(name) || options_.int8;
        const at::ScalarType dtype = staysFloat32(name) ? at::kFloat : options_.dtype;
        if (pages != nullptr) {
            const at::Tensor tensor = inPlace(*pages, entry, dtype);
            if (tensor.defined()) return tensor;
            if (!small) refuseConversion(checkpoint_, name, entry, dtype);
        }
        return convert(entry, dtype, options_.device, piece_U_);
    }

    const CheckpointFile& checkpoint_;
    const LoadOptions& options_;
    at::Tensor piece_U_;
};

}  // namespace

at::Tensor StateDict::take(const std::string& name) {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) {
        throw Error(ErrorKind::Checkpoint,
                    "The weights from '" + source_ + "' lack the tensor '" + name + "'.");
    }
    at::Tensor tensor = std::move(found->second);
    tensors_.erase(found);
    return tensor;
}

std::int64_t StateDict::bytes() const {
    std::int64_t total = 0;
    for (const auto& [name, tensor] : tensors_) {
        total += static_cast<std::int64_t>(tensor.nbytes());
    }
    return total;
}

StateDict loadStateDict(const CheckpointFile& checkpoint, const std::vector<TensorSpec>& specs,
                        const LoadOptions& options) {
    const c10::NoGradGuard noGradient;
    double total = 0;
    for (const TensorSpec& spec : specs) {
        total += static_cast<double>(requireEntry(checkpoint, spec).elements());
    }
    StateDict weights(checkpoint.path(), {});
    const Loader loader(checkpoint, options);
    weights.keepPages(loader.pages);
    double done = 0;
    for (const TensorSpec& spec : specs) {
        if (options.stop.stop_requested()) throwStopped("Loading '" + checkpoint.path() + "'");
        const io::TensorEntry& entry = requireEntry(checkpoint, spec);
        loader.load(spec.name, entry, weights);
        checkpoint.file.releasePages(entry);
        done += static_cast<double>(entry.elements());
        if (options.progress) options.progress(total > 0 ? done / total : 1.0);
    }
    return weights;
}

bool usableInPlace(const CheckpointFile& checkpoint, const std::vector<TensorSpec>& specs,
                   at::ScalarType dtype) {
    return std::ranges::all_of(specs, [&](const TensorSpec& spec) {
        const io::TensorEntry& entry = requireEntry(checkpoint, spec);
        return staysFloat32(spec.name) ||
               (scalarType(entry.dtype) == dtype && WeightPages::usable(entry));
    });
}

void saveStateDict(const std::string& path, const std::map<std::string, at::Tensor>& tensors,
                   at::ScalarType dtype, const std::map<std::string, std::string>& metadata) {
    const c10::NoGradGuard noGradient;
    std::vector<at::Tensor> held;  // keeps converted tensors alive until they are written
    std::vector<io::TensorToWrite> list;
    for (const auto& [name, tensor] : tensors) {
        const at::ScalarType type = tensor.is_floating_point() ? dtype : tensor.scalar_type();
        held.push_back(tensor.detach().to(at::kCPU, type).contiguous());
        const at::Tensor& plain = held.back();
        list.push_back({name, fileType(type), plain.sizes().vec(),
                        static_cast<const std::byte*>(plain.const_data_ptr())});
    }
    io::writeSafetensors(path, list, metadata);
}

}  // namespace duo
