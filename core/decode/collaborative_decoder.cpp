#include "decode/collaborative_decoder.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/stop.h"
#include "decode/decode_errors.h"
#include "decode/phase_clock.h"
#include "decode/prefill_ahead.h"
#include "sampling/counter_sampler.h"
#include "sampling/published_sampler.h"

namespace duo {
namespace {

// The runs of scales that one decode walks. `guided` says how their sessions are opened: the
// published code runs unconditional rows even where they change nothing, and the rounding of a
// product may depend on the rows beside it, so the published stream always has them.
std::vector<PlanRun> runsOf(const DecodeBatch& batch, int begin, int end) {
    const auto hasClass = [](int label) { return label != kNoClass; };
    const bool anyClass =
        std::any_of(batch.labels.begin(), batch.labels.end(), hasClass) || !batch.classes.empty();
    std::vector<PlanRun> runs = batch.plan.runs(begin, end);
    for (PlanRun& run : runs) {
        run.guided = batch.rng == RngKind::Published || (run.guided && anyClass);
    }
    return runs;
}

// One decode of successive scales. Lives for one call of decodeScales.
class PlanWalk {
  public:
    PlanWalk(const ModelFamily& family, const DecodeBatch& batch, TokenPyramid pyramid,
             int endScale, DecodeObserver& observer, std::stop_token stop);
    TokenPyramid run();

  private:
    void decodeScale(int scale);
    void enter();
    void handOver();
    Session open(const PlanRun& run) const;
    DecodePlace placeOf(const PlanRun& run) const;
    void prefillAhead(const PlanRun& next);
    std::unique_ptr<Sampler> makeSampler() const;
    at::Tensor nextLogits(int scale);
    bool changesClass(int scale) const;
    int classEnd(int scale, int end) const;
    ClassBlend blendOf(int scale) const;
    void absorbByClass(int end);
    void spendPublishedDraws(const at::Tensor& logits_RlV, int scale);
    void drawScale(const ScaleLogits& logits, int scale, PhaseClock& clock);
    const ScalePlan& planOf(int scale) const { return batch_.plan.scales[scale]; }

