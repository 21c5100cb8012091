// Finds the model in a file by its anchor tensors, and removes the name prefixes of training
// wrappers.
#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "checkpoint/anchors.h"
#include "checkpoint/geometry.h"
#include "checkpoint/join_qkv.h"
#include "checkpoint/weight_policy.h"
#include "io/bad_file.h"

namespace duo {
namespace {

using Prefixes = std::map<std::string, int>;  // anchors found under each

// Calls visit(word) for the words of "vae_wo_ddp" or, with '.', the segments of a name.
template <typename Visit>
bool anyPart(std::string_view text, char separator, const Visit& visit) {
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(separator, at), text.size());
        if (visit(text.substr(at, end - at))) return true;
        at = end + 1;
    }
    return false;
}

// ema, ema_model, params_ema, vae_ema, …
bool isAverage(std::string_view segment) {
    return anyPart(segment, '_', [](std::string_view word) { return word == "ema"; });
}

// Name segments that training wraps around a model.
bool isWrapper(std::string_view segment) {
    constexpr std::array<std::string_view, 22> kWrappers{
        "trainer",      "var_wo_ddp", "vae_wo_ddp", "vae_local",
        "module",       "_orig_mod",  "model",      "_fsdp_wrapped_module",
        "state_dict",   "var",        "vae",        "model_state_dict",
        "net",          "network",    "generator",  "_forward_module",
        "online_model", "params",     "weights",    "_checkpoint_wrapped_module",
        "app",          "checkpoint"};
    return isAverage(segment) || std::ranges::find(kWrappers, segment) != kWrappers.end();
}

// The wrappers that a name begins with: "trainer.var_wo_ddp.", or nothing.
std::string_view wrappersOf(std::string_view name) {
    std::size_t end = 0;
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos;
         dot = name.find('.', end)) {
        if (!isWrapper(name.substr(end, dot - end))) break;
        end = dot + 1;
    }
    return name.substr(0, end);
}

bool isAveragePrefix(std::string_view prefix) {
    return anyPart(prefix, '.', isAverage);
}

// Wrapped submodules have the wrapper in the middle: blocks.0._orig_mod.attn.q_bias.
std::string withoutInnerWrappers(std::string name) {
    for (const std::string_view wrapper :
         {"_orig_mod.", "module.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module."}) {
        for (std::size_t at = name.find(wrapper); at != std::string::npos;
             at = name.find(wrapper, at)) {
            if (at == 0 || name[at - 1] == '.') {
                name.erase(at, wrapper.size());
            } else {
                at += wrapper.size();
            }
        }
    }
    return name;
}

// Tensors of a training that may lie beside a model without a prefix: optimiser states, a
// discriminator, the networks of a loss, counters.
bool isTrainingState(std::string_view name) {
    constexpr std::array<std::string_view, 13> kWords{
        "opt",  "optim",         "optimizer", "optimizers", "scheduler", "scaler", "rng",
        "disc", "discriminator", "loss",      "averaged",   "initted",   "step"};
    return anyPart(name.substr(0, name.find('.')), '_', [&](std::string_view word) {
        return std::ranges::find(kWords, word) != kWords.end();
    });
}

Prefixes findPrefixes(const io::TensorFile& file, std::span<const std::string_view> anchors) {
    Prefixes votes;
    for (const auto& [name, tensor] : file.tensors) {
        const std::string prefix(wrappersOf(name));
        const std::string plain = withoutInnerWrappers(name.substr(prefix.size()));
        if (std::ranges::find(anchors, plain) != anchors.end()) ++votes[prefix];
    }
    return votes;
}

// The prefix of this kind of weights under which most anchors lie; null if there are none.
const Prefixes::value_type* mostUsed(const std::string& path, const Prefixes& votes,
                                     WeightKind kind) {
    const Prefixes::value_type* best = nullptr;
    const Prefixes::value_type* equal = nullptr;
    for (const auto& vote : votes) {
        if (isAveragePrefix(vote.first) != (kind == WeightKind::Averaged)) continue;
        if (best == nullptr || vote.second > best->second) {
            best = &vote;
            equal = nullptr;
        } else if (vote.second == best->second) {
            equal = &vote;
        }
    }
    if (equal != nullptr) {
        io::refuseFile(path, "holds more than one model of a kind: tensors lie under '" +
                                 best->first + "' and under '" + equal->first + "'");
    }
    return best;
}

