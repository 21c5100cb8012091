// One decode of a batch and its finished pictures. A sweep makes one for each of its splits.
// Worker thread.
#pragma once

#include "engine/decode_recorder.h"
#include "protocol/provenance.h"

namespace duo {

// The pictures of a slice, decoded by this plan.
DecodeBatch decodeBatch(const JobContext& context, const BatchSlice& slice, DecodePlan plan);

class BatchRun {
  public:
    // sweepSplit: for the events, -1 outside a sweep.
    BatchRun(JobContext& context, const BatchSlice& slice, DecodePlan plan, int sweepSplit = -1);
    BatchRun(const BatchRun&) = delete;  // the recorder refers to batch_
    BatchRun& operator=(const BatchRun&) = delete;

    // All scales behind the request's prefix, and the pictures: sends ScaleDone, HandOver and, at
    // the end, one PictureDone a picture. Errors as decodeTokens, and Error(Numeric) where the
    // VQ-VAE's picture is NaN or Inf.
    void run();
    // The same from the scales that the pyramid has already.
    void finish(TokenPyramid pyramid);

    const DecodeCost& cost() const { return recorder_.cost(); }
    double vqvaeMs() const { return vqvaeMs_; }

  private:
    at::Tensor decodePictures(const TokenPyramid& pyramid);
    void sendPictures(const TokenPyramid& pyramid);
    TokenPyramid givenScales();
    std::vector<PackedTokens> packedPrefix() const;
    bool usedBy(ModelRole model) const;
    PictureDone describe(Provenance& provenance, int position) const;
    Provenance provenance() const;

    JobContext& context_;
    BatchSlice slice_;
    int sweepSplit_;
    DecodeBatch batch_;
    DecodeRecorder recorder_;
    double vqvaeMs_ = 0;
};

}  // namespace duo
