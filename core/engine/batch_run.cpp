#include "engine/batch_run.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/version.h"
#include "engine/device.h"
#include "engine/pixels.h"
#include "kernels/cuda_backend.h"

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
    if (device.is_cuda()) kernels::CudaBackend::load().synchronise(device.index());
}

}  // namespace

BatchRun::BatchRun(JobContext& context, int number, int first, int count)
    : context_(context), number_(number), first_(first) {
    const auto begin = request().labels.begin() + first;
    batch_.labels.assign(begin, begin + count);
    batch_.plan = request().plan;
    batch_.rng = request().rng;
    batch_.smooth = request().smooth;
    for (int i = 0; i < count; ++i) batch_.keys.push_back({seed(), firstImage() + i});
}

// A generator seeded anew draws the same for the same labels, so later batches of the reference
// stream take the seeds that follow; counter draws are told apart by the image's number.
std::uint64_t BatchRun::seed() const {
    return request().rng == RngKind::Reference ? request().seed + static_cast<unsigned>(number_)
                                               : request().seed;
}

void BatchRun::run() {
    context_.meter.begin();
    sinceScale_ = {};
    const TokenPyramid pyramid = decodeTokens(context_.family.models, batch_, *this, context_.stop);
    context_.trace.add("tokens", pyramid.allTokens());
    sendPictures(pyramid, decodePictures(pyramid));
}

void BatchRun::scaleDone(const ScaleReport& report, const at::Tensor& logits_BlV,
                         const TokenPyramid& pyramid) {
    context_.meter.end(ownerOf(report.model), context_.trace.bytes());
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
    addToReport(report);
    const std::string k = std::to_string(report.scale);
    context_.trace.add("logits." + k, logits_BlV);
    context_.trace.add("f_hat." + k, pyramid.latent());
    if (request().wantTrace) event.drawn = tokenList(pyramid.tokens(report.scale));
    Stopwatch watch;
    event.previews = preview(pyramid);
    event.previewMs = event.previews.empty() ? 0 : watch.milliseconds();
    context_.report.previewMs += event.previewMs;
    context_.send(event);
    context_.meter.begin();
    sinceScale_ = {};
}

std::vector<Pixels> BatchRun::preview(const TokenPyramid& pyramid) {
    const c10::InferenceMode inference;
    switch (request().previews) {
        case PreviewKind::None:
            break;
        case PreviewKind::Linear:
            return toPixels((*context_.linearPreview)(pyramid.latent()));
        case PreviewKind::Full: {
            context_.meter.begin();
            std::vector<Pixels> pictures =
                toPixels(context_.family.models.vqvae->decode(pyramid.latent()));
            context_.meter.end(MemoryOwner::VqVae, context_.trace.bytes());
            return pictures;
        }
    }
    return {};
}

void BatchRun::addToReport(const ScaleReport& scale) {
    JobReport& report = context_.report;
    ScaleTotals& totals = report.scales[scale.scale];
    totals.scale = scale.scale;
    totals.side = context_.family.schedule.side(scale.scale);
    totals.model = scale.model;
    totals.tokens += scale.tokens;
    totals.transformerMs += scale.transformerMs;
    totals.samplingMs += scale.samplingMs;
    totals.pyramidMs += scale.pyramidMs;
    totals.prefill = scale.prefill;
    if (scale.prefill) report.prefillMs += scale.transformerMs;
    report.decodeMs += scale.transformerMs + scale.samplingMs + scale.pyramidMs;
}

void BatchRun::handOver(int nextScale, ModelRole from, ModelRole to, std::int64_t freedBytes) {
    finishDeviceWork(context_.family.device);
    const double ms = sinceScale_.milliseconds();
    JobReport& report = context_.report;
    report.handOverMs += ms;
    report.decodeMs += ms;
    report.handOverFreedBytes = std::max(report.handOverFreedBytes, freedBytes);
    context_.meter.begin();
    context_.send(HandOver{context_.job, firstImage(), nextScale, from, to, freedBytes, ms,
                           context_.meter.snapshot()});
}

// -> [B, 3, H, W] in [0, 1]
at::Tensor BatchRun::decodePictures(const TokenPyramid& pyramid) {
    const c10::InferenceMode inference;
    if (context_.stop.stop_requested()) {
        throw Error(ErrorKind::Cancelled, "Decoding was stopped on request.");
    }
    context_.meter.begin();
    Stopwatch watch;
    const at::Tensor image_B3HW = context_.family.models.vqvae->decode(pyramid.latent());
    finishDeviceWork(context_.family.device);
    context_.report.vqvaeMs += watch.milliseconds();
    context_.meter.end(MemoryOwner::VqVae, context_.trace.bytes());
    if (!at::isfinite(image_B3HW).all().item<bool>()) {
        throw Error(ErrorKind::Numeric, "The VQ-VAE's picture is not finite (NaN or Inf).",
                    "Take --precision fp32 or bf16 where it was fp16; otherwise the weights are "
                    "damaged: check the file with `duoscale-cli inspect`.");
    }
    context_.trace.add("image", image_B3HW);
    return image_B3HW;
}

void BatchRun::sendPictures(const TokenPyramid& pyramid, const at::Tensor& image_B3HW) {
    std::vector<Pixels> pictures = toPixels(image_B3HW);
    const at::Tensor idx_BL = pyramid.allTokens();
    Provenance provenance = this->provenance();
    provenance.width = pictures.front().width;
    provenance.height = pictures.front().height;
    for (int i = 0; i < static_cast<int>(pictures.size()); ++i) {
        provenance.label = batch_.labels[i];
        provenance.labelName = context_.family.names.shown(batch_.labels[i]);
        provenance.image = batch_.keys[i].image;
        provenance.batchPosition = i;
        PictureDone event;
        event.job = context_.job;
        event.index = first_ + i;
        event.image = provenance.image;
        event.label = provenance.label;
        event.labelName = provenance.labelName;
        event.pixels = std::move(pictures[i]);
        event.tokens = tokenList(idx_BL[i]);
        event.provenance = provenanceText(provenance);
        event.parameters = parametersText(provenance);
        ++context_.report.pictures;
        context_.send(event);
    }
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
        WeightsUsed& used = facts.owner == MemoryOwner::VqVae     ? provenance.vqvae
                            : facts.owner == MemoryOwner::Drafter ? provenance.drafter
                                                                  : provenance.refiner;
        used = {std::filesystem::path(facts.file).filename(), facts.digest};
    }
    return provenance;
}

}  // namespace duo
