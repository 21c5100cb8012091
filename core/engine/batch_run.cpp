#include "engine/batch_run.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/error.h"
#include "base/stop.h"
#include "base/version.h"
#include "device/cuda_backend.h"
#include "engine/device.h"
#include "engine/insight.h"
#include "engine/pixels.h"

namespace duo {
namespace {

MemoryOwner ownerOf(ModelRole role) {
    return role == ModelRole::Drafter ? MemoryOwner::Drafter : MemoryOwner::Refiner;
}

// [B, l] int64 -> B * l numbers, picture by picture
std::vector<std::int32_t> tokenList(const at::Tensor& idx_Bl) {
    const at::Tensor flat = idx_Bl.to(at::kCPU, at::kInt).contiguous();
    const auto* data = flat.const_data_ptr<std::int32_t>();
    return {data, data + flat.numel()};
}

void finishDeviceWork(at::Device device) {
    if (device.is_cuda()) CudaBackend::load().synchronise(device.index());
}

// The totals of a scale of one model. In order, coarse to fine; in a sweep both models have some.
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

BatchRun::BatchRun(JobContext& context, const BatchSlice& slice, DecodePlan plan, int sweepSplit)
    : context_(context), slice_(slice), sweepSplit_(sweepSplit) {
    const auto begin = request().labels.begin() + slice.first;
    batch_.labels.assign(begin, begin + slice.count);
    batch_.plan = std::move(plan);
    batch_.rng = request().rng;
    batch_.smooth = request().smooth;
    batch_.overlapPrefill = context.command.compute.overlapPrefill;
    for (int i = 0; i < slice.count; ++i) batch_.keys.push_back({seed(), firstImage() + i});
}

// A generator seeded anew draws the same for the same labels, so later batches of the reference
// stream take the seeds that follow; counter draws are told apart by the image's number.
std::uint64_t BatchRun::seed() const {
    return request().rng == RngKind::Published
               ? request().seed + static_cast<unsigned>(slice_.number)
               : request().seed;
}

void BatchRun::run() {
    sendPictures(decode(start(), context_.family.schedule.count()));
}

TokenPyramid BatchRun::start() const {
    return emptyPyramid(context_.family.models, batch_);
}

TokenPyramid BatchRun::decode(TokenPyramid pyramid, int endScale) {
    context_.meter.begin();
    sinceScale_ = {};
    try {
        pyramid = decodeScales(context_.family.models, batch_, std::move(pyramid), endScale, *this,
                               context_.stop.token());
    } catch (...) {
        sendWaiting();  // that scale was finished
        throw;
    }
    sendWaiting();
    return pyramid;
}

void BatchRun::scaleDone(const ScaleReport& report, const ScaleLogits& logits,
                         const TokenPyramid& pyramid) {
    sendWaiting();
    context_.meter.end(ownerOf(report.model), context_.heldApartBytes());
    ScaleDone event = describe(report);
    addToReport(report);
    addToCost(report, event.memory);
    const std::string k = std::to_string(report.scale);
    if (context_.trace.active()) context_.trace.add("logits." + k, logits.guided());
    context_.trace.add("f_hat." + k, pyramid.latent());
    addExtras(event, logits, pyramid);
    if (onScale) onScale(pyramid);
    sendWithPreviews(std::move(event), pyramid);
    context_.stop.scaleDone();
    context_.meter.begin();
    sinceScale_ = {};
}

ScaleDone BatchRun::describe(const ScaleReport& report) const {
    ScaleDone event;
    event.job = context_.job;
    event.firstImage = firstImage();
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

// What a request may ask for beside the decode; none of it counts as decoding.
void BatchRun::addExtras(ScaleDone& event, const ScaleLogits& logits, const TokenPyramid& pyramid) {
    const at::Tensor& idx_Bl = pyramid.tokens(event.scale);
    const int alternatives = request().insight;
    if (request().wantTrace || alternatives > 0) event.drawn = tokenList(idx_Bl);
    if (alternatives > 0) {
        event.insight = tokenInsight(logits.guided(), idx_Bl, batch_.plan.scales[event.scale],
                                     batch_.rng, alternatives);
    }
}

void BatchRun::sendWithPreviews(ScaleDone event, const TokenPyramid& pyramid) {
    const Stopwatch watch;
    const at::Tensor image_B3HW = preview(pyramid);
    if (!image_B3HW.defined()) return context_.send(event);
    waiting_.emplace(std::move(event), HostCopy(image_B3HW));
    waiting_->event.previewMs = watch.milliseconds();
    if (!context_.family.device.is_cuda()) sendWaiting();
}

void BatchRun::sendWaiting() {
    if (!waiting_) return;
    Waiting done = *std::exchange(waiting_, std::nullopt);
    const Stopwatch watch;
    done.event.previews = toPixels(done.previews.wait());
    done.event.previewMs += watch.milliseconds();
    context_.report.previewMs += done.event.previewMs;
    context_.send(done.event);
}

// -> [B, 3, H, W] in [0, 1], or an undefined tensor where none is wanted
at::Tensor BatchRun::preview(const TokenPyramid& pyramid) {
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

void BatchRun::addToReport(const ScaleReport& scale) {
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

void BatchRun::addToCost(const ScaleReport& scale, const MemorySnapshot& memory) {
    cost_.decodeMs += millisecondsOf(scale);
    cost_.cacheBytes = scale.cacheBytes;
    std::int64_t working = 0;
    for (const MemoryOwner owner : {MemoryOwner::Drafter, MemoryOwner::Refiner}) {
        working +=
            memory.of(owner, MemoryKind::KvCache) + memory.of(owner, MemoryKind::Activations);
    }
    cost_.peakBytes = std::max(cost_.peakBytes, working);
}

void BatchRun::handOver(int nextScale, ModelRole from, ModelRole to, std::int64_t freedBytes) {
    finishDeviceWork(context_.family.device);
    const double ms = sinceScale_.milliseconds();
    sendWaiting();
    JobReport& report = context_.report;
    report.handOverMs += ms;
    report.decodeMs += ms;
    cost_.handOverMs += ms;
    cost_.decodeMs += ms;
    report.handOverFreedBytes = std::max(report.handOverFreedBytes, freedBytes);
    context_.meter.begin();
    context_.send(HandOver{context_.job, firstImage(), nextScale, from, to, freedBytes, ms,
                           context_.meter.snapshot()});
}

// -> [B, 3, H, W] in [0, 1]
at::Tensor BatchRun::decodePictures(const TokenPyramid& pyramid) {
    const c10::InferenceMode inference;
    requireNoStop(context_.stop.token());
    context_.meter.begin();
    Stopwatch watch;
    const at::Tensor image_B3HW = context_.family.models.vqvae->decode(pyramid.latent());
    finishDeviceWork(context_.family.device);
    const double ms = watch.milliseconds();
    context_.report.vqvaeMs += ms;
    cost_.vqvaeMs += ms;
    context_.meter.end(MemoryOwner::VqVae, context_.heldApartBytes());
    if (!at::isfinite(image_B3HW).all().item<bool>()) {
        throw Error(ErrorKind::Numeric, "The VQ-VAE's picture is not finite (NaN or Inf).",
                    "Take --precision fp32 or bf16 where it was fp16; otherwise the weights are "
                    "damaged: check the file with `duoscale-cli inspect`.");
    }
    context_.trace.add("image", image_B3HW);
    return image_B3HW;
}

void BatchRun::sendPictures(const TokenPyramid& pyramid) {
    context_.trace.add("tokens", pyramid.allTokens());
    std::vector<Pixels> pictures = toPixels(decodePictures(pyramid));
    const at::Tensor idx_BL = pyramid.allTokens();
    Provenance provenance = this->provenance();
    provenance.width = pictures.front().width;
    provenance.height = pictures.front().height;
    for (int i = 0; i < slice_.count; ++i) {
        PictureDone event = describe(provenance, i);
        event.pixels = std::move(pictures[i]);
        event.tokens = tokenList(idx_BL[i]);
        ++context_.report.pictures;
        context_.send(event);
    }
}

// provenance: what the batch has in common; completed for this picture.
PictureDone BatchRun::describe(Provenance& provenance, int position) const {
    provenance.label = batch_.labels[position];
    provenance.labelName = context_.family.names.shown(provenance.label);
    provenance.image = batch_.keys[position].image;
    provenance.batchPosition = position;
    PictureDone event;
    event.job = context_.job;
    event.index = slice_.first + position;
    event.image = provenance.image;
    event.label = provenance.label;
    event.labelName = provenance.labelName;
    event.provenance = provenanceText(provenance);
    event.parameters = parametersText(provenance);
    event.sweepSplit = sweepSplit_;
    return event;
}

Provenance BatchRun::provenance() const {
    Provenance provenance;
    provenance.program = programName();
    provenance.seed = seed();
    provenance.batchLabels = batch_.labels;
    provenance.sides = context_.family.schedule.sides();
    provenance.plan = batch_.plan;
    provenance.rng = batch_.rng;
    provenance.smooth = batch_.smooth;
    provenance.precision = context_.command.compute.precision;
    provenance.device = deviceName(context_.family.device);
    for (const ModelFacts& facts : context_.family.files) {
        const WeightsUsed used{std::filesystem::path(facts.file).filename(), facts.digest};
        if (facts.owner == MemoryOwner::VqVae) {
            provenance.vqvae = used;
        } else if (facts.owner == MemoryOwner::Drafter) {
            if (batch_.plan.uses(ModelRole::Drafter)) provenance.drafter = used;
        } else if (batch_.plan.uses(ModelRole::Refiner)) {
            provenance.refiner = used;
        }
    }
    return provenance;
}

}  // namespace duo
