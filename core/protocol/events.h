// Events from the core: plain, self-contained values. MemorySample and LoadProgress may be replaced
// by newer ones on the way; all others are always delivered.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/memory_ledger.h"
#include "protocol/decode_plan.h"
#include "protocol/generation_request.h"
#include "protocol/memory_snapshot.h"
#include "protocol/model_downloads.h"
#include "protocol/pixels.h"
#include "protocol/specialised_pair.h"

namespace duo {

// Numbers the jobs of one engine from 1; a number is never reused.
using JobId = std::uint64_t;

// A loaded model.
struct ModelFacts {
    MemoryOwner owner = MemoryOwner::Drafter;
    std::string file;    // path as requested
    std::string digest;  // of the weights, 32 hexadecimal digits
    std::int64_t weightBytes = 0;
    std::int64_t parameters = 0;
    int depth = 0;  // transformer blocks; 0 for the VQ-VAE
    int width = 0;  // of the transformer; the VQ-VAE's base width
    bool operator==(const ModelFacts&) const = default;
};

// Properties shared by the loaded models.
struct FamilyFacts {
    std::vector<int> sides;  // of the token maps, coarse to fine
    int classes = 0;
    int vocabulary = 0;
    int codeChannels = 0;
    int pictureSide = 0;                  // pixels
    std::string device;                   // "cpu", "cuda:0"
    std::vector<std::string> classNames;  // one per class, or empty
    std::vector<std::string> wordNetIds;  // one per class (an entry may be empty), or empty
    bool operator==(const FamilyFacts&) const = default;
};

struct Hello {
    int protocolVersion = 0;
    std::string program;  // "Duoscale 0.2.0"
    bool operator==(const Hello&) const = default;
};

struct JobQueued {
    JobId job = 0;
    std::uint64_t tag = 0;  // from the command
    int ahead = 0;          // jobs before this one
    bool operator==(const JobQueued&) const = default;
};

struct JobStarted {
    JobId job = 0;
    int pictures = 0;  // for a sweep: over all its splits
    int batches = 0;
    bool operator==(const JobStarted&) const = default;
};

struct LoadProgress {
    JobId job = 0;
    MemoryOwner owner = MemoryOwner::Drafter;
    std::string file;
    double fraction = 0;  // 0 … 1 of this file
    bool operator==(const LoadProgress&) const = default;
};

struct ModelsLoaded {
    JobId job = 0;
    FamilyFacts family;
    std::vector<ModelFacts> models;
    double milliseconds = 0;  // 0 if all were already loaded
    bool operator==(const ModelsLoaded&) const = default;
};

// The requested batch would not fit into memory, so the job runs smaller batches. Its pictures are
// the same. Sent before the first scale.
struct BatchCut {
    JobId job = 0;
    int asked = 0;
    int pictures = 0;  // per batch now
    int batches = 0;
    std::int64_t pictureBytes = 0;  // estimated maximum per picture
    std::int64_t freeBytes = 0;     // available for a batch
    bool operator==(const BatchCut&) const = default;
};

// Statistics of one picture's draws at a scale, by position. Probabilities and entropy are those of
// the distribution drawn from: after guidance, filters and temperature.
struct TokenInsight {
    int alternatives = 0;                 // listed per position
    std::vector<float> probability;       // of the drawn code: l
    std::vector<float> entropy;           // nats: l
    std::vector<std::int32_t> topCodes;   // most probable first: l * alternatives
    std::vector<float> topProbabilities;  // l * alternatives
    bool operator==(const TokenInsight&) const = default;
};

struct ScaleDone {
    JobId job = 0;
    std::uint32_t firstImage = 0;  // of the batch
    int pictures = 0;              // in the batch
    int scale = 0;                 // from 0
    int side = 0;
    ModelRole model = ModelRole::Drafter;
    std::int64_t tokens = 0;  // drawn over the batch
    double transformerMs = 0;
    double samplingMs = 0;
    double pyramidMs = 0;
    bool prefill = false;  // the model's first scale: its transformer time covers the prefix
    double previewMs = 0;  // not included in the three above
    MemorySnapshot memory;
    std::vector<Pixels> previews;       // one per picture, if requested
    std::vector<std::int32_t> drawn;    // the scale's tokens by picture, if trace or insight is on
    std::vector<TokenInsight> insight;  // one per picture, if requested
    int sweepSplit = -1;  // for a sweep: the split this scale was decoded for; -1: all splits
    bool kept = false;    // given by the request's prefix: not decoded, its times are 0
    bool operator==(const ScaleDone&) const = default;
};

// One model's session has ended and its memory is free; the next model begins at nextScale.
struct HandOver {
    JobId job = 0;
    std::uint32_t firstImage = 0;
    int nextScale = 0;
    ModelRole from = ModelRole::Drafter;
    ModelRole to = ModelRole::Refiner;
    std::int64_t freedBytes = 0;
    double milliseconds = 0;
    MemorySnapshot memory;
    bool operator==(const HandOver&) const = default;
};

struct PictureDone {
    JobId job = 0;
    int index = 0;            // in the request
    std::uint32_t image = 0;  // firstImage + index
    int label = 0;
    std::string labelName;  // empty if unknown
    Pixels pixels;
    std::vector<std::int32_t> tokens;  // L
    std::string provenance;            // JSON of protocol/provenance.h
    std::string parameters;            // the one-line text of protocol/provenance.h
    int sweepSplit = -1;               // for a sweep: the split that made it
    bool operator==(const PictureDone&) const = default;
};

// A sweep has decoded one split for all pictures. The drafter's scales ran once but count here as
// if run for this split, so decodeMs is the cost of this split alone.
struct SweepSplitDone {
    JobId job = 0;
    int split = 0;
    int pictures = 0;
    double decodeMs = 0;  // drafter's scales before the split, hand-over, refiner's scales
    double vqvaeMs = 0;
    std::int64_t peakBytes = 0;  // peak of the VARs' caches and activations, counted likewise
    bool operator==(const SweepSplitDone&) const = default;
};

struct MemorySample {
    JobId job = 0;  // the running job, or 0
    MemorySnapshot memory;
    bool operator==(const MemorySample&) const = default;
};

// Sums for one scale over the batches of a job.
struct ScaleTotals {
    int scale = 0;
    int side = 0;
    ModelRole model = ModelRole::Drafter;
    std::int64_t tokens = 0;
    double transformerMs = 0;
    double samplingMs = 0;
    double pyramidMs = 0;
    bool prefill = false;
    bool operator==(const ScaleTotals&) const = default;
};

struct JobReport {
    int pictures = 0;
    int batches = 0;
    std::vector<ScaleTotals> scales;  // for a sweep: as computed, one per scale and model
    double loadMs = 0;
    double handOverMs = 0;  // ending the old session
    double prefillMs = 0;   // the new model's first pass; also part of its scale's transformerMs
    std::int64_t handOverFreedBytes = 0;  // maximum over batches
    double vqvaeMs = 0;
    double previewMs = 0;
    double decodeMs = 0;  // the token walk, previews excluded
    double totalMs = 0;   // from the job's start, loading included
    MemorySnapshot memory;
    bool operator==(const JobReport&) const = default;
};

struct JobDone {
    JobId job = 0;
    JobReport report;
    bool operator==(const JobDone&) const = default;
};

// A file that holds a model, described without reading its weights.
struct ModelListing {
    std::string file;         // path
    bool vqvae = false;       // false: a VAR
    std::string description;  // one phrase for people
    std::int64_t bytes = 0;
    std::int64_t parameters = 0;
    int depth = 0;
    std::vector<int> sides{};  // of a VAR's token maps, coarse to fine
    int classes = 0;           // of a VAR
    int vocabulary = 0;        // codes; both kinds must agree on these two
    int codeChannels = 0;
    bool operator==(const ModelListing&) const = default;
};

struct ModelsListed {
    std::uint64_t tag = 0;
    std::string folder;  // absolute; the default folder if the command named none
    ModelFiles suggested;
    std::vector<ModelListing> files;
    std::vector<SpecialisedPair> specialised;  // by file, ordered by split
    bool operator==(const ModelsListed&) const = default;
};

// Answer to ExportCommand.
struct Exported {
    std::uint64_t tag = 0;
    std::vector<std::uint8_t> bytes;  // of the whole file
    bool operator==(const Exported&) const = default;
};

// job 0: a command that started no job failed.
struct JobFailed {
    JobId job = 0;
    std::uint64_t tag = 0;
    ErrorKind kind = ErrorKind::Internal;
    std::string message;
    std::string hint;
    bool operator==(const JobFailed&) const = default;
};

struct JobCancelled {
    JobId job = 0;
    int finishedPictures = 0;  // sent before the failure, and valid
    bool operator==(const JobCancelled&) const = default;
};

struct Pong {
    std::uint64_t tag = 0;
    bool operator==(const Pong&) const = default;
};

// A frame or message that breaks the protocol. fatal: the rest of the stream cannot be read.
struct ProtocolFault {
    std::string message;
    bool fatal = false;
    bool operator==(const ProtocolFault&) const = default;
};

using Event = std::variant<Hello, JobQueued, JobStarted, LoadProgress, ModelsLoaded, ScaleDone,
                           HandOver, PictureDone, SweepSplitDone, MemorySample, ModelsListed,
                           Exported, JobDone, JobFailed, JobCancelled, Pong, ProtocolFault,
                           BatchCut, CatalogueListed, GettingModels, ModelsGot>;

}  // namespace duo
