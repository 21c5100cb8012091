#include "checkpoint/detect.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "checkpoint/anchors.h"
#include "checkpoint/weight_policy.h"
#include "io/bad_file.h"

namespace duo {
namespace {

bool isFloating(io::DType dtype) {
    return dtype == io::DType::Float32 || dtype == io::DType::Float16 ||
           dtype == io::DType::BFloat16 || dtype == io::DType::Float64;
}

std::string andMore(std::size_t count) {
    return count > 1 ? " (and " + std::to_string(count - 1) + " more)" : "";
}

}  // namespace

void TensorCensus::refuse(const std::string& reason, const std::string& hint) const {
    io::refuseFile(checkpoint_.path(), "is not a usable " + title_ + ": " + reason, hint);
}

const std::vector<std::int64_t>& TensorCensus::shape(const std::string& name,
                                                     std::size_t rank) const {
    constexpr std::int64_t kMaxSide = std::int64_t{1} << 24;
    const auto found = checkpoint_.file.tensors.find(name);
    if (found == checkpoint_.file.tensors.end()) refuse("the tensor '" + name + "' is missing");
    const std::vector<std::int64_t>& shape = found->second.shape;
    const auto sane = [](std::int64_t side) { return side >= 1 && side <= kMaxSide; };
    if (shape.size() != rank || !std::ranges::all_of(shape, sane)) {
        refuse("the tensor '" + name + "' is " + io::shapeText(shape) + ", expected " +
               std::to_string(rank) + " dimensions of at least 1");
    }
    return shape;
}

int TensorCensus::side(const std::string& name, std::size_t rank, std::size_t dimension) const {
    return static_cast<int>(shape(name, rank)[dimension]);
}

int TensorCensus::count(const std::string& prefix, const std::string& suffix) const {
    int n = 0;
    while (has(prefix + std::to_string(n) + suffix)) ++n;
    return n;
}

std::string TensorCensus::requireRowScale(const TensorSpec& matrix) const {
    const std::string name = rowScaleName(matrix.name);
    const auto found = checkpoint_.file.tensors.find(name);
    const bool fits = found != checkpoint_.file.tensors.end() &&
                      found->second.dtype == io::DType::Float32 &&
                      found->second.shape == std::vector{matrix.shape.front()};
    if (!fits) {
        refuse("the tensor '" + matrix.name + "' is int8, and its scales '" + name +
               "', float32 and one per row, are missing");
    }
    return name;
}

void TensorCensus::requireExactly(const std::vector<TensorSpec>& specs) const {
    std::vector<const TensorSpec*> missing;
    std::set<std::string> known;
    for (const TensorSpec& spec : specs) {
        known.insert(spec.name);
        const auto found = checkpoint_.file.tensors.find(spec.name);
        if (found == checkpoint_.file.tensors.end()) {
            missing.push_back(&spec);
        } else if (found->second.shape != spec.shape) {
            refuse("the tensor '" + spec.name + "' is " + io::shapeText(found->second.shape) +
                   ", expected " + io::shapeText(spec.shape));
        } else if (found->second.dtype == io::DType::Int8 && canBeInt8(spec.name)) {
            known.insert(requireRowScale(spec));
        } else if (!isFloating(found->second.dtype)) {
            refuse("the tensor '" + spec.name + "' is of the type " +
                   io::dtypeName(found->second.dtype) + ", expected floating-point numbers");
        }
    }
    if (!missing.empty()) {
        refuse("the tensor '" + missing.front()->name + "' " +
               io::shapeText(missing.front()->shape) + " is missing" + andMore(missing.size()));
    }
    std::vector<std::string> extra;
    for (const auto& [name, tensor] : checkpoint_.file.tensors) {
        if (!known.contains(name) && !isWeightlessBuffer(name)) extra.push_back(name);
    }
    if (!extra.empty()) {
        refuse("it holds the tensor '" + extra.front() + "' " +
               io::shapeText(checkpoint_.file.tensors.at(extra.front()).shape) +
               ", which such a model does not have" + andMore(extra.size()));
    }
}

namespace {

// FSDP joins the parameters of a module to one vector, which hides their names and shapes.
void refuseFlatParameters(const CheckpointFile& checkpoint) {
    for (const auto& [name, tensor] : checkpoint.file.tensors) {
        if (!name.ends_with("flat_param")) continue;
        io::refuseFile(checkpoint.path(),
                       "holds the flat parameters of FSDP ('" + name + "'), which have no names",
                       "Save the model with the full state dict: "
                       "FSDP.set_state_dict_type(model, StateDictType.FULL_STATE_DICT).");
    }
}

}  // namespace

ModelKind modelKind(const CheckpointFile& checkpoint) {
    const auto holds = [&](std::string_view name) {
        return checkpoint.file.tensors.contains(std::string(name));
    };
    const auto var = std::ranges::count_if(kVarAnchors, holds);
    const auto vqvae = std::ranges::count_if(kVqVaeAnchors, holds);
    if (var == 0 && vqvae == 0) {
        refuseFlatParameters(checkpoint);
        io::refuseFile(checkpoint.path(),
                       "is neither a VAR nor a VQ-VAE: none of its " +
                           std::to_string(checkpoint.file.tensors.size()) +
                           " tensors is 'word_embed.weight' or 'quantize.embedding.weight'");
    }
    return var >= vqvae ? ModelKind::Var : ModelKind::VqVae;
}

}  // namespace duo
