#include "engine/decode_recorder.h"

#include <algorithm>
#include <utility>

#include "engine/device.h"
#include "engine/insight.h"
#include "engine/pixels.h"
#include "engine/tensor_values.h"

namespace duo {
namespace {

// The totals of a scale of one model, in order from coarse to fine. In a sweep both models have
// totals of the same scale.
ScaleTotals& totalsOf(std::vector<ScaleTotals>& scales, int scale, ModelRole model) {
    const auto before = [](const ScaleTotals& t, const std::pair<int, ModelRole>& key) {
        return std::pair(t.scale, t.model) < key;
    };
    auto found = std::lower_bound(scales.begin(), scales.end(), std::pair(scale, model), before);
    if (found == scales.end() || found->scale != scale || found->model != model) {
        found = scales.insert(found, ScaleTotals{});
        found->scale = scale;
        found->model = model;
    }
    return *found;
}

double millisecondsOf(const ScaleReport& scale) {
    return scale.transformerMs + scale.samplingMs + scale.pyramidMs;
}

}  // namespace

DecodeRecorder::DecodeRecorder(JobContext& context, const DecodeBatch& batch, int sweepSplit)
    : context_(context), batch_(batch), sweepSplit_(sweepSplit) {}

void DecodeRecorder::begin() {
    context_.meter.begin();
    sinceScale_ = {};
}

void DecodeRecorder::scaleDone(const ScaleReport& report, const ScaleLogits& logits,
                               const TokenPyramid& pyramid) {
    flush();
    context_.meter.end(ownerOf(report.model), context_.heldApartBytes());
    ScaleDone event = describe(report);
    addToReport(report);
    addToCost(report, event.memory);
    const std::string k = std::to_string(report.scale);
    if (context_.trace.active()) context_.trace.add("logits." + k, logits.guided());
    context_.trace.add("f_hat." + k, pyramid.latent());
    addDrawn(event, pyramid);
    addInsight(event, logits, pyramid);
    sendWithPreviews(std::move(event), pyramid);
    context_.stop.scaleDone();
    begin();
}

void DecodeRecorder::scaleKept(int scale, const TokenPyramid& pyramid) {
    flush();
    ScaleDone event = describe({.scale = scale, .model = batch_.plan.scales[scale].model});
    event.kept = true;
    context_.trace.add("f_hat." + std::to_string(scale), pyramid.latent());
    addDrawn(event, pyramid);
    sendWithPreviews(std::move(event), pyramid);
}

ScaleDone DecodeRecorder::describe(const ScaleReport& report) const {
    ScaleDone event;
    event.job = context_.job;
    event.firstImage = batch_.keys.front().image;
    event.pictures = static_cast<int>(batch_.labels.size());
    event.scale = report.scale;
    event.side = context_.family.schedule.side(report.scale);
    event.model = report.model;
    event.tokens = report.tokens;
    event.transformerMs = report.transformerMs;
    event.samplingMs = report.samplingMs;
    event.pyramidMs = report.pyramidMs;
    event.prefill = report.prefill;
    event.memory = context_.meter.snapshot();
    event.sweepSplit = sweepSplit_;
    return event;
}

// Adds the drawn codes if the request asks for them. The time for it does not count as decoding.
void DecodeRecorder::addDrawn(ScaleDone& event, const TokenPyramid& pyramid) const {
    if (!request().wantTrace && request().insight == 0) return;
    event.drawn = listOf<std::int32_t>(pyramid.tokens(event.scale));
}

void DecodeRecorder::addInsight(ScaleDone& event, const ScaleLogits& logits,
                                const TokenPyramid& pyramid) const {
    if (request().insight == 0) return;
    event.insight = tokenInsight(logits.guided(), pyramid.tokens(event.scale),
                                 batch_.plan.scales[event.scale], batch_.rng, request().insight);
}

void DecodeRecorder::sendWithPreviews(ScaleDone event, const TokenPyramid& pyramid) {
    const Stopwatch watch;
    const at::Tensor image_B3HW = preview(pyramid);
    if (!image_B3HW.defined()) return context_.send(event);
    waiting_.emplace(std::move(event), HostCopy(image_B3HW));
    waiting_->event.previewMs = watch.milliseconds();
    if (!context_.family.device.is_cuda()) flush();
}

void DecodeRecorder::flush() {
    if (!waiting_) return;
    Waiting done = *std::exchange(waiting_, std::nullopt);
    const Stopwatch watch;
    done.event.previews = toPixels(done.previews.wait());
    done.event.previewMs += watch.milliseconds();
    context_.report.previewMs += done.event.previewMs;
    context_.send(done.event);
}

// -> [B, 3, H, W] in [0, 1], or an undefined tensor where none is wanted
at::Tensor DecodeRecorder::preview(const TokenPyramid& pyramid) {
    const c10::InferenceMode inference;
    switch (request().previews) {
        case PreviewKind::None:
            break;
        case PreviewKind::Linear:
            return (*context_.linearPreview)(pyramid.latent());
        case PreviewKind::Full: {
            context_.meter.begin();
            const at::Tensor image_B3HW = context_.family.models.vqvae->decode(pyramid.latent());
            context_.meter.end(MemoryOwner::VqVae, context_.heldApartBytes());
            return image_B3HW;
        }
    }
    return {};
}

void DecodeRecorder::addToReport(const ScaleReport& scale) {
    JobReport& report = context_.report;
    ScaleTotals& totals = totalsOf(report.scales, scale.scale, scale.model);
    totals.side = context_.family.schedule.side(scale.scale);
    totals.tokens += scale.tokens;
    totals.transformerMs += scale.transformerMs;
    totals.samplingMs += scale.samplingMs;
    totals.pyramidMs += scale.pyramidMs;
    totals.prefill = totals.prefill || scale.prefill;
    if (scale.prefill) report.prefillMs += scale.transformerMs;
    report.decodeMs += millisecondsOf(scale);
}

void DecodeRecorder::addToCost(const ScaleReport& scale, const MemorySnapshot& memory) {
    cost_.decodeMs += millisecondsOf(scale);
    cost_.cacheBytes = scale.cacheBytes;
    std::int64_t working = 0;
    for (const MemoryOwner owner : {MemoryOwner::Drafter, MemoryOwner::Refiner}) {
        working +=
            memory.of(owner, MemoryKind::KvCache) + memory.of(owner, MemoryKind::Activations);
    }
    cost_.peakBytes = std::max(cost_.peakBytes, working);
}

void DecodeRecorder::handOver(int nextScale, ModelRole from, ModelRole to,
                              std::int64_t freedBytes) {
    finishDeviceWork(context_.family.device);
    const double ms = sinceScale_.milliseconds();
    flush();
    JobReport& report = context_.report;
    report.handOverMs += ms;
    report.decodeMs += ms;
    cost_.handOverMs += ms;
    cost_.decodeMs += ms;
    report.handOverFreedBytes = std::max(report.handOverFreedBytes, freedBytes);
    context_.meter.begin();
    context_.send(HandOver{context_.job, batch_.keys.front().image, nextScale, from, to, freedBytes,
                           ms, context_.meter.snapshot()});
}

TokenPyramid decodeRecorded(const JobContext& context, const DecodeBatch& batch,
                            TokenPyramid pyramid, int endScale, DecodeRecorder& recorder,
                            DecodeObserver& observer) {
    recorder.begin();
    try {
        pyramid = decodeScales(context.family.models, batch, std::move(pyramid), endScale, observer,
                               context.stop.token());
    } catch (...) {
        recorder.flush();  // that scale was finished
        throw;
    }
    recorder.flush();
    return pyramid;
}

}  // namespace duo