[[noreturn]] void refuseWeights(const std::string& path, WeightKind asked,
                                const std::string& prefix) {
    const std::string place = prefix.empty() ? "has no prefix" : "lies under '" + prefix + "'";
    if (asked == WeightKind::Averaged) {
        io::refuseFile(
            path,
            "holds no averaged weights: its model " + place + ", expected a prefix such as 'ema.'",
            "Leave --weights ema out.");
    }
    io::refuseFile(path, "holds averaged weights alone: its model " + place,
                   "Leave --weights raw out.");
}

void takeOff(CheckpointFile& checkpoint, const std::string& prefix) {
    std::map<std::string, io::TensorEntry> tensors;
    for (auto& [name, tensor] : checkpoint.file.tensors) {
        if (wrappersOf(name) != prefix) continue;
        const std::string plain = withoutInnerWrappers(name.substr(prefix.size()));
        if (isTrainingState(plain)) continue;
        if (!tensors.emplace(plain, std::move(tensor)).second) {
            io::refuseFile(checkpoint.path(), "holds the tensor '" + plain + "' twice");
        }
    }
    checkpoint.file.tensors = std::move(tensors);
    checkpoint.unwrapped = prefix;
}

// Averages are kept of parameters; buffers such as lvl_1L lie beside the raw weights alone.
std::map<std::string, io::TensorEntry> buffersUnder(const io::TensorFile& file,
                                                    const std::string& prefix) {
    std::map<std::string, io::TensorEntry> buffers;
    for (const auto& [name, tensor] : file.tensors) {
        if (wrappersOf(name) != prefix) continue;
        const std::string plain = withoutInnerWrappers(name.substr(prefix.size()));
        if (isWeightlessBuffer(plain)) buffers.emplace(plain, tensor);
    }
    return buffers;
}

void takeModel(CheckpointFile& checkpoint, const Prefixes& votes, std::optional<WeightKind> want) {
    const auto* raw = mostUsed(checkpoint.path(), votes, WeightKind::Raw);
    const auto* averaged = mostUsed(checkpoint.path(), votes, WeightKind::Averaged);
    const bool complete =
        averaged != nullptr && (raw == nullptr || averaged->second >= raw->second);
    const WeightKind kind = want.value_or(complete ? WeightKind::Averaged : WeightKind::Raw);
    const auto* taken = kind == WeightKind::Averaged ? averaged : raw;
    if (taken == nullptr) {
        refuseWeights(checkpoint.path(), kind, (raw != nullptr ? raw : averaged)->first);
    }
    checkpoint.weights = kind;
    checkpoint.holdsBothWeights = raw != nullptr && averaged != nullptr;
    std::map<std::string, io::TensorEntry> buffers;
    if (checkpoint.holdsBothWeights && kind == WeightKind::Averaged) {
        buffers = buffersUnder(checkpoint.file, raw->first);
    }
    takeOff(checkpoint, taken->first);
    checkpoint.file.tensors.merge(buffers);
}

}  // namespace

CheckpointFile openCheckpoint(const std::string& path, std::optional<ModelKind> kind,
                              std::optional<WeightKind> weights) {
    CheckpointFile checkpoint{io::openTensorFile(path), ""};
    const Prefixes var = findPrefixes(checkpoint.file, kVarAnchors);
    const Prefixes vqvae = findPrefixes(checkpoint.file, kVqVaeAnchors);
    const bool wantVqVae = kind == ModelKind::VqVae || var.empty();
    checkpoint.holdsBothKinds = !var.empty() && !vqvae.empty();
    const Prefixes& votes = wantVqVae && !vqvae.empty() ? vqvae : var;
    if (!votes.empty()) takeModel(checkpoint, votes, weights);
    checkpoint.joinedLayers = joinQkv(checkpoint);
    return checkpoint;
}

std::string weightsNote(const CheckpointFile& checkpoint) {
    const bool averaged = checkpoint.weights == WeightKind::Averaged;
    if (!checkpoint.holdsBothWeights) return averaged ? "averaged (EMA)" : "";
    return averaged ? "averaged (EMA); the file also holds raw weights"
                    : "raw; the file also holds averaged weights";
}

}  // namespace duo
