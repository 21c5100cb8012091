#include "engine/job.h"

#include <algorithm>

#include "base/error.h"
#include "engine/batch_fit.h"
#include "engine/batch_run.h"

namespace duo {
namespace {

// The splits share the drafter's scales, which a sweep decodes from the first.
void requireWholePyramid(const GenerationRequest& request) {
    if (request.prefix.scales == 0 && request.endScale == 0) return;
    throw Error(ErrorKind::Usage,
                "A sweep decodes all scales; it keeps no scales of another picture and makes no "
                "drafts.");
}

// The thread that prefills ahead knows one class.
void requireOverlapOfOneClass(const ComputeOptions& compute, const GenerationRequest& request) {
    if (!compute.overlapPrefill || request.classes.empty()) return;
    throw Error(ErrorKind::Usage,
                "The refiner cannot prefill while the drafter decodes if classes are given by "
                "scale or mixed.",
                "Leave out --overlap-prefill.");
}

}  // namespace

ModelNeeds LoadJob::needs() const {
    return {!command.files.drafter.empty(), !command.files.refiner.empty(), {}, false};
}

void GenerateJob::validate() const {
    command.request.validate();
    requireOverlapFits(command.compute, command.request.rng);
    requireOverlapOfOneClass(command.compute, command.request);
}

ModelNeeds GenerateJob::needs() const {
    const GenerationRequest& request = command.request;
    return {request.needs(ModelRole::Drafter), request.needs(ModelRole::Refiner),
            request.prefix.sides, request.edit.needsEncoder()};
}

std::int64_t GenerateJob::pictureBytes(const LoadedFamily& family) const {
    const GenerationRequest& request = command.request;
    return duo::pictureBytes(family.models, family.schedule,
                             request.plan.runs(request.prefix.scales, request.scaleEnd()),
                             command.compute.overlapPrefill);
}

void GenerateJob::decode(JobContext& context, const BatchSlice& slice) {
    context.stop.beginBatch();
    BatchRun(context, slice, command.request.plan).run();
    context.stop.endBatch();
}

void SweepJob::validate() const {
    const GenerationRequest& request = command.request;
    request.validate();
    requireWholePyramid(request);
    requireOverlapFits(command.compute, request.rng);
    requireOverlapOfOneClass(command.compute, request);
    requireSweep(command.splits, static_cast<int>(request.plan.scales.size()), request.rng);
}

ModelNeeds SweepJob::needs() const {
    const auto [least, most] = std::minmax_element(command.splits.begin(), command.splits.end());
    return {*most > 0,
            *least < static_cast<int>(command.request.plan.scales.size()),
            {},
            command.request.edit.needsEncoder()};
}

// The most that any split takes. A sweep's decodes have one run each, so none overlaps another.
std::int64_t SweepJob::pictureBytes(const LoadedFamily& family) const {
    DecodePlan plan = command.request.plan;
    std::int64_t bytes = 0;
    for (const int split : command.splits) {
        plan.assignSplit(split);
        bytes = std::max(bytes, duo::pictureBytes(family.models, family.schedule, plan.runs()));
    }
    return bytes;
}

void SweepJob::decode(JobContext& context, const BatchSlice& slice) {
    if (costs.empty()) costs = emptyCosts(context.job, command.splits);
    SweepRun(context, slice, costs).run();
}

std::uint64_t Job::tag() const {
    return std::visit([](const auto& kind) { return kind.command.tag; }, kind_);
}

const ModelFiles& Job::files() const {
    return std::visit(
        [](const auto& kind) -> auto& { return kind.command.files; }, kind_);
}

const ComputeOptions& Job::compute() const {
    return std::visit(
        [](const auto& kind) -> auto& { return kind.command.compute; }, kind_);
}

const GenerationRequest* Job::request() const {
    return std::visit([](const auto& kind) { return kind.request(); }, kind_);
}

const TraceSink* Job::traceSink() const {
    return std::visit([](const auto& kind) { return kind.traceSink(); }, kind_);
}

bool Job::wantsLinearPreviews() const {
    return request() != nullptr && request()->previews == PreviewKind::Linear;
}

void Job::validate() const {
    std::visit([](const auto& kind) { kind.validate(); }, kind_);
}

JobStarted Job::started() const {
    if (request() == nullptr) return {id, 0, 0};
    const int count = static_cast<int>(request()->labels.size()), batch = request()->batch;
    const int decodes =
        std::visit([](const auto& kind) { return kind.decodesPerPicture(); }, kind_);
    return {id, count * decodes, (count + batch - 1) / batch};
}

ModelNeeds Job::needs() const {
    return std::visit([](const auto& kind) { return kind.needs(); }, kind_);
}

std::int64_t Job::pictureBytes(const LoadedFamily& family) const {
    return std::visit([&](const auto& kind) { return kind.pictureBytes(family); }, kind_);
}

void Job::decode(JobContext& context, const BatchSlice& slice) {
    std::visit([&](auto& kind) { kind.decode(context, slice); }, kind_);
}

}  // namespace duo
