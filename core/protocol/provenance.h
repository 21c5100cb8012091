// Everything that makes a picture again, as it lies in the picture's metadata. A picture's rounding
// depends on the batch it was decoded in, so the whole batch is remembered.
#pragma once

#include <string>
#include <vector>

#include "protocol/generation_request.h"

namespace duo {

inline constexpr int kProvenanceVersion = 1;
inline constexpr const char* kProvenanceKey = "duoscale";    // PNG text chunk with the JSON
inline constexpr const char* kParametersKey = "parameters";  // PNG text chunk other tools read

// A model file without its folder, and the digest of its weights; empty where it was not used.
struct WeightsUsed {
    std::string file;
    std::string digest;
    bool operator==(const WeightsUsed&) const = default;
};

struct Provenance {
    int version = kProvenanceVersion;
    std::string program;
    int label = kNoClass;
    std::string labelName;         // empty where unknown
    std::uint64_t seed = 0;        // of the batch's draws
    std::uint32_t image = 0;       // firstImage of the batch + batchPosition
    std::vector<int> batchLabels;  // labels of the batch
    int batchPosition = 0;         // this picture among them
    std::vector<int> sides;        // of the token maps
    DecodePlan plan;
    RngKind rng = RngKind::Counter;
    bool smooth = false;
    Precision precision = Precision::Float32;
    std::string device;  // at work, never "auto"
    int width = 0;       // pixels
    int height = 0;
    WeightsUsed vqvae, drafter, refiner;
    bool operator==(const Provenance&) const = default;
};

// One line of JSON.
std::string provenanceText(const Provenance& provenance);
// Throws Error(File) naming what is wrong: no JSON, another or a newer version, a missing field.
Provenance parseProvenance(const std::string& text);

// The request that decodes the batch again; picture batchPosition of it is the one.
GenerationRequest requestOf(const Provenance& provenance);

// "golden retriever\nSteps: 10, Sampler: CoDe 8+2, Seed: 7, CFG scale: 4, Size: 256x256, …"
std::string parametersText(const Provenance& provenance);

}  // namespace duo
