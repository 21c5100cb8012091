#include "train/var_trainer.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <filesystem>
#include <limits>

#include "base/error.h"
#include "checkpoint/state_dict.h"
#include "protocol/class_names.h"
#include "train/sample_sheet.h"

namespace duo::train {
namespace {

constexpr int kMlpRatio = 4;
constexpr std::uint64_t kDropPurpose = 0x64726f70, kClassPurpose = 0x636c6173;

NamedTensors trainable(const VarTransformer& model) {
    collectGradients(model.parameters());
    return model.parameters();
}

void requireAgreement(const VarGeometry& geometry, const TokenCache& tokens) {
    const VqVaeGeometry& vqvae = tokens.vqvae().geometry();
    const auto classes = static_cast<int>(tokens.source().classNames().size());
    if (geometry.schedule == tokens.schedule() && geometry.vocabulary == vqvae.vocabulary &&
        geometry.codeChannels == vqvae.codeChannels && geometry.classes == classes)
        return;
    throw Error(ErrorKind::Usage,
                "The transformer to train and the token maps disagree in scales, vocabulary, code "
                "channels or the number of classes (" +
                    std::to_string(geometry.classes) + " and " + std::to_string(classes) + ").");
}

void requireScale(int learnFrom, int scales) {
    if (learnFrom >= 0 && learnFrom < scales) return;
    throw Error(ErrorKind::Usage, "The first scale to learn must be from 1 to " +
                                      std::to_string(scales) + "; found " +
                                      std::to_string(learnFrom + 1) + ".");
}

// Refuses a teacher whose tokens have another meaning.
void requireTeacher(const VarTransformer* teacher, const VarGeometry& pupil) {
    if (teacher == nullptr) return;
    const VarGeometry& taught = teacher->geometry();
    if (taught.schedule == pupil.schedule && taught.vocabulary == pupil.vocabulary &&
        taught.classes == pupil.classes && taught.codeChannels == pupil.codeChannels)
        return;
    throw Error(ErrorKind::Usage,
                "The model to learn from and the one to train disagree in scales, vocabulary, code "
                "channels or the number of classes.");
}

void requireWeights(const std::vector<double>& weights, int classes) {
    const bool positive =
        std::all_of(weights.begin(), weights.end(), [](double weight) { return weight > 0; });
    if (weights.empty() || (positive && weights.size() == static_cast<std::size_t>(classes)))
        return;
    throw Error(ErrorKind::Usage, "The class weights must be " + std::to_string(classes) +
                                      " numbers above 0, one per class; found " +
                                      std::to_string(weights.size()) + " numbers" +
                                      (positive ? "." : ", not all above 0."));
}

}  // namespace

VarGeometry demoVarGeometry(int depth, int width, int heads, int classes,
                            const VqVaeGeometry& vqvae, const ScaleSchedule& schedule) {
    VarGeometry geometry;
    geometry.depth = depth;
    geometry.width = width;
    geometry.heads = heads;
    geometry.mlpWidth = kMlpRatio * width;
    geometry.classes = classes;
    geometry.vocabulary = vqvae.vocabulary;
    geometry.codeChannels = vqvae.codeChannels;
    geometry.schedule = schedule;
    return geometry;
}

VarTrainer::VarTrainer(VarTrainerOptions options, std::shared_ptr<TokenCache> tokens)
    : VarTrainer(options, std::move(tokens),
                 freshVarWeights(options.geometry, options.init, options.seed)) {}

VarTrainer::VarTrainer(VarTrainerOptions options, std::shared_ptr<TokenCache> tokens,
                       const StateDict& weights)
    : options_(std::move(options)),
      tokens_(std::move(tokens)),
      model_(
          VarTransformer::create(options_.geometry, onDevice(weights.tensors(), options_.device))),
      optimiser_(trainable(*model_), options_.optimiser),
      ema_(model_->parameters(), options_.emaDecay),
      order_(tokens_->count(), options_.seed),
      bfloat16_(usesBFloat16(options_.precision, options_.device)) {
    requireAgreement(options_.geometry, *tokens_);
    requireWeights(options_.classWeights, options_.geometry.classes);
    requireScale(options_.learnFrom, options_.geometry.schedule.count());
    requireTeacher(options_.teacher.get(), options_.geometry);
    const int all = options_.geometry.schedule.count();
    if (options_.firstScales <= 0 || options_.firstScales > all) options_.firstScales = all;
}

bool VarTrainer::onFirstScales(double share) const {
    return share < options_.firstShare || options_.firstShare >= 1;
}

int VarTrainer::scalesNow(double share) const {
    const bool whole = !onFirstScales(share) && steps_ % std::max(1, options_.wholeEvery) == 0;
    return whole ? options_.geometry.schedule.count() : options_.firstScales;
}

double VarTrainer::chance(std::uint64_t purpose) const {
    const std::uint64_t bits =
        mixBits(options_.seed, purpose, static_cast<std::uint64_t>(position_));
    return static_cast<double>(bits >> 11) * 0x1p-53;
}

std::int64_t VarTrainer::nextPicture() {
    if (options_.classWeights.empty()) return order_.at(position_);
    const auto& weights = options_.classWeights;
    const double largest = *std::max_element(weights.begin(), weights.end());
    for (;; ++position_) {
        const std::int64_t index = order_.at(position_);
        const auto label = static_cast<std::size_t>(tokens_->source().label(index));
        if (chance(kClassPurpose) * largest < weights[label]) return index;
    }
}

VarTrainer::Batch VarTrainer::nextBatch(int scales) {
    std::vector<at::Tensor> rows_L;
    std::vector<std::int64_t> labels;
    const ProcessGroup& group = options_.group;
    for (int i = 0; i < options_.batch * group.count(); ++i, ++position_) {
        const std::int64_t index = nextPicture();
        if (i / options_.batch != group.rank()) continue;  // another process trains on it
        const bool dropped = chance(kDropPurpose) < options_.conditionDrop;
        labels.push_back(dropped ? options_.geometry.classes : tokens_->source().label(index));
        rows_L.push_back(tokens_->tokens(index));
    }
    const ScaleSchedule& schedule = options_.geometry.schedule;
    const at::Tensor idx_BL = at::stack(rows_L).to(options_.device, at::kLong);
    Batch batch{at::tensor(labels, at::kLong).to(options_.device), {}};
    for (int scale = 0; scale < scales; ++scale)
        batch.idx_Bl.push_back(idx_BL.narrow(1, schedule.offset(scale), schedule.tokens(scale)));
    return batch;
}

at::Tensor VarTrainer::losses(const Batch& batch) const {
    at::Tensor maps_BLD, taught_BLV, logits_BLV;
    {
        const c10::NoGradGuard noGrad;  // outside autocast: decoding quantises in fp32
        maps_BLD =
            tokens_->vqvae().quantizer().teacherInputs(options_.geometry.schedule, batch.idx_Bl);
    }
    {
        const MixedPrecision mixed(bfloat16_, options_.device);
        if (options_.teacher) {
            const c10::NoGradGuard noGrad;
            taught_BLV = options_.teacher->forward(batch.labels_B, maps_BLD);
        }
        logits_BLV = model_->forward(batch.labels_B, maps_BLD, options_.recompute).to(at::kFloat);
    }
    if (taught_BLV.defined()) {
        const at::Tensor wanted_BLV = taught_BLV.to(at::kFloat).log_softmax(-1);
        return (wanted_BLV.exp() * (wanted_BLV - logits_BLV.log_softmax(-1))).sum(-1);
    }
    const at::Tensor wanted_BL = at::cat(batch.idx_Bl, 1);
    return at::cross_entropy_loss(logits_BLV.flatten(0, 1), wanted_BL.flatten(), {},
                                  at::Reduction::None)
        .view_as(wanted_BL);
}

at::Tensor VarTrainer::weights(int scales, double share) const {
    const ScaleSchedule& schedule = options_.geometry.schedule;
    const std::int64_t from = schedule.offset(std::min(options_.learnFrom, scales - 1));
    const double prefix =
        options_.fadeShare > 0 ? std::max(0.0, 1 - share / options_.fadeShare) : 0.0;
    const std::int64_t end = schedule.offset(scales - 1) + schedule.tokens(scales - 1);
    at::Tensor weights_L = at::ones({end}, at::device(options_.device).dtype(at::kFloat));
    weights_L.narrow(0, 0, from).fill_(prefix);
    return weights_L;
}

Trainer::Report VarTrainer::step(double learningRate, double share) {
    const ScaleSchedule& schedule = options_.geometry.schedule;
    const int scales = scalesNow(share);
    const at::Tensor weights_L = weights(scales, share);
    at::Tensor sums_K = at::zeros({scales});
    Report report;
    for (int i = 0; i < options_.accumulation; ++i) {
        const at::Tensor losses_BL = losses(nextBatch(scales));
        const at::Tensor loss =
            (losses_BL.mean(0) * weights_L).sum() / (weights_L.sum() * options_.accumulation);
        loss.backward();
        report.loss += loss.item<double>();
        for (int scale = 0; scale < scales; ++scale) {
            sums_K[scale] += losses_BL.detach()
                                 .narrow(1, schedule.offset(scale), schedule.tokens(scale))
                                 .mean()
                                 .cpu();
        }
    }
    options_.group.average(optimiser_.gradients());
    report.parts.emplace_back("gradient_norm", optimiser_.step(learningRate));
    ema_.update();
    ++steps_;
    for (int scale = 0; scale < schedule.count(); ++scale) {
        report.parts.emplace_back("scale_" + std::to_string(scale + 1),
                                  scale < scales
                                      ? sums_K[scale].item<double>() / options_.accumulation
                                      : std::numeric_limits<double>::quiet_NaN());
    }
    return report;
}

void VarTrainer::save(TrainingState& state) const {
    state.put("weights.", model_->parameters());
    optimiser_.save(state, "adamw.");
    ema_.save(state, "average.");
    state.setNumber("var.position", position_);
    state.setNumber("var.steps", steps_);
}

void VarTrainer::restore(const TrainingState& state) {
    state.copyInto("weights.", model_->parameters());
    optimiser_.restore(state, "adamw.");
    ema_.restore(state, "average.");
    position_ = state.number("var.position");
    steps_ = state.number("var.steps");
}

void VarTrainer::exportWeights(const std::string& folder) const {
    const ScaleSchedule& schedule = options_.geometry.schedule;
    std::map<std::string, at::Tensor> tensors = byName(ema_.average());
    // the published buffer that states the sides: the scale of each token
    std::vector<std::int64_t> scaleOfToken;
    for (int scale = 0; scale < schedule.count(); ++scale)
        scaleOfToken.insert(scaleOfToken.end(), schedule.tokens(scale), scale);
    tensors["lvl_1L"] = at::tensor(scaleOfToken, at::kLong).unsqueeze(0);  // [1, L]
    saveStateDict((std::filesystem::path(folder) / (options_.exportName + ".safetensors")).string(),
                  tensors, at::kFloat,
                  {{"format", "pt"},
                   {"model", "VAR"},
                   {"scales", schedule.toString()},
                   {kClassNamesKey, classNamesMetadata(tokens_->source().classNames())}});
    if (!options_.tokensFile.empty()) tokens_->save(options_.tokensFile);
}

at::Tensor VarTrainer::sheet(double share) const {
    const int all = options_.geometry.schedule.count();
    SampleSheet sheet;
    sheet.classes = sheetClasses(options_.geometry.classes);
    sheet.family.vqvae = tokens_->sharedVqVae();
    sheet.guided = options_.conditionDrop > 0;
    sheet.scales = onFirstScales(share) ? options_.firstScales : all;
    if (options_.teacher) {
        sheet.family.drafter = options_.teacher;
        sheet.family.refiner = averaged();
        sheet.split = options_.learnFrom;
    } else {
        sheet.family.drafter = averaged();
        sheet.split = all;
        sheet.given_Bl =
            picturedScales(sheet.classes, std::min(options_.learnFrom, sheet.scales - 1));
    }
    return drawSampleSheet(sheet);
}

std::vector<at::Tensor> VarTrainer::picturedScales(const std::vector<int>& classes,
                                                   int scales) const {
    if (scales == 0) return {};
    std::vector<at::Tensor> rows_L;
    for (const int wanted : classes) {
        std::int64_t index = 0;
        while (index + 1 < tokens_->count() && tokens_->source().label(index) != wanted) ++index;
        rows_L.push_back(tokens_->tokens(index));
    }
    const ScaleSchedule& schedule = options_.geometry.schedule;
    const at::Tensor idx_BL = at::stack(rows_L).to(options_.device, at::kLong);
    std::vector<at::Tensor> scales_Bl;
    for (int scale = 0; scale < scales; ++scale)
        scales_Bl.push_back(idx_BL.narrow(1, schedule.offset(scale), schedule.tokens(scale)));
    return scales_Bl;
}

std::shared_ptr<const VarTransformer> VarTrainer::averaged() const {
    return VarTransformer::create(options_.geometry,
                                  StateDict("average", byName(cloned(ema_.average()))));
}

}  // namespace duo::train
