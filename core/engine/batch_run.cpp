#include "engine/batch_run.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/error.h"
#include "base/stop.h"
#include "base/version.h"
#include "engine/device.h"
#include "engine/pixels.h"
#include "engine/tensor_values.h"

namespace duo {

// Counter draws depend on the image's number. The published stream starts again with every batch
// and would draw the same tokens for the same labels, so each batch takes the next seed.
DecodeBatch decodeBatch(const JobContext& context, const BatchSlice& slice, DecodePlan plan) {
    const GenerationRequest& request = context.request;
    DecodeBatch batch;
    const auto begin = request.labels.begin() + slice.first;
    batch.labels.assign(begin, begin + slice.count);
    batch.plan = std::move(plan);
    batch.rng = request.rng;
    batch.smooth = request.smooth;
    batch.classes = request.classes;
    if (context.edit != nullptr) batch.mix = context.edit->mix();
    batch.overlapPrefill = context.compute.overlapPrefill;
    std::uint64_t seed = request.seed;
    if (request.rng == RngKind::Published) seed += static_cast<unsigned>(slice.number);
    const std::uint32_t firstImage = request.firstImage + slice.first;
    for (int i = 0; i < slice.count; ++i) batch.keys.push_back({seed, firstImage + i});
    return batch;
}

BatchRun::BatchRun(JobContext& context, const BatchSlice& slice, DecodePlan plan, int sweepSplit)
    : context_(context),
      slice_(slice),
      sweepSplit_(sweepSplit),
      batch_(decodeBatch(context, slice, std::move(plan))),
      recorder_(context, batch_, sweepSplit) {}

void BatchRun::run() {
    finish(givenScales());
}

// The pyramid that the request's prefix begins, or an empty one.
TokenPyramid BatchRun::givenScales() {
    const c10::InferenceMode inference;
    const ScaleSchedule& schedule = context_.family.schedule;
    const TokenPrefix& prefix = context_.request.prefix;
    TokenPyramid pyramid = emptyPyramid(context_.family.models, schedule, slice_.count);
    for (int scale = 0; scale < prefix.scales; ++scale) {
        requireNoStop(context_.stop.token());
        std::vector<at::Tensor> rows_l;
        for (int i = 0; i < slice_.count; ++i) {
            const auto from = prefix.of(slice_.first + i).begin() + schedule.offset(scale);
            rows_l.push_back(at::tensor(
                std::vector<std::int64_t>(from, from + schedule.tokens(scale)), at::kLong));
        }
        pyramid.add(at::stack(rows_l).to(context_.family.device));
        recorder_.scaleKept(scale, pyramid);
    }
    return pyramid;
}

void BatchRun::finish(TokenPyramid pyramid) {
    sendPictures(decodeRecorded(context_, batch_, std::move(pyramid), context_.request.scaleEnd(),
                                recorder_, recorder_));
}

// -> [B, 3, H, W] in [0, 1]
at::Tensor BatchRun::decodePictures(const TokenPyramid& pyramid) {
    const c10::InferenceMode inference;
    requireNoStop(context_.stop.token());
    context_.meter.begin();
    Stopwatch watch;
    at::Tensor image_B3HW = context_.family.models.vqvae->decode(pyramid.latent());
    if (context_.edit != nullptr) image_B3HW = context_.edit->composited(image_B3HW);
    finishDeviceWork(context_.family.device);
    const double ms = watch.milliseconds();
    context_.report.vqvaeMs += ms;
    vqvaeMs_ += ms;
    context_.meter.end(MemoryOwner::VqVae, context_.heldApartBytes());
    if (!at::isfinite(image_B3HW).all().item<bool>()) {
        throw Error(ErrorKind::Numeric, "The VQ-VAE's picture is not finite (NaN or Inf).",
                    "Take --precision fp32 or bf16 if it was fp16; otherwise the weights are "
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
        const std::vector<std::int32_t> tokens = listOf<std::int32_t>(idx_BL[i]);
        if (!batch_.smooth && context_.request.edit.mix == EditMix::Codes) {
            provenance.tokens =
                packTokens(tokens, pyramid.scalesDone(), context_.family.facts.vocabulary);
        }
        PictureDone event = describe(provenance, i);
        event.pixels = std::move(pictures[i]);
        event.tokens = tokens;
        ++context_.report.pictures;
        context_.send(event);
    }
}

// provenance: what the pictures of the batch share; completed for this one.
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

// By this batch's plan: a split of a sweep has another one than the request.
bool BatchRun::usedBy(ModelRole model) const {
    const std::vector<PlanRun> runs =
        batch_.plan.runs(context_.request.prefix.scales, context_.request.scaleEnd());
    return std::any_of(runs.begin(), runs.end(),
                       [model](const PlanRun& run) { return run.model == model; });
}

// The prefix of this batch's pictures, or one for all of them.
std::vector<PackedTokens> BatchRun::packedPrefix() const {
    const TokenPrefix& prefix = context_.request.prefix;
    std::vector<PackedTokens> packed;
    if (prefix.scales == 0) return packed;
    const int count = prefix.tokens.size() == 1 ? 1 : slice_.count;
    for (int i = 0; i < count; ++i) {
        packed.push_back(packTokens(prefix.of(slice_.first + i), prefix.scales,
                                    context_.family.facts.vocabulary));
    }
    return packed;
}

Provenance BatchRun::provenance() const {
    Provenance provenance;
    provenance.program = programName();
    provenance.seed = batch_.keys.front().seed;
    provenance.batchLabels = batch_.labels;
    provenance.sides = context_.family.schedule.sides();
    provenance.plan = batch_.plan;
    provenance.rng = batch_.rng;
    provenance.smooth = batch_.smooth;
    provenance.precision = context_.compute.precision;
    provenance.device = deviceName(context_.family.device);
    provenance.endScale = context_.request.endScale;
    provenance.parent = context_.request.parent;
    provenance.classes = context_.request.classes;
    provenance.prefix = packedPrefix();
    if (context_.edit != nullptr) {
        const PictureEdit& edit = context_.request.edit;
        provenance.edit = {edit.mix, edit.mask,
                           packTokens(context_.edit->tokens(), context_.family.schedule.count(),
                                      context_.family.facts.vocabulary),
                           edit.feather};
    }
    for (const ModelFacts& facts : context_.family.files) {
        const WeightsUsed used{std::filesystem::path(facts.file).filename(), facts.digest};
        if (facts.owner == MemoryOwner::VqVae) {
            provenance.vqvae = used;
        } else if (facts.owner == MemoryOwner::Drafter) {
            if (usedBy(ModelRole::Drafter)) provenance.drafter = used;
        } else if (usedBy(ModelRole::Refiner)) {
            provenance.refiner = used;
        }
    }
    return provenance;
}

}  // namespace duo
