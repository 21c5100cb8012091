// What the core is told over `serve`: plain values. A tag is the sender's own number; answers that
// start no job, and JobQueued, carry it back.
#pragma once

#include <cstdint>
#include <variant>

#include "protocol/events.h"
#include "protocol/generation_request.h"

namespace duo {

inline constexpr int kProtocolVersion = 1;

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

struct CancelCommand {
    std::uint64_t tag = 0;
    JobId job = 0;
    bool operator==(const CancelCommand&) const = default;
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

using Command = std::variant<Hello, LoadCommand, GenerateCommand, CancelCommand, MemoryCommand,
                             PingCommand, ShutdownCommand>;

}  // namespace duo
