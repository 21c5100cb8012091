// Finds the model in a file by its anchor tensors, and removes the name prefixes of training
// wrappers.
#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "checkpoint/anchors.h"
#include "checkpoint/geometry.h"
#include "io/bad_file.h"

namespace duo {
namespace {

// Name segments that training wraps around a model. Optimizer states and running averages have
// other names and are ignored.
bool isWrapper(std::string_view segment) {
    constexpr std::array<std::string_view, 9> kWrappers{"trainer",    "var_wo_ddp", "vae_local",
                                                        "module",     "_orig_mod",  "model",
                                                        "state_dict", "var",        "vae"};
    return std::ranges::find(kWrappers, segment) != kWrappers.end();
}

bool isWrapperPrefix(std::string_view prefix) {
    while (!prefix.empty()) {
        const std::size_t dot = prefix.find('.');
        if (dot == std::string_view::npos || !isWrapper(prefix.substr(0, dot))) return false;
        prefix.remove_prefix(dot + 1);
    }
    return true;
}

// Compiled submodules have the wrapper in the middle: blocks.0._orig_mod.attn.q_bias.
std::string withoutInnerWrappers(std::string name) {
    for (const std::string_view wrapper : {"_orig_mod.", "module."}) {
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

// The prefix under which most anchors of a model lie; nullopt if there are none.
std::optional<std::string> findPrefix(const io::TensorFile& file,
                                      std::span<const std::string_view> anchors) {
    std::map<std::string, int> votes;
    for (const auto& [name, tensor] : file.tensors) {
        for (const std::string_view anchor : anchors) {
            if (!name.ends_with(anchor)) continue;
            const std::string prefix = name.substr(0, name.size() - anchor.size());
            if (isWrapperPrefix(prefix)) ++votes[prefix];
        }
    }
    if (votes.empty()) return std::nullopt;
    const auto best = std::ranges::max_element(
        votes, [](const auto& a, const auto& b) { return a.second < b.second; });
    for (const auto& [prefix, count] : votes) {
        if (prefix != best->first && count == best->second) {
            io::refuseFile(file.path, "holds more than one model of a kind: tensors lie under '" +
                                          best->first + "' and under '" + prefix + "'");
        }
    }
    return best->first;
}

void takeOff(CheckpointFile& checkpoint, const std::string& prefix) {
    std::map<std::string, io::TensorEntry> tensors;
    for (auto& [name, tensor] : checkpoint.file.tensors) {
        if (!name.starts_with(prefix)) continue;
        const std::string plain = withoutInnerWrappers(name.substr(prefix.size()));
        if (!tensors.emplace(plain, std::move(tensor)).second) {
            io::refuseFile(checkpoint.path(), "holds the tensor '" + plain + "' twice");
        }
    }
    checkpoint.file.tensors = std::move(tensors);
    checkpoint.unwrapped = prefix;
}

}  // namespace

CheckpointFile openCheckpoint(const std::string& path, std::optional<ModelKind> want) {
    CheckpointFile checkpoint{io::openTensorFile(path), ""};
    const std::optional<std::string> var = findPrefix(checkpoint.file, kVarAnchors);
    const std::optional<std::string> vqvae = findPrefix(checkpoint.file, kVqVaeAnchors);
    const bool wantVqVae = want == ModelKind::VqVae || !var;
    if (wantVqVae && vqvae) {
        takeOff(checkpoint, *vqvae);
    } else if (var) {
        takeOff(checkpoint, *var);
    }
    return checkpoint;
}

}  // namespace duo
