// Commands to the core over `serve`, as plain values. The sender numbers its commands by tag;
// JobQueued and the answers to commands that start no job return the tag.
#pragma once

#include <cstdint>
#include <variant>

#include "protocol/events.h"
#include "protocol/generation_request.h"
#include "protocol/model_downloads.h"

namespace duo {

inline constexpr int kProtocolVersion = 4;

// Each side sends Hello first; the core answers with its own and ends if the versions differ.
struct LoadCommand {
    std::uint64_t tag = 0;
    ModelFiles files;
    ComputeOptions compute;
    bool operator==(const LoadCommand&) const = default;
};

struct GenerateCommand {
    std::uint64_t tag = 0;
    ModelFiles files;
    ComputeOptions compute;
    GenerationRequest request;
    bool operator==(const GenerateCommand&) const = default;
};

// Makes every picture of the request at every split. The drafter's scales are decoded once for all
// splits, so rng must be Counter. The plan's models are ignored; its sampling holds for all splits.
struct SweepCommand {
    std::uint64_t tag = 0;
    ModelFiles files;
    ComputeOptions compute;
    GenerationRequest request;
    std::vector<int> splits;  // each 0 … K, all different
    bool operator==(const SweepCommand&) const = default;
};

enum class StopWhen {
    Now,         // within a scale; unfinished pictures are dropped
    NextScale,   // after the current scale and its ScaleDone
    AfterBatch,  // after the current batch (of a sweep: and split), whose pictures are sent
};

// A waiting job is dropped for any `when`. A job ends with JobCancelled if work was left undone,
// otherwise with JobDone.

struct CancelCommand {
    std::uint64_t tag = 0;
    JobId job = 0;
    StopWhen when = StopWhen::Now;
    bool operator==(const CancelCommand&) const = default;
};

// -> ModelsListed, or JobFailed with job 0 and this tag.
struct ListModelsCommand {
    std::uint64_t tag = 0;
    std::string folder;  // empty: the default folder
    bool operator==(const ListModelsCommand&) const = default;
};

// Packs pictures of the window into one file -> Exported, or JobFailed with job 0.
enum class ExportKind {
    Animation,  // WebP, one frame per picture
    Npz,        // arr_0 uint8 [n, h, w, 3]; optionally tokens int64 [n, L]
};
struct ExportCommand {
    std::uint64_t tag = 0;
    ExportKind kind = ExportKind::Animation;
    std::vector<Pixels> pictures;  // all of the same size
    std::vector<std::vector<std::int32_t>> tokens;
    int frameMs = 250;
    bool operator==(const ExportCommand&) const = default;
};

struct MemoryCommand {
    bool operator==(const MemoryCommand&) const = default;
};

struct PingCommand {
    std::uint64_t tag = 0;
    bool operator==(const PingCommand&) const = default;
};

struct ShutdownCommand {
    bool operator==(const ShutdownCommand&) const = default;
};

using Command =
    std::variant<Hello, LoadCommand, GenerateCommand, SweepCommand, CancelCommand,
                 ListModelsCommand, ExportCommand, MemoryCommand, PingCommand, ShutdownCommand,
                 ListCatalogueCommand, GetModelsCommand, StopGettingCommand>;

}  // namespace duo
