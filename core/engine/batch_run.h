// One batch of a job: the token walk, its events, previews, and the finished pictures. Worker
// thread.
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "base/stopwatch.h"
#include "decode/collaborative_decoder.h"
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
    std::stop_token stop;
};

class BatchRun final : private DecodeObserver {
  public:
    // Pictures first … first + count - 1 of the request. number: of the batch in the job.
    BatchRun(JobContext& context, int number, int first, int count);

    // Sends ScaleDone, HandOver and, at the end, one PictureDone a picture. Errors as decodeTokens,
    // and Error(Numeric) where the VQ-VAE's picture is NaN or Inf.
    void run();

  private:
    void scaleDone(const ScaleReport& report, const at::Tensor& logits_BlV,
                   const TokenPyramid& pyramid) override;
    void handOver(int nextScale, ModelRole from, ModelRole to, std::int64_t freedBytes) override;

    const GenerationRequest& request() const { return context_.command.request; }
    std::uint32_t firstImage() const { return request().firstImage + first_; }
    std::uint64_t seed() const;
    std::vector<Pixels> preview(const TokenPyramid& pyramid);
    void addToReport(const ScaleReport& report);
    at::Tensor decodePictures(const TokenPyramid& pyramid);
    void sendPictures(const TokenPyramid& pyramid, const at::Tensor& image_B3HW);
    Provenance provenance() const;

    JobContext& context_;
    int number_;
    int first_;
    DecodeBatch batch_;
    Stopwatch sinceScale_;  // from the end of a scale, for the hand-over
};

}  // namespace duo
