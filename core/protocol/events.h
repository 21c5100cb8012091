// What the core tells: plain values, each complete in itself. Results (everything but MemorySample
// and LoadProgress) are never dropped on the way; of those two only the newest counts.
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
#include "protocol/specialised_pair.h"

namespace duo {

// Numbers jobs from 1 within one engine; a number is never used twice.
using JobId = std::uint64_t;

// 8-bit RGB, row-major, 3 * width * height bytes.
struct Pixels {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;
    bool operator==(const Pixels&) const = default;
};

// A loaded model.
struct ModelFacts {
    MemoryOwner owner = MemoryOwner::Drafter;
    std::string file;    // path as it was asked for
    std::string digest;  // of the weights, 32 hexadecimal digits
    std::int64_t weightBytes = 0;
    std::int64_t parameters = 0;
    int depth = 0;  // transformer blocks; 0 for the VQ-VAE
    int width = 0;  // of the transformer; the VQ-VAE's base width
    bool operator==(const ModelFacts&) const = default;
};

// What the loaded models have in common.
struct FamilyFacts {
    std::vector<int> sides;  // of the token maps, coarse to fine
    int classes = 0;
    int vocabulary = 0;
    int codeChannels = 0;
    int pictureSide = 0;                  // pixels
    std::string device;                   // "cpu", "cuda:0"
    std::vector<std::string> classNames;  // one a class, or none where they have no names
    std::vector<std::string> wordNetIds;  // one a class (empty where it has none), or none at all
    bool operator==(const FamilyFacts&) const = default;
};

struct Hello {
    int protocolVersion = 0;
    std::string program;  // "Duoscale 0.2.0"
    bool operator==(const Hello&) const = default;
};

struct JobQueued {
    JobId job = 0;
    std::uint64_t tag = 0;  // as the command gave it
    int ahead = 0;          // jobs before this one
    bool operator==(const JobQueued&) const = default;
};

struct JobStarted {
    JobId job = 0;
    int pictures = 0;  // of a sweep: at all its splits
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
    double milliseconds = 0;  // 0 where all were loaded already
    bool operator==(const ModelsLoaded&) const = default;
};

// The job's batches are smaller than it asked for, since so many pictures at once would not fit
// into memory. Its pictures are the same. Before the first scale.
struct BatchCut {
    JobId job = 0;
    int asked = 0;
    int pictures = 0;  // in a batch now
    int batches = 0;
    std::int64_t pictureBytes = 0;  // what each takes at most, estimated
    std::int64_t freeBytes = 0;     // for all of a batch
    bool operator==(const BatchCut&) const = default;
};

// What one picture's draws of a scale looked like, position by position. Probabilities and entropy
// are those of the distribution drawn from: after guidance, filters and temperature.
struct TokenInsight {
    int alternatives = 0;                 // listed a position
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
    bool prefill = false;  // the model entered here: its transformer time covers the whole prefix
    double previewMs = 0;  // timed apart from the three above
    MemorySnapshot memory;
    std::vector<Pixels> previews;       // one a picture, where asked for
    std::vector<std::int32_t> drawn;    // tokens of the scale, picture by picture, with the trace
                                        // or insight
    std::vector<TokenInsight> insight;  // one a picture, where asked for
    int sweepSplit = -1;  // of a sweep: the split this scale was decoded for; -1: for all of them
    bool operator==(const ScaleDone&) const = default;
};

// One model's session has ended and its memory is free; the next begins at nextScale.
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
    std::string labelName;  // empty where unknown
    Pixels pixels;
    std::vector<std::int32_t> tokens;  // L
    std::string provenance;            // JSON of protocol/provenance.h
    std::string parameters;            // the one-line text of protocol/provenance.h
    int sweepSplit = -1;               // of a sweep: the split that made it
    bool operator==(const PictureDone&) const = default;
};

// One split of a sweep has been decoded for all pictures. The drafter's scales were computed once
// and are counted here as often as they would have run: decodeMs is what this split costs alone.
struct SweepSplitDone {
    JobId job = 0;
    int split = 0;
    int pictures = 0;
    double decodeMs = 0;  // drafter's scales before the split, hand-over, refiner's scales
    double vqvaeMs = 0;
    std::int64_t peakBytes = 0;  // caches and activations of the VARs at their highest, likewise
    bool operator==(const SweepSplitDone&) const = default;
};

struct MemorySample {
    JobId job = 0;  // at work, or 0
    MemorySnapshot memory;
    bool operator==(const MemorySample&) const = default;
};

// One scale summed over the batches of a job.
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
    std::vector<ScaleTotals> scales;  // of a sweep: as computed, one a scale and model
    double loadMs = 0;
    double handOverMs = 0;  // ending the old session
    double prefillMs = 0;   // the new model's first pass, also in its scale's transformerMs
    std::int64_t handOverFreedBytes = 0;  // at most, of one batch
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

// A file of a folder that holds a model, told without reading its weights.
struct ModelListing {
    std::string file;         // path
    bool vqvae = false;       // else a VAR
    std::string description;  // one phrase for people
    std::int64_t bytes = 0;
    std::int64_t parameters = 0;
    int depth = 0;
    bool operator==(const ModelListing&) const = default;
};

struct ModelsListed {
    std::uint64_t tag = 0;
    std::string folder;  // absolute; the default folder where the command named none
    ModelFiles suggested;
    std::vector<ModelListing> files;
    std::vector<SpecialisedPair> specialised;  // of files, by split
    bool operator==(const ModelsListed&) const = default;
};

// What ExportCommand asked for.
struct Exported {
    std::uint64_t tag = 0;
    std::vector<std::uint8_t> bytes;  // of the whole file
    bool operator==(const Exported&) const = default;
};

// job 0: a command failed that started no job.
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
    int finishedPictures = 0;  // sent before, and good
    bool operator==(const JobCancelled&) const = default;
};

struct Pong {
    std::uint64_t tag = 0;
    bool operator==(const Pong&) const = default;
};

// A frame or message that breaks the protocol. fatal: the stream cannot be followed any further.
struct ProtocolFault {
    std::string message;
    bool fatal = false;
    bool operator==(const ProtocolFault&) const = default;
};

using Event =
    std::variant<Hello, JobQueued, JobStarted, LoadProgress, ModelsLoaded, ScaleDone, HandOver,
                 PictureDone, SweepSplitDone, MemorySample, ModelsListed, Exported, JobDone,
                 JobFailed, JobCancelled, Pong, ProtocolFault, BatchCut>;

}  // namespace duo
