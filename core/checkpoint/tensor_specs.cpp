// The parameters of a model of a given geometry, under their published names.
#include <cstdint>

#include "checkpoint/geometry.h"

namespace duo {
namespace {

using Shape = std::vector<std::int64_t>;

class SpecList {
  public:
    std::vector<TensorSpec> specs;

    void add(const std::string& name, Shape shape) { specs.push_back({name, std::move(shape)}); }
    void linear(const std::string& name, std::int64_t in, std::int64_t out) {
        add(name + ".weight", {out, in});
        add(name + ".bias", {out});
    }
    void convolution(const std::string& name, std::int64_t in, std::int64_t out,
                     std::int64_t kernel) {
        add(name + ".weight", {out, in, kernel, kernel});
        add(name + ".bias", {out});
    }
    void norm(const std::string& name, std::int64_t channels) {
        add(name + ".weight", {channels});
        add(name + ".bias", {channels});
    }
};

void addTransformerBlock(SpecList& list, const VarGeometry& geometry, int index) {
    const std::string block = "blocks." + std::to_string(index) + ".";
    const std::int64_t width = geometry.width;
    if (geometry.sharedAdaLn) list.add(block + "ada_gss", {1, 1, 6, width});
    if (geometry.qkNormalised) {
        list.add(block + "attn.scale_mul_1H11", {1, geometry.heads, 1, 1});
    }
    list.add(block + "attn.q_bias", {width});
    list.add(block + "attn.v_bias", {width});
    list.add(block + "attn.mat_qkv.weight", {3 * width, width});
    list.linear(block + "attn.proj", width, width);
    list.linear(block + "ffn.fc1", width, geometry.mlpWidth);
    list.linear(block + "ffn.fc2", geometry.mlpWidth, width);
    if (!geometry.sharedAdaLn) list.linear(block + "ada_lin.1", width, 6 * width);
}

void addResNetBlock(SpecList& list, const std::string& name, std::int64_t in, std::int64_t out) {
    list.norm(name + ".norm1", in);
    list.convolution(name + ".conv1", in, out, 3);
    list.norm(name + ".norm2", out);
    list.convolution(name + ".conv2", out, out, 3);
    if (in != out) list.convolution(name + ".nin_shortcut", in, out, 1);
}

void addAttention(SpecList& list, const std::string& name, std::int64_t channels) {
    list.norm(name + ".norm", channels);
    list.convolution(name + ".qkv", channels, 3 * channels, 1);
    list.convolution(name + ".proj_out", channels, channels, 1);
}

void addMiddle(SpecList& list, const std::string& side, std::int64_t channels, bool attention) {
    addResNetBlock(list, side + ".mid.block_1", channels, channels);
    if (attention) addAttention(list, side + ".mid.attn_1", channels);
    addResNetBlock(list, side + ".mid.block_2", channels, channels);
}

std::int64_t widthAt(const VqVaeGeometry& geometry, int level) {
    return std::int64_t{geometry.baseWidth} * geometry.multipliers[level];
}

// ResNet blocks of a level, each followed by attention at the last level. -> their channels
std::int64_t addLevel(SpecList& list, const VqVaeGeometry& geometry, const std::string& name,
                      int level, int blocks, std::int64_t in) {
    const bool attention =
        geometry.attention && level + 1 == static_cast<int>(geometry.multipliers.size());
    const std::int64_t out = widthAt(geometry, level);
    for (int i = 0; i < blocks; ++i) {
        addResNetBlock(list, name + ".block." + std::to_string(i), in, out);
        if (attention) addAttention(list, name + ".attn." + std::to_string(i), out);
        in = out;
    }
    return out;
}

void addEncoder(SpecList& list, const VqVaeGeometry& geometry) {
    const int levels = static_cast<int>(geometry.multipliers.size());
    std::int64_t channels = geometry.baseWidth;
    list.convolution("encoder.conv_in", 3, channels, 3);
    for (int level = 0; level < levels; ++level) {
        const std::string name = "encoder.down." + std::to_string(level);
        channels = addLevel(list, geometry, name, level, geometry.encoderBlocks, channels);
        if (level + 1 < levels) {
            list.convolution(name + ".downsample.conv", channels, channels, 3);
        }
    }
    addMiddle(list, "encoder", channels, geometry.attention);
    list.norm("encoder.norm_out", channels);
    list.convolution("encoder.conv_out", channels, geometry.codeChannels, 3);
}

void addDecoder(SpecList& list, const VqVaeGeometry& geometry) {
    const int levels = static_cast<int>(geometry.multipliers.size());
    std::int64_t channels = widthAt(geometry, levels - 1);
    list.convolution("decoder.conv_in", geometry.codeChannels, channels, 3);
    addMiddle(list, "decoder", channels, geometry.attention);
    for (int level = levels - 1; level >= 0; --level) {
        const std::string name = "decoder.up." + std::to_string(level);
        channels = addLevel(list, geometry, name, level, geometry.encoderBlocks + 1, channels);
        if (level > 0) list.convolution(name + ".upsample.conv", channels, channels, 3);
    }
    list.norm("decoder.norm_out", channels);
    list.convolution("decoder.conv_out", channels, 3, 3);
}

void addQuantizer(SpecList& list, const VqVaeGeometry& geometry) {
    const int channels = geometry.codeChannels;
    list.add("quantize.embedding.weight", {geometry.vocabulary, channels});
    using Sharing = VqVaeGeometry::PhiSharing;
    const std::string root = "quantize.quant_resi.";
    if (geometry.phiSharing == Sharing::Shared) {
        list.convolution(root + "qresi", channels, channels, 3);
        return;
    }
    const std::string group = geometry.phiSharing == Sharing::Partial ? "qresi_ls." : "";
    for (int i = 0; i < geometry.phiCount; ++i) {
        list.convolution(root + group + std::to_string(i), channels, channels, 3);
    }
}

}  // namespace

std::vector<TensorSpec> tensorSpecs(const VarGeometry& geometry) {
    SpecList list;
    const std::int64_t width = geometry.width;
    list.add("pos_start", {1, geometry.schedule.tokens(0), width});
    list.add("pos_1LC", {1, geometry.schedule.totalTokens(), width});
    list.linear("word_embed", geometry.codeChannels, width);
    list.add("class_emb.weight", {std::int64_t{geometry.classes} + 1, width});
    list.add("lvl_embed.weight", {geometry.schedule.count(), width});
    if (geometry.sharedAdaLn) list.linear("shared_ada_lin.1", width, 6 * width);
    for (int i = 0; i < geometry.depth; ++i) addTransformerBlock(list, geometry, i);
    list.linear("head_nm.ada_lin.1", width, 2 * width);
    list.linear("head", width, geometry.vocabulary);
    return std::move(list.specs);
}

std::vector<TensorSpec> tensorSpecs(const VqVaeGeometry& geometry) {
    SpecList list;
    addEncoder(list, geometry);
    addDecoder(list, geometry);
    addQuantizer(list, geometry);
    const int channels = geometry.codeChannels;
    list.convolution("quant_conv", channels, channels, geometry.quantConvKernel);
    list.convolution("post_quant_conv", channels, channels, geometry.quantConvKernel);
    return std::move(list.specs);
}

}  // namespace duo
