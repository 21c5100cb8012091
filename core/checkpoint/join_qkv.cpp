#include "checkpoint/join_qkv.h"

#include <algorithm>
#include <array>
#include <optional>

#include "io/bad_file.h"
#include "io/shapes.h"

namespace duo {
namespace {

using io::TensorEntry;

constexpr std::array<std::array<const char*, 3>, 3> kNames{
    {{"q_proj", "k_proj", "v_proj"}, {"to_q", "to_k", "to_v"}, {"q", "k", "v"}}};
using Names = std::array<std::string, 3>;

// Rows [first, first + count) of a tensor without parts.
TensorEntry rowsOf(const TensorEntry& tensor, std::int64_t first, std::int64_t count) {
    TensorEntry rows = tensor;
    rows.shape.front() = count;
    const auto size = static_cast<std::int64_t>(io::elementBytes(tensor.dtype));
    rows.data = tensor.data + first * tensor.strides.front() * size;
    return rows;
}

bool isZero(const TensorEntry& tensor) {
    const std::size_t size = io::elementBytes(tensor.dtype);
    std::vector<std::byte> bytes(static_cast<std::size_t>(tensor.elements()) * size);
    io::copyRowMajor(tensor, 0, tensor.elements(), bytes.data());
    for (std::size_t i = size - 1; i < bytes.size(); i += size) bytes[i] &= std::byte{0x7f};  // -0
    return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; });
}

// One attention layer of a checkpoint, by the name in front of its tensors: "blocks.0.attn".
class Layer {
  public:
    Layer(CheckpointFile& checkpoint, std::string name)
        : checkpoint_(checkpoint), name_(std::move(name)) {}

    void joinForVar(const Names& from) {
        put("mat_qkv.weight", stacked(from, ".weight"));
        putBiases(take(from[0] + ".bias"), take(from[1] + ".bias"), take(from[2] + ".bias"));
    }
    void renameForVar(const std::string& from) {
        put("mat_qkv.weight", take(from + ".weight"));
        const std::optional<TensorEntry> bias = take(from + ".bias");
        if (!bias || bias->shape.size() != 1) return;
        const std::int64_t width = bias->shape.front() / 3;
        putBiases(rowsOf(*bias, 0, width), rowsOf(*bias, width, width),
                  rowsOf(*bias, 2 * width, width));
    }
    void joinForVqVae(const Names& from) {
        put("qkv.weight", stacked(from, ".weight"));
        if (has(from[0] + ".bias")) put("qkv.bias", stacked(from, ".bias"));
    }

  private:
    std::string full(const std::string& name) const { return name_ + "." + name; }
    bool has(const std::string& name) const {
        return checkpoint_.file.tensors.contains(full(name));
    }
    std::optional<TensorEntry> take(const std::string& name) {
        auto node = checkpoint_.file.tensors.extract(full(name));
        if (node.empty()) return std::nullopt;
        return std::move(node.mapped());
    }
    void put(const std::string& name, std::optional<TensorEntry> tensor) {
        if (tensor) checkpoint_.file.tensors.emplace(full(name), std::move(*tensor));
    }

    TensorEntry stacked(const Names& from, const char* what) {
        TensorEntry whole;
        for (const std::string& name : from) {
            std::optional<TensorEntry> part = take(name + what);
            if (!part) refuse(name + what, "is missing beside its q");
            if (whole.parts.empty()) {
                whole.dtype = part->dtype;
                whole.shape = part->shape;
            } else if (part->dtype != whole.dtype || part->shape != whole.parts.front().shape) {
                refuse(name + what, "differs from its q in shape or type");
            }
            whole.parts.push_back(std::move(*part));
        }
        whole.shape.front() *= 3;
        whole.strides = io::rowMajorStrides(whole.shape);
        return whole;
    }

    void putBiases(std::optional<TensorEntry> q, const std::optional<TensorEntry>& k,
                   std::optional<TensorEntry> v) {
        // Without normalised q and k, such a bias adds one number to all logits of a query.
        if (k && has("scale_mul_1H11") && !isZero(*k)) {
            refuse("k", "has a bias other than 0, which a VAR does not have");
        }
        put("q_bias", std::move(q));
        put("v_bias", std::move(v));
    }

    [[noreturn]] void refuse(const std::string& name, const std::string& reason) const {
        io::refuseFile(checkpoint_.path(), "is not usable: '" + full(name) + "' " + reason);
    }

    CheckpointFile& checkpoint_;
    std::string name_;
};

// The layers that have this weight, which is no scalar.
std::vector<std::string> layersWith(const CheckpointFile& checkpoint, const std::string& weight) {
    const std::string end = "." + weight + ".weight";
    std::vector<std::string> layers;
    for (const auto& [name, tensor] : checkpoint.file.tensors) {
        if (!name.ends_with(end) || tensor.shape.empty()) continue;
        layers.push_back(name.substr(0, name.size() - end.size()));
    }
    return layers;
}

bool isOfVar(const std::string& layer) {
    return layer.starts_with("blocks.") && layer.ends_with(".attn");
}

bool isOfVqVae(const std::string& layer) {
    return layer.find(".attn_1") != std::string::npos || layer.find(".attn.") != std::string::npos;
}

}  // namespace

int joinQkv(CheckpointFile& checkpoint) {
    int joined = 0;
    for (const auto& [q, k, v] : kNames) {
        for (const std::string& layer : layersWith(checkpoint, q)) {
            if (isOfVar(layer)) {
                Layer(checkpoint, layer).joinForVar({q, k, v});
            } else if (isOfVqVae(layer)) {
                Layer(checkpoint, layer).joinForVqVae({q, k, v});
            } else {
                continue;
            }
            ++joined;
        }
    }
    for (const std::string& layer : layersWith(checkpoint, "qkv")) {
        if (!isOfVar(layer)) continue;
        Layer(checkpoint, layer).renameForVar("qkv");
        ++joined;
    }
    return joined;
}

}  // namespace duo