    const ModelFamily& family_;
    const DecodeBatch& batch_;
    DecodeObserver& observer_;
    std::stop_token stop_;
    TokenPyramid pyramid_;
    ScaleSchedule schedule_;
    at::Device device_;
    at::Tensor labels_B_;
    std::vector<PlanRun> runs_;
    std::vector<PlanRun>::const_iterator run_;  // the current one
    std::optional<Session> session_;
    std::unique_ptr<Sampler> sampler_;
    DecodePlace place_;
    std::optional<PrefillAhead> ahead_;  // last: its thread reads the other members
};

const VarTransformer& firstModel(const ModelFamily& family, const DecodePlan& plan) {
    if (plan.scales.empty()) throw Error(ErrorKind::Usage, "The decoding plan has no scales.");
    return family.model(plan.scales.front().model);
}

void requireClasses(const std::vector<int>& labels, int classes) {
    for (const int label : labels) {
        if (label == kNoClass || (label >= 0 && label < classes)) continue;
        throw Error(ErrorKind::Usage, "Class " + std::to_string(label) +
                                          " does not exist: the model knows classes 0 to " +
                                          std::to_string(classes - 1) + ".");
    }
}

const VqVae& vqvaeOf(const ModelFamily& family) {
    if (!family.vqvae) throw Error(ErrorKind::Usage, "Decoding needs a VQ-VAE.");
    return *family.vqvae;
}

// Models of scales outside begin … end - 1 need not be loaded.
void requireFit(const ModelFamily& family, const DecodeBatch& batch, const ScaleSchedule& schedule,
                int begin, int end) {
    batch.plan.validate(schedule.count());
    vqvaeOf(family);
    for (int scale = begin; scale < end; ++scale) {
        const VarGeometry& geometry = family.model(batch.plan.scales[scale].model).geometry();
        TORCH_CHECK(geometry.schedule == schedule, "the models of a family share their scales");
        requireClasses(batch.labels, geometry.classes);
        if (batch.classes.empty()) continue;
        const ScaleClass& own = batch.classes[scale];
        requireClasses({own.label == kOwnClass ? kNoClass : own.label, own.second},
                       geometry.classes);
    }
    TORCH_CHECK(!batch.overlapPrefill || batch.rng == RngKind::Counter,
                "the published stream draws from the whole prefix at the hand-over");
    TORCH_CHECK(batch.classes.empty() || batch.classes.size() == batch.plan.scales.size(),
                "a batch has one class a scale, or none");
    TORCH_CHECK(!batch.labels.empty() && batch.keys.size() == batch.labels.size(),
                "a batch has one key a label, and at least one");
}

at::Tensor labelTensor(const std::vector<int>& labels, int classes, at::Device device) {
    std::vector<std::int64_t> rows;
    for (const int label : labels) rows.push_back(label == kNoClass ? classes : label);
    return at::tensor(rows, at::kLong).to(device);  // [B]
}

PlanWalk::PlanWalk(const ModelFamily& family, const DecodeBatch& batch, TokenPyramid pyramid,
                   int endScale, DecodeObserver& observer, std::stop_token stop)
    : family_(family),
      batch_(batch),
      observer_(observer),
      stop_(std::move(stop)),
      pyramid_(std::move(pyramid)),
      schedule_(pyramid_.schedule()),
      device_(pyramid_.latent().device()),
      runs_(runsOf(batch, pyramid_.scalesDone(), endScale)) {
    if (!runs_.empty()) {
        const VarGeometry& geometry = family.model(runs_.front().model).geometry();
        labels_B_ = labelTensor(batch.labels, geometry.classes, device_);
    }
    place_.scaleCount = schedule_.count();
    place_.pictures = pyramid_.latent().size(0);
}

TokenPyramid PlanWalk::run() {
    explainingMemory(place_, [this] {
        for (run_ = runs_.begin(); run_ != runs_.end(); ++run_) {
            for (int scale = run_->begin; scale < run_->end; ++scale) decodeScale(scale);
        }
    });
    return std::move(pyramid_);
}

void PlanWalk::decodeScale(int scale) {
    requireNoStop(stop_);
    const bool entering = scale == run_->begin;
    if (entering && run_ != runs_.begin()) handOver();
    place_.role = run_->model;
    place_.scale = scale;
    ScaleReport report{.scale = scale, .model = place_.role};
    report.prefill = entering && scale > 0;
    report.tokens = place_.pictures * schedule_.tokens(scale);

    PhaseClock clock(device_);
    if (entering) enter();
    const at::Tensor logits_RlV = nextLogits(scale);
    const FiniteCheck finite(logits_RlV);
    // On a GPU the check is read after the draw, without waiting here: NaN draws tokens, too.
    if (!device_.is_cuda()) finite.require(place_);
    clock.lap();
    report.cacheBytes = session_->cacheBytes();
    if (report.prefill && batch_.rng == RngKind::Published) spendPublishedDraws(logits_RlV, scale);
    const std::int64_t fresh = schedule_.tokens(scale);
    const ScaleLogits logits(logits_RlV.narrow(1, logits_RlV.size(1) - fresh, fresh),
                             static_cast<int>(place_.pictures), planOf(scale), scale,
                             schedule_.count());
    clock.lap();
    drawScale(logits, scale, clock);
    const std::vector<double> ms = clock.milliseconds();
    finite.require(place_);
    report.transformerMs = ms[0];  // ms[1]: draws of the published stream for the prefix
    report.samplingMs = ms[2];
    report.pyramidMs = ms[3];
    observer_.scaleDone(report, logits, pyramid_);
}

// Logits of this scale; at an entry of the published stream, which draws from them all, those of
// the whole prefix.
// -> [R, l, V] or [R, offset(scale + 1), V]
at::Tensor PlanWalk::nextLogits(int scale) {
    if (session_->nextScale() == scale) {
        if (changesClass(scale)) session_->setClass(blendOf(scale));
        return session_->step(scale > 0 ? pyramid_.inputMap(scale) : at::Tensor());
    }
    if (classEnd(0, scale + 1) <= scale) {
        absorbByClass(scale);
        if (changesClass(scale)) session_->setClass(blendOf(scale));
        return session_->step(pyramid_.inputMap(scale));
    }
    const bool wholePrefix = batch_.rng == RngKind::Published;
    return session_->prefill(scale, pyramid_.inputMaps(scale), wholePrefix);
}

// Whether a scale has another class than the one before it.
bool PlanWalk::changesClass(int scale) const {
    return scale > 0 && !batch_.classes.empty() &&
           batch_.classes[scale] != batch_.classes[scale - 1];
}

// -> the end of the scales from `scale` on that have its class, at most `end`
int PlanWalk::classEnd(int scale, int end) const {
    int next = scale + 1;
    while (next < end && !changesClass(next)) ++next;
    return next;
}

ClassBlend PlanWalk::blendOf(int scale) const {
    const int classes = family_.model(run_->model).geometry().classes;
    const ScaleClass& own = batch_.classes[scale];
    const auto labels = [&](int label) {
        if (label == kOwnClass) return labels_B_;
        return labelTensor(std::vector<int>(batch_.labels.size(), label), classes, device_);
    };
    if (own.weight == 0) return {labels(own.label), {}, 0};
    return {labels(own.label), labels(own.second), own.weight};
}

// Takes in the scales before `end`, those of one class at a time.
void PlanWalk::absorbByClass(int end) {
    for (int first = 0; first < end;) {
        const int next = classEnd(first, end);
        if (first > 0) session_->setClass(blendOf(first));
        std::vector<at::Tensor> maps_BlD;
        for (int scale = std::max(first, 1); scale < next; ++scale) {
            maps_BlD.push_back(pyramid_.inputMap(scale));
        }
        session_->absorb(maps_BlD);
        first = next;
    }
}

void PlanWalk::enter() {
    place_ = placeOf(*run_);
    if (ahead_) {
        session_.emplace(ahead_->take());
        ahead_.reset();
    } else {
        session_.emplace(open(*run_));
    }
    session_->stopWith(stop_);
    // A fresh session begins with scale 0, or prefills from it.
    if (!batch_.classes.empty()) session_->setClass(blendOf(0));
    sampler_ = makeSampler();
    if (batch_.overlapPrefill && run_ + 1 != runs_.end()) prefillAhead(run_[1]);
}

Session PlanWalk::open(const PlanRun& run) const {
    return family_.model(run.model).open(labels_B_, run.guided, run.end, family_.graphs);
}

DecodePlace PlanWalk::placeOf(const PlanRun& run) const {
    DecodePlace place = place_;
    place.role = run.model;
    place.scale = run.begin;
    place.rows = place.pictures * (run.guided ? 2 : 1);
    place.cacheBytes = family_.model(run.model).cacheBytes(place.rows, run.end);
    return place;
}

// Opens the session of the next run on a thread of its own. It takes in the finished scales now
// and the others as the current run makes them.
void PlanWalk::prefillAhead(const PlanRun& next) {
    ahead_.emplace([this, next] { return open(next); }, placeOf(next), device_, stop_);
    for (int k = 1; k <= run_->begin; ++k) ahead_->feed(pyramid_.inputMap(k));
}

void PlanWalk::handOver() {
    const std::int64_t freed = session_->bytesFreedAtEnd();
    session_.reset();
    observer_.handOver(run_->begin, run_[-1].model, run_->model, freed);
}

std::unique_ptr<Sampler> PlanWalk::makeSampler() const {
    if (batch_.rng == RngKind::Counter) return std::make_unique<CounterSampler>(batch_.keys);
    return std::make_unique<PublishedSampler>(batch_.keys.front().seed, device_);
}

// When the published refiner enters, it draws for every scale of its prefix (from conditional
// logits, without guidance) and discards the draws. That advances its random stream.
void PlanWalk::spendPublishedDraws(const at::Tensor& logits_RlV, int scale) {
    const at::Tensor conditional_BlV = logits_RlV.narrow(0, 0, place_.pictures);
    for (int k = 0; k < scale; ++k) {
        const at::Tensor logits_BlV =
            conditional_BlV.narrow(1, schedule_.offset(k), schedule_.tokens(k));
        const at::Tensor filtered_BlV = filterAsDrawn(logits_BlV, planOf(k), batch_.rng);
        sampler_->draw(filtered_BlV, k, planOf(k).temperature);
    }
}

// Two phases of the clock: the draw, and the update of the pyramid.
void PlanWalk::drawScale(const ScaleLogits& logits, int scale, PhaseClock& clock) {
    const ResidualQuantizer& quantizer = family_.vqvae->quantizer();
    const ScalePlan& plan = planOf(scale);
    at::Tensor idx_Bl, h_BlC;
    if (batch_.smooth) {
        const at::Tensor filtered_BlV = filterAsDrawn(logits.guided(), plan, batch_.rng);
        idx_Bl = sampler_->draw(filtered_BlV, scale, plan.temperature);
        h_BlC =
            sampler_->mixture(filtered_BlV, scale, schedule_.count()).matmul(quantizer.codebook());
    } else {
        idx_Bl = sampler_->drawScale(logits, plan, scale);
        h_BlC = quantizer.codes(idx_Bl);
    }
    if (batch_.mix) {
        idx_Bl = batch_.mix->tokens(scale, idx_Bl);
        h_BlC = batch_.mix->codes(scale, h_BlC);
    }
    clock.lap();
    pyramid_.add(idx_Bl, h_BlC, batch_.mix.get());
    if (ahead_ && scale + 1 < ahead_->entryScale()) ahead_->feed(pyramid_.inputMap(scale + 1));
    clock.lap();
}

}  // namespace

const VarTransformer& ModelFamily::model(ModelRole role) const {
    const auto& found = role == ModelRole::Drafter ? drafter : refiner;
    if (!found) {
        throw Error(
            ErrorKind::Usage,
            "The plan uses the " + roleName(role) + ", but no " + roleName(role) + " is loaded.",
            "Give its file with --" + roleName(role) + ", or choose another split.");
    }
    return *found;
}

TokenPyramid emptyPyramid(const ModelFamily& family, const ScaleSchedule& schedule,
                          std::int64_t pictures) {
    const c10::InferenceMode inference;
    const VqVae& vqvae = vqvaeOf(family);
    return {vqvae.quantizer(), schedule, pictures, vqvae.device()};
}

TokenPyramid emptyPyramid(const ModelFamily& family, const DecodeBatch& batch) {
    return emptyPyramid(family, firstModel(family, batch.plan).geometry().schedule,
                        static_cast<std::int64_t>(batch.labels.size()));
}

TokenPyramid decodeScales(const ModelFamily& family, const DecodeBatch& batch, TokenPyramid pyramid,
                          int endScale, DecodeObserver& observer, std::stop_token stop) {
    const c10::InferenceMode inference;
    requireFit(family, batch, pyramid.schedule(), pyramid.scalesDone(), endScale);
    TORCH_CHECK(pyramid.scalesDone() <= endScale && endScale <= pyramid.schedule().count() &&
                    pyramid.latent().size(0) == static_cast<std::int64_t>(batch.labels.size()),
                "the pyramid does not go with the batch");
    return PlanWalk(family, batch, std::move(pyramid), endScale, observer, std::move(stop)).run();
}

TokenPyramid decodeTokens(const ModelFamily& family, const DecodeBatch& batch,
                          DecodeObserver& observer, std::stop_token stop) {
    TokenPyramid pyramid = emptyPyramid(family, batch);
    const int count = pyramid.schedule().count();
    return decodeScales(family, batch, std::move(pyramid), count, observer, std::move(stop));
}

}  // namespace duo
