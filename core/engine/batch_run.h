// One decode of a batch: the token walk, its events, previews, and the finished pictures. A sweep
// makes several of one batch. Worker thread.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/stopwatch.h"
#include "decode/collaborative_decoder.h"
#include "device/host_copy.h"
#include "engine/job_stop.h"
#include "engine/memory_meter.h"
#include "engine/model_cache.h"
#include "engine/trace.h"
#include "protocol/commands.h"
#include "protocol/events.h"
#include "protocol/provenance.h"

namespace duo {

// What the batches of a job share.
struct JobContext {
    JobId job = 0;
    const GenerateCommand& command;
    const LoadedFamily& family;
    const LinearPreview* linearPreview;  // null where the request wants none
    MemoryMeter& meter;
    TraceRecorder& trace;
    JobReport& report;  // summed up over the batches
    const std::function<void(const Event&)>& send;
    JobStop& stop;
    std::int64_t snapshotBytes = 0;  // held for other splits of a sweep

    // Tensors that belong to no model at work.
    std::int64_t heldApartBytes() const { return trace.bytes() + snapshotBytes; }
};

// Pictures first … first + count - 1 of the request.
struct BatchSlice {
    int number = 0;  // of the batch in the job
    int first = 0;
    int count = 0;
};

// What a decode has cost so far.
struct BatchCost {
    double decodeMs = 0;  // scales and hand-overs; previews excluded
    double handOverMs = 0;
    double vqvaeMs = 0;
    std::int64_t peakBytes = 0;   // caches and activations of the VARs, at their highest
    std::int64_t cacheBytes = 0;  // of the last scale's session
};

class BatchRun final : private DecodeObserver {
  public:
    // sweepSplit: as the events tell it.
    BatchRun(JobContext& context, const BatchSlice& slice, DecodePlan plan, int sweepSplit = -1);

    // All scales and the pictures: sends ScaleDone, HandOver and, at the end, one PictureDone a
    // picture. Errors as decodeTokens, and Error(Numeric) where the VQ-VAE's picture is NaN or Inf.
    void run();

    // The same in parts, as decodeScales has them.
    TokenPyramid start() const;
    TokenPyramid decode(TokenPyramid pyramid, int endScale);
    void sendPictures(const TokenPyramid& pyramid);
    // Called after every scale, before its ScaleDone is sent.
    std::function<void(const TokenPyramid& pyramid)> onScale;
    // Tells of a session that has ended where no other begins within this decode.
    void handOver(int nextScale, ModelRole from, ModelRole to, std::int64_t freedBytes) override;
    const BatchCost& cost() const { return cost_; }

  private:
    void scaleDone(const ScaleReport& report, const ScaleLogits& logits,
                   const TokenPyramid& pyramid) override;

    const GenerationRequest& request() const { return context_.command.request; }
    std::uint32_t firstImage() const { return request().firstImage + slice_.first; }
    std::uint64_t seed() const;
    ScaleDone describe(const ScaleReport& report) const;
    void addExtras(ScaleDone& event, const ScaleLogits& logits, const TokenPyramid& pyramid);
    void sendWithPreviews(ScaleDone event, const TokenPyramid& pyramid);
    at::Tensor preview(const TokenPyramid& pyramid);
    void sendWaiting();
    void addToReport(const ScaleReport& report);
    void addToCost(const ScaleReport& report, const MemorySnapshot& memory);
    at::Tensor decodePictures(const TokenPyramid& pyramid);
    PictureDone describe(Provenance& provenance, int position) const;
    Provenance provenance() const;

    JobContext& context_;
    BatchSlice slice_;
    int sweepSplit_;
    DecodeBatch batch_;
    BatchCost cost_;
    Stopwatch sinceScale_;  // from the end of a scale, for the hand-over

    // A scale whose previews are on their way from a GPU: sent when they are there, at the latest
    // before whatever is sent next.
    struct Waiting {
        ScaleDone event;
        HostCopy previews;  // [B, 3, H, W]
    };
    std::optional<Waiting> waiting_;
};

}  // namespace duo
