// The full description of a set of pictures as a plain value: filled by a panel, carried by a
// frame, stored in a picture.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/decode_plan.h"
#include "protocol/picture_edit.h"

namespace duo {

// Counter: draws keyed by (seed, image, scale, position). Published: the published code's random
// stream, named "reference" in messages, metadata and options.
enum class RngKind { Counter, Published };
// Int8: the VARs' matrices with one scale per row; the rest is bf16, or fp32 on CPUs without bf16.
enum class Precision { Float32, BFloat16, Float16, Int8 };
// Linear: latent to RGB by a fitted matrix. Full: the VQ-VAE's decode.
enum class PreviewKind { None, Linear, Full };

inline constexpr int kNoClass = -1;  // the 'no class' label in a request

inline constexpr int kOwnClass = -2;  // in a ScaleClass: the label of the picture

// Paths of the weights. drafter or refiner may be empty if the plan does not use it.
struct ModelFiles {
    std::string vqvae;
    std::string drafter;
    std::string refiner;
    bool operator==(const ModelFiles&) const = default;
};

struct ComputeOptions {
    Precision precision = Precision::Float32;
    std::string device = "auto";  // auto, cpu, cuda, cuda:1
    int threads = 0;              // 0: all cores
    // Keeps the weights of the idle VAR out of device memory: on a GPU in host memory, on the CPU
    // in the file.
    bool offload = false;
    // The refiner prefills while the drafter decodes, so both KV caches exist at once.
    bool overlapPrefill = false;
    bool cudaGraphs = true;  // GPU only: record a scale's kernels once and replay them
    bool operator==(const ComputeOptions&) const = default;
};

// Error(Usage) if the overlap conflicts with offloaded weights or with the published random stream.
void requireOverlapFits(const ComputeOptions& compute, RngKind rng);

// The class of one scale, or a mix of two.
struct ScaleClass {
    int label = kOwnClass;  // kOwnClass: the picture's
    int second = kNoClass;  // mixed in by `weight`
    double weight = 0;      // of second, 0 … 1: the label embeddings are interpolated
    bool operator==(const ScaleClass&) const = default;
};

// Token maps that pictures begin with. Their scales are not decoded: the first model at work
// prefills them. With counter draws the other scales are drawn as if these had been decoded.
struct TokenPrefix {
    int scales = 0;          // scales 0 … scales - 1 are given; 0: none
    std::vector<int> sides;  // of all scales of the models
    // One a picture, or one for all of them: the codes of the given scales, coarse to fine.
    std::vector<std::vector<std::int32_t>> tokens;
    std::string vqvaeDigest;  // of the weights whose codes they are; empty: not compared
    const std::vector<std::int32_t>& of(std::size_t picture) const {
        return tokens.size() == 1 ? tokens.front() : tokens[picture];
    }
    bool operator==(const TokenPrefix&) const = default;
};

// The picture that pictures were made from; empty if none.
struct ParentPicture {
    std::string file;  // its name without the folder
    std::string id;    // pictureId of its metadata (protocol/provenance.h)
    bool operator==(const ParentPicture&) const = default;
};

struct GenerationRequest {
    std::vector<int> labels;  // one per picture, kNoClass or 0 <= label < classes
    std::uint64_t seed = 0;
    std::uint32_t firstImage = 0;  // picture i of the request is image firstImage + i of the seed
    int batch = 1;                 // pictures decoded together
    DecodePlan plan;
    RngKind rng = RngKind::Counter;
    bool smooth = false;  // mix codes by Gumbel-softmax instead of using the drawn code
    PreviewKind previews = PreviewKind::None;
    bool wantTrace = false;  // keep logits and f_hat of every scale
    int insight = 0;  // alternatives to list per drawn token (events.h: TokenInsight); 0: none
    TokenPrefix prefix;
    int endScale = 0;  // decode only the scales before it: pictures are drafts; 0: all scales
    ParentPicture parent;
    std::vector<ScaleClass> classes;  // one a scale; empty: the pictures' labels at all scales
    PictureEdit edit;                 // every picture keeps the same part of it

    int scaleEnd() const { return endScale > 0 ? endScale : static_cast<int>(plan.scales.size()); }
    // Whether the class changes between scales.
    bool changesClass() const;
    // Whether a scale is left for this model. A model without one is not loaded.
    bool needs(ModelRole model) const;
    // Error(Usage) for fields that contradict each other, whatever the models are.
    void validate() const;
    bool operator==(const GenerationRequest&) const = default;
};

}  // namespace duo
