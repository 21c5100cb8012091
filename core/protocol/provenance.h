// Everything needed to make a picture again, stored in its metadata. Rounding depends on the batch,
// so the whole batch is stored.
#pragma once

#include <string>
#include <vector>

#include "protocol/generation_request.h"
#include "protocol/packed_tokens.h"

namespace duo {

inline constexpr int kProvenanceVersion = 1;
inline constexpr const char* kProvenanceKey = "duoscale";    // PNG text chunk with the JSON
inline constexpr const char* kParametersKey = "parameters";  // PNG text chunk that other tools read

// A model file's name without its folder, and the digest of its weights; empty if unused.
struct WeightsUsed {
    std::string file;
    std::string digest;
    bool operator==(const WeightsUsed&) const = default;
};

// The edit that made a picture. Pixels that it kept are in the picture.
struct EditMade {
    EditMix mix = EditMix::Codes;
    PictureMask mask;  // width 0: no edit
    PackedTokens source;
    int feather = -1;
    bool operator==(const EditMade&) const = default;
};

struct Provenance {
    int version = kProvenanceVersion;
    std::string program;
    int label = kNoClass;
    std::string labelName;         // empty if unknown
    std::uint64_t seed = 0;        // of the batch's draws
    std::uint32_t image = 0;       // firstImage of the batch + batchPosition
    std::vector<int> batchLabels;  // labels of the whole batch
    int batchPosition = 0;         // index of this picture in the batch
    std::vector<int> sides;        // of the token maps
    DecodePlan plan;
    RngKind rng = RngKind::Counter;
    bool smooth = false;
    Precision precision = Precision::Float32;
    std::string device;  // the resolved device, never "auto"
    int width = 0;       // pixels
    int height = 0;
    WeightsUsed vqvae, drafter, refiner;
    // The picture's token maps, which sum to its latent. Absent (0 scales) in pictures of older
    // programs, in smooth ones, whose codes are mixtures, and in edits that mix the latent.
    PackedTokens tokens;
    std::vector<PackedTokens> prefix;  // as TokenPrefix::tokens; empty: all scales were decoded
    int endScale = 0;                  // of the request: the picture is a draft; 0: all scales
    ParentPicture parent;
    EditMade edit;
    std::vector<ScaleClass> classes;  // of the request
    bool operator==(const Provenance&) const = default;
};

// One line of JSON.
std::string provenanceText(const Provenance& provenance);
// Throws Error(File) naming the problem: not JSON, an unsupported version, a missing field.
Provenance parseProvenance(const std::string& text);

// The request that decodes the batch again; this picture has index batchPosition in it. An edit
// that keeps pixels lacks them: give the picture's own as edit.original, with edit.finished.
GenerationRequest requestOf(const Provenance& provenance);

// Its token maps, coarse to fine; empty if the metadata has none. Error(File) if they are damaged.
std::vector<std::int32_t> tokensOf(const Provenance& provenance);
// A prefix of its first `scales` scales for other pictures. Error(Usage) if scales is not from 1 to
// what the picture has; Error(File) if the metadata has no token maps, or damaged ones.
TokenPrefix prefixOf(const Provenance& provenance, int scales);

// Names a picture by its metadata: 16 hexadecimal digits.
std::string pictureId(const std::string& provenanceText);

// "golden retriever\nSteps: 10, Sampler: CoDe 8+2, Seed: 7, CFG scale: 4, Size: 256x256, …"
std::string parametersText(const Provenance& provenance);

}  // namespace duo
