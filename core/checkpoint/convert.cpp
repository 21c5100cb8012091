#include "checkpoint/convert.h"

#include <filesystem>

#include "base/error.h"
#include "checkpoint/state_dict.h"

namespace duo {
namespace {

at::ScalarType scalarType(const std::string& precision) {
    if (precision == "bf16") return at::kBFloat16;
    if (precision == "fp16") return at::kHalf;
    return at::kFloat;
}

// Also keeps lvl_1L: it holds no parameters, but it states the geometry.
std::map<std::string, at::Tensor> weightsOf(const CheckpointFile& checkpoint,
                                            const StateDict& weights) {
    std::map<std::string, at::Tensor> tensors = weights.tensors();
    const auto levels = checkpoint.file.tensors.find("lvl_1L");
    if (levels != checkpoint.file.tensors.end() && levels->second.dtype == io::DType::Int64 &&
        levels->second.contiguous()) {
        tensors["lvl_1L"] =
            at::from_blob(const_cast<std::byte*>(levels->second.data), levels->second.shape,
                          at::TensorOptions().dtype(at::kLong))
                .clone();
    }
    return tensors;
}

void requireVar(const CheckpointFile& checkpoint) {
    if (modelKind(checkpoint) == ModelKind::Var) return;
    throw Error(
        ErrorKind::Usage,
        "The file '" + checkpoint.path() + "' is a VQ-VAE; --precision int8 needs a VAR.",
        "Choose fp32, bf16 or fp16. To decode with --precision int8, only the VAR is converted.");
}

}  // namespace

std::string convertCheckpoint(const std::string& from, const std::string& to,
                              const ConvertOptions& options) {
    const CheckpointFile checkpoint = openCheckpoint(from, options.want, options.weights);
    const bool int8 = options.precision == "int8";
    if (int8) requireVar(checkpoint);
    const auto specs = modelKind(checkpoint) == ModelKind::Var
                           ? tensorSpecs(detectVar(checkpoint))
                           : tensorSpecs(detectVqVae(checkpoint));
    LoadOptions load;
    load.dtype = scalarType(options.precision);
    load.int8 = int8;
    load.progress = options.progress;
    load.stop = options.stop;
    const StateDict weights = loadStateDict(checkpoint, specs, load);
    auto metadata = checkpoint.file.metadata;
    metadata["source"] = std::filesystem::path(from).filename().string();
    saveStateDict(to, weightsOf(checkpoint, weights), load.dtype, metadata);
    return weightsNote(checkpoint);
}

}  // namespace duo
