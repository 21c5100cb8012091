#include "model/vqvae_modules.h"

namespace duo {
namespace {

bool sameWidth(const VqVaeGeometry& geometry, int fromLevel, int toLevel) {
    return geometry.multipliers[fromLevel] == geometry.multipliers[toLevel];
}

std::vector<Level> encoderLevels(ParameterReader& reader, const VqVaeGeometry& geometry) {
    const int count = static_cast<int>(geometry.multipliers.size());
    std::vector<Level> levels(count);
    for (int level = 0; level < count; ++level) {
        const std::string name = "encoder.down." + std::to_string(level);
        const bool coarsest = level == count - 1;
        // conv_in gives the base width, which is multiplier 1
        const bool widens =
            level == 0 ? geometry.multipliers[0] != 1 : !sameWidth(geometry, level - 1, level);
        for (int i = 0; i < geometry.encoderBlocks; ++i) {
            const std::string index = std::to_string(i);
            levels[level].blocks.emplace_back(reader, name + ".block." + index, i == 0 && widens);
            if (coarsest && geometry.attention)
                levels[level].attention.emplace_back(reader, name + ".attn." + index);
        }
        if (!coarsest) levels[level].resample = Conv2d(reader, name + ".downsample.conv", 2, 0);
    }
    return levels;
}

std::vector<Level> decoderLevels(ParameterReader& reader, const VqVaeGeometry& geometry) {
    const int count = static_cast<int>(geometry.multipliers.size());
    std::vector<Level> levels;
    for (int level = count - 1; level >= 0; --level) {
        const std::string name = "decoder.up." + std::to_string(level);
        const bool coarsest = level == count - 1;
        const bool narrows = !coarsest && !sameWidth(geometry, level + 1, level);
        Level& made = levels.emplace_back();
        for (int i = 0; i <= geometry.encoderBlocks; ++i) {
            const std::string index = std::to_string(i);
            made.blocks.emplace_back(reader, name + ".block." + index, i == 0 && narrows);
            if (coarsest && geometry.attention)
                made.attention.emplace_back(reader, name + ".attn." + index);
        }
        if (level != 0) made.resample = Conv2d(reader, name + ".upsample.conv", 1, 1);
    }
    return levels;
}

at::Tensor runBlocks(const Level& level, at::Tensor h_BCHW) {
    for (std::size_t i = 0; i < level.blocks.size(); ++i) {
        h_BCHW = level.blocks[i](std::move(h_BCHW));
        if (!level.attention.empty()) h_BCHW = level.attention[i](h_BCHW);
    }
    return h_BCHW;
}

}  // namespace

ResnetBlock::ResnetBlock(ParameterReader& reader, const std::string& name, bool widthChanges)
    : norm1_(reader, name + ".norm1"),
      norm2_(reader, name + ".norm2"),
      conv1_(reader, name + ".conv1", 1, 1),
      conv2_(reader, name + ".conv2", 1, 1) {
    if (widthChanges) shortcut_ = Conv2d(reader, name + ".nin_shortcut", 1, 0);
}

at::Tensor ResnetBlock::operator()(at::Tensor x_BIHW) const {
    const at::Tensor h = conv1_(norm1_.thenSilu(x_BIHW));  // [B, O, H, W]
    if (shortcut_) x_BIHW = (*shortcut_)(x_BIHW);
    return conv2_.addedTo(std::move(x_BIHW), norm2_.thenSiluOwned(h));
}

AttentionBlock::AttentionBlock(ParameterReader& reader, const std::string& name)
    : norm_(reader, name + ".norm"),
      qkv_(reader, name + ".qkv", 1, 0),
      projection_(reader, name + ".proj_out", 1, 0) {}

at::Tensor AttentionBlock::operator()(const at::Tensor& x_BCHW) const {
    const auto pictures = x_BCHW.size(0), channels = x_BCHW.size(1);
    const auto height = x_BCHW.size(2), width = x_BCHW.size(3);
    const std::vector<at::Tensor> qkv =
        qkv_(norm_(x_BCHW))                                       // [B, 3C, H, W]
            .permute({0, 2, 3, 1})                                // [B, H, W, 3C]
            .reshape({pictures, 1, height * width, 3, channels})  // [B, 1, HW, 3, C]
            .unbind(3);                                           // 3 x [B, 1, HW, C]
    at::Tensor mixed = at::scaled_dot_product_attention(qkv[0], qkv[1], qkv[2]);
    mixed = mixed.reshape({pictures, height, width, channels}).permute({0, 3, 1, 2});
    return x_BCHW + projection_(mixed);  // [B, C, H, W]
}

MiddleBlock::MiddleBlock(ParameterReader& reader, const std::string& name, bool attention)
    : block1_(reader, name + ".block_1", false), block2_(reader, name + ".block_2", false) {
    if (attention) attention_.emplace(reader, name + ".attn_1");
}

at::Tensor MiddleBlock::operator()(const at::Tensor& x_BCHW) const {
    const at::Tensor h = block1_(x_BCHW);
    return block2_(attention_ ? (*attention_)(h) : h);
}

at::Tensor halve(const Conv2d& conv, const at::Tensor& x_BCHW) {
    return conv(at::constant_pad_nd(x_BCHW, {0, 1, 0, 1}, 0));  // [B, C, H / 2, W / 2]
}

at::Tensor twice(const Conv2d& conv, const at::Tensor& x_BCHW) {
    return conv.upsampled(x_BCHW);
}

VqVaeEncoder::VqVaeEncoder(ParameterReader& reader, const VqVaeGeometry& geometry)
    : convIn_(reader, "encoder.conv_in", 1, 1),
      levels_(encoderLevels(reader, geometry)),
      middle_(reader, "encoder.mid", geometry.attention),
      normOut_(reader, "encoder.norm_out"),
      convOut_(reader, "encoder.conv_out", 1, 1) {}

at::Tensor VqVaeEncoder::operator()(const at::Tensor& image_B3HW) const {
    at::Tensor h = convIn_(image_B3HW);  // [B, ch, H, W]
    for (const Level& level : levels_) {
        h = runBlocks(level, h);
        if (level.resample) h = halve(*level.resample, h);
    }
    return convOut_(normOut_.thenSilu(middle_(h)));  // [B, C, S, S]
}

VqVaeDecoder::VqVaeDecoder(ParameterReader& reader, const VqVaeGeometry& geometry)
    : convIn_(reader, "decoder.conv_in", 1, 1),
      middle_(reader, "decoder.mid", geometry.attention),
      levels_(decoderLevels(reader, geometry)),
      normOut_(reader, "decoder.norm_out"),
      convOut_(reader, "decoder.conv_out", 1, 1) {}

at::Tensor VqVaeDecoder::operator()(const at::Tensor& z_BCSS) const {
    at::Tensor h = middle_(convIn_(z_BCSS));
    for (const Level& level : levels_) {
        h = runBlocks(level, h);
        if (level.resample) h = twice(*level.resample, h);
    }
    return convOut_(normOut_.thenSilu(h));  // [B, 3, H, W]
}

}  // namespace duo
