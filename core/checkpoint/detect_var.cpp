// Reads the geometry of a VAR from its tensors.
#include <cstring>
#include <optional>

#include "base/error.h"
#include "checkpoint/detect.h"

namespace duo {
namespace {

constexpr int kPublishedHeadWidth = 64;

// Parses the sides in a text such as "1,2,3" or "[1, 2, 3]"; nullopt if it holds none.
std::optional<ScaleSchedule> parseSchedule(const std::string& text) {
    std::vector<int> sides;
    int number = -1;
    for (const char c : text + ",") {
        if (c >= '0' && c <= '9') {
            number = (number < 0 ? 0 : number) * 10 + (c - '0');
            if (number > 4096) return std::nullopt;
        } else if (number >= 0) {
            sides.push_back(number);
            number = -1;
        }
    }
    try {
        return ScaleSchedule(std::move(sides));
    } catch (const Error&) {
        return std::nullopt;
    }
}

// The buffer lvl_1L holds the scale of every token: 0, 1, 1, 1, 1, 2, …
ScaleSchedule scheduleOfLevels(const TensorCensus& census, const io::TensorEntry& levels,
                               int tokens, int scales) {
    const std::string found =
        "the tensor 'lvl_1L' " + io::shapeText(levels.shape) + " of " + io::dtypeName(levels.dtype);
    if (levels.dtype != io::DType::Int64 || levels.elements() != tokens) {
        census.refuse(found + " does not list the scale of each of its " + std::to_string(tokens) +
                      " tokens as int64");
    }
    std::vector<std::int64_t> values(static_cast<std::size_t>(tokens));
    io::copyRowMajor(levels, 0, tokens, reinterpret_cast<std::byte*>(values.data()));
    std::vector<int> counts(static_cast<std::size_t>(scales));
    std::int64_t previous = 0;
    for (const std::int64_t value : values) {
        if (value < previous || value >= scales) {
            census.refuse(found + " names scale " + std::to_string(value) + " after scale " +
                          std::to_string(previous) + " of " + std::to_string(scales));
        }
        previous = value;
        ++counts[static_cast<std::size_t>(value)];
    }
    std::vector<int> sides;
    for (const int count : counts) {
        int side = 0;
        while (side * side < count) ++side;
        if (side * side != count || side == 0) {
            census.refuse(found + " gives a scale " + std::to_string(count) +
                          " tokens, which is not a square");
        }
        sides.push_back(side);
    }
    try {
        return ScaleSchedule(std::move(sides));
    } catch (const Error& error) {
        census.refuse(found + " is inconsistent: " + error.what());
    }
}

std::optional<ScaleSchedule> scheduleOfMetadata(const io::TensorFile& file) {
    for (const char* key : {"schedule", "trainer.config.patch_nums"}) {
        const auto found = file.metadata.find(key);
        if (found != file.metadata.end()) return parseSchedule(found->second);
    }
    return std::nullopt;
}

// All rising sequences of `scales` sides, each `first` or more, with this sum of squares; stops at
// two.
void findSchedules(int scales, int tokens, int first, std::vector<int>& sides,
                   std::vector<ScaleSchedule>& found) {
    if (scales == 0) {
        if (tokens == 0) found.emplace_back(sides);
        return;
    }
    for (int side = first; found.size() < 2; ++side) {
        // The smallest sum that begins with this side, of side², (side + 1)², …
        std::int64_t least = 0;
        for (int i = 0; i < scales; ++i) least += std::int64_t{side + i} * (side + i);
        if (least > tokens) return;
        sides.push_back(side);
        findSchedules(scales - 1, tokens - side * side, side + 1, sides, found);
        sides.pop_back();
    }
}

// The schedule, if only one has so many scales, tokens, and tokens of its first scale.
std::optional<ScaleSchedule> onlySchedule(int scales, int tokens, int firstTokens) {
    constexpr int kMaxScales = 16, kMaxTokens = 1 << 14;
    if (scales > kMaxScales || tokens > kMaxTokens || firstTokens > tokens) return std::nullopt;
    std::vector<int> sides{1};
    while (sides.front() * sides.front() < firstTokens) ++sides.front();
    std::vector<ScaleSchedule> found;
    findSchedules(scales - 1, tokens - firstTokens, sides.front() + 1, sides, found);
    if (found.size() != 1) return std::nullopt;
    return found.front();
}

ScaleSchedule detectSchedule(const TensorCensus& census) {
    const int tokens = census.side("pos_1LC", 3, 1);
    const int scales = census.side("lvl_embed.weight", 2, 0);
    const io::TensorFile& file = census.checkpoint().file;
    const auto levels = file.tensors.find("lvl_1L");
    if (levels != file.tensors.end()) {
        return scheduleOfLevels(census, levels->second, tokens, scales);
    }
    const auto fits = [&](const ScaleSchedule& schedule) {
        return schedule.count() == scales && schedule.totalTokens() == tokens;
    };
    const std::optional<ScaleSchedule> noted = scheduleOfMetadata(file);
    if (noted && fits(*noted)) return *noted;
    if (fits(ScaleSchedule::published256())) return ScaleSchedule::published256();
    if (fits(ScaleSchedule::published512())) return ScaleSchedule::published512();
    const int firstTokens = census.side("pos_start", 3, 1);
    if (const auto only = onlySchedule(scales, tokens, firstTokens)) return *only;
    census.refuse("its " + std::to_string(scales) + " scales of " + std::to_string(tokens) +
                      " tokens fit more than one schedule or none, and the tensor 'lvl_1L', which "
                      "would state "
                      "their sides, is missing",
                  "Save the model with its buffers, or as safetensors with the metadata "
                  "'schedule', such as 1,2,3,4.");
}

int detectHeads(const TensorCensus& census, int width) {
    const std::string scale = "blocks.0.attn.scale_mul_1H11";
    if (census.has(scale)) {
        const int heads = census.side(scale, 4, 1);
        if (width % heads != 0) {
            census.refuse("the tensor '" + scale + "' has " + std::to_string(heads) +
                          " heads, which do not divide the width " + std::to_string(width));
        }
        return heads;
    }
    const auto& metadata = census.checkpoint().file.metadata;
    const auto noted = metadata.find("heads");
    if (noted != metadata.end() && noted->second.size() < 6) {
        const int heads = std::atoi(noted->second.c_str());
        if (heads > 0 && width % heads == 0) return heads;
    }
    if (width % kPublishedHeadWidth == 0) return width / kPublishedHeadWidth;
    census.refuse("its number of heads is unknown: the tensor '" + scale +
                  "' is missing and the width " + std::to_string(width) +
                  " is not a multiple of the published head width " +
                  std::to_string(kPublishedHeadWidth));
}

}  // namespace

VarGeometry detectVar(const CheckpointFile& checkpoint) {
    if (modelKind(checkpoint) != ModelKind::Var) {
        throw Error(ErrorKind::Checkpoint,
                    "The file '" + checkpoint.path() +
                        "' is a VQ-VAE, expected a VAR: it has "
                        "the tensor 'quantize.embedding.weight' instead of 'word_embed.weight'.");
    }
    const TensorCensus census(checkpoint, "VAR");
    VarGeometry geometry;
    geometry.width = census.side("word_embed.weight", 2, 0);
    geometry.codeChannels = census.side("word_embed.weight", 2, 1);
    geometry.classes = census.side("class_emb.weight", 2, 0) - 1;
    if (geometry.classes < 1) {
        census.refuse(
            "the tensor 'class_emb.weight' has a single row, expected one more than the "
            "number of classes");
    }
    geometry.vocabulary = census.side("head.weight", 2, 0);
    geometry.mlpWidth = census.side("blocks.0.ffn.fc1.weight", 2, 0);
    geometry.depth = census.count("blocks.", ".attn.mat_qkv.weight");
    geometry.sharedAdaLn = census.has("shared_ada_lin.1.weight");
    geometry.qkNormalised = census.has("blocks.0.attn.scale_mul_1H11");
    geometry.heads = detectHeads(census, geometry.width);
    geometry.schedule = detectSchedule(census);
    census.requireExactly(tensorSpecs(geometry));
    return geometry;
}

std::map<std::string, std::string> geometryMetadata(const VarGeometry& geometry) {
    return {{"schedule", geometry.schedule.toString()}, {"heads", std::to_string(geometry.heads)}};
}

}  // namespace duo
