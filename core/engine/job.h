// What an engine can be asked to do. One struct a kind of job: what it needs before weights are
// loaded, and how it decodes a batch.
#pragma once

#include <variant>
#include <vector>

#include "engine/job_stop.h"
#include "engine/model_cache.h"
#include "engine/sweep_run.h"
#include "engine/trace.h"
#include "protocol/commands.h"

namespace duo {

// Loads models for later jobs and decodes nothing.
struct LoadJob {
    LoadCommand command;

    const GenerationRequest* request() const { return nullptr; }
    const TraceSink* traceSink() const { return nullptr; }
    void validate() const {}
    ModelNeeds needs() const;
    int decodesPerPicture() const { return 0; }
    std::int64_t pictureBytes(const LoadedFamily&) const { return 0; }
    void decode(JobContext&, const BatchSlice&) {}
};

struct GenerateJob {
    GenerateCommand command;
    TraceSink trace;

    const GenerationRequest* request() const { return &command.request; }
    const TraceSink* traceSink() const { return trace ? &trace : nullptr; }
    void validate() const;
    ModelNeeds needs() const;
    int decodesPerPicture() const { return 1; }
    std::int64_t pictureBytes(const LoadedFamily& family) const;
    void decode(JobContext& context, const BatchSlice& slice);
};

struct SweepJob {
    SweepCommand command;
    SweepCosts costs;  // of the batches decoded so far

    const GenerationRequest* request() const { return &command.request; }
    const TraceSink* traceSink() const { return nullptr; }
    void validate() const;
    ModelNeeds needs() const;
    int decodesPerPicture() const { return static_cast<int>(command.splits.size()); }
    std::int64_t pictureBytes(const LoadedFamily& family) const;
    void decode(JobContext& context, const BatchSlice& slice);
};

// A job in the engine's queue, whatever its kind.
class Job {
  public:
    using Kind = std::variant<LoadJob, GenerateJob, SweepJob>;
    explicit Job(Kind kind) : kind_(std::move(kind)) {}

    std::uint64_t tag() const;
    const ModelFiles& files() const;
    const ComputeOptions& compute() const;
    const GenerationRequest* request() const;  // null for a load
    const TraceSink* traceSink() const;        // null where no trace is wanted
    bool wantsLinearPreviews() const;

    // Error(Usage) for a request that is wrong whatever the models are. Needs no weights, so that
    // it fails before any are loaded.
    void validate() const;
    JobStarted started() const;
    ModelNeeds needs() const;
    // Bytes that one more picture of a batch takes, see batch_fit.h.
    std::int64_t pictureBytes(const LoadedFamily& family) const;
    // Decodes one batch and sends its events.
    void decode(JobContext& context, const BatchSlice& slice);

    JobId id = 0;
    JobStop stop;
    bool ended = false;  // its last event is on the way; guarded by the engine's mutex

  private:
    Kind kind_;
};

}  // namespace duo
