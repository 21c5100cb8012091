// What the core is told over `serve`: plain values. A tag is the sender's own number; answers that
// start no job, and JobQueued, carry it back.
#pragma once

#include <cstdint>
#include <variant>

#include "protocol/events.h"
#include "protocol/generation_request.h"

namespace duo {

inline constexpr int kProtocolVersion = 3;

// Both sides say Hello first; the core answers with its own and ends on another version.
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

// Every picture of the request at every split. Scales of the drafter are decoded once for all
// splits; rng must be Counter, so that splits share them. The plan's assignment of models is
// ignored, its sampling holds for all splits.
struct SweepCommand {
    std::uint64_t tag = 0;
    ModelFiles files;
    ComputeOptions compute;
    GenerationRequest request;
    std::vector<int> splits;  // each 0 … K, no two alike
    bool operator==(const SweepCommand&) const = default;
};

enum class StopWhen {
    Now,         // within a scale; what is unfinished is dropped
    NextScale,   // the scale at work ends and its ScaleDone is sent
    AfterBatch,  // pictures of the batch at work are finished and sent (of a sweep: of its batch at
                 // the split at work)
};

// A waiting job is dropped whatever `when` says. A job ends with JobCancelled only where something
// was left undone, else with JobDone.

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

// Bytes of a file made of pictures the window holds -> Exported, or JobFailed with job 0.
enum class ExportKind {
    Animation,  // WebP, one frame a picture
    Npz,        // arr_0 uint8 [n, h, w, 3]; tokens int64 [n, L] where given
};
struct ExportCommand {
    std::uint64_t tag = 0;
    ExportKind kind = ExportKind::Animation;
    std::vector<Pixels> pictures;  // all of one size
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
                 ListModelsCommand, ExportCommand, MemoryCommand, PingCommand, ShutdownCommand>;

}  // namespace duo
