// Turns what one decode reports into events, into the job's report and into the decode's cost.
// Worker thread.
#pragma once

#include <optional>

#include "base/stopwatch.h"
#include "decode/collaborative_decoder.h"
#include "device/host_copy.h"
#include "engine/job_context.h"

namespace duo {

// Cost of a decode so far.
struct DecodeCost {
    double decodeMs = 0;  // scales and hand-overs, without previews
    double handOverMs = 0;
    std::int64_t peakBytes = 0;   // highest sum of the VARs' caches and activations
    std::int64_t cacheBytes = 0;  // KV cache of the last scale's session
};

class DecodeRecorder final : public DecodeObserver {
  public:
    // batch must outlive the recorder. sweepSplit: for the events, -1 outside the splits of a
    // sweep.
    DecodeRecorder(JobContext& context, const DecodeBatch& batch, int sweepSplit = -1);

    // Starts the clock and the memory meter. Call it right before the first scale.
    void begin();
    // Sends ScaleDone, now or when its previews have arrived. Throws Error(Cancelled) where the job
    // has to stop after this scale.
    void scaleDone(const ScaleReport& report, const ScaleLogits& logits,
                   const TokenPyramid& pyramid) override;
    // Sends ScaleDone of a scale that the request gave.
    void scaleKept(int scale, const TokenPyramid& pyramid);
    // Sends HandOver. Its time runs from the end of the last scale.
    void handOver(int nextScale, ModelRole from, ModelRole to, std::int64_t freedBytes) override;
    // Sends the ScaleDone that still waits for its previews, if any.
    void flush();

    const DecodeCost& cost() const { return cost_; }

  private:
    const GenerationRequest& request() const { return context_.request; }
    ScaleDone describe(const ScaleReport& report) const;
    void addDrawn(ScaleDone& event, const TokenPyramid& pyramid) const;
    void addInsight(ScaleDone& event, const ScaleLogits& logits, const TokenPyramid& pyramid) const;
    void sendWithPreviews(ScaleDone event, const TokenPyramid& pyramid);
    at::Tensor preview(const TokenPyramid& pyramid);
    void addToReport(const ScaleReport& report);
    void addToCost(const ScaleReport& report, const MemorySnapshot& memory);

    JobContext& context_;
    const DecodeBatch& batch_;
    int sweepSplit_;
    DecodeCost cost_;
    Stopwatch sinceScale_;  // from the end of a scale, for the hand-over

    // A scale whose previews are being copied from a GPU. Sent when they arrive, at the latest
    // before the next event.
    struct Waiting {
        ScaleDone event;
        HostCopy previews;  // [B, 3, H, W]
    };
    std::optional<Waiting> waiting_;
};

// decodeScales, recorded. observer: the recorder, or one that passes all calls on to it. The
// finished scales are told even where the decode fails.
TokenPyramid decodeRecorded(const JobContext& context, const DecodeBatch& batch,
                            TokenPyramid pyramid, int endScale, DecodeRecorder& recorder,
                            DecodeObserver& observer);

}  // namespace duo
