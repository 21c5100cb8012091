#include "train/vqvae_trainer.h"

#include <c10/core/GradMode.h>

#include <filesystem>

#include "base/error.h"
#include "checkpoint/state_dict.h"

namespace duo::train {
namespace {

constexpr int kCodebookBatches = 8;  // encoded to initialise the codebook
constexpr std::int64_t kSheetColumns = 8, kSheetRows = 2;

bool ofDecoder(const std::string& name) {
    return name.starts_with("decoder.") || name.starts_with("post_quant_conv.");
}

// All parameters except the codebook, which care_ updates; or only the decoder's.
NamedTensors trainable(const VqVae& model, bool decoderOnly) {
    NamedTensors parameters = model.parameters();
    std::erase_if(parameters, [decoderOnly](const auto& named) {
        return named.first == "quantize.embedding.weight" ||
               (decoderOnly && !ofDecoder(named.first));
    });
    collectGradients(parameters);
    return parameters;
}

void requireSides(const VqVaeTrainerOptions& options, int side) {
    const int due = options.schedule.latentSide() * options.geometry.downsample();
    if (side != due) {
        throw Error(ErrorKind::Usage, "The VQ-VAE with these scales needs pictures of " +
                                          std::to_string(due) + " pixels a side; found " +
                                          std::to_string(side) + ".");
    }
    if (options.cropSide < 0 || options.cropSide > side ||
        options.cropSide % options.geometry.downsample() != 0) {
        throw Error(ErrorKind::Usage, "Training crops must be a multiple of " +
                                          std::to_string(options.geometry.downsample()) +
                                          " pixels and no larger than the picture; found " +
                                          std::to_string(options.cropSide) + ".");
    }
}

void addPart(NamedNumbers& parts, const char* name, double value) {
    for (auto& [known, sum] : parts) {
        if (known == name) {
            sum += value;
            return;
        }
    }
    parts.emplace_back(name, value);
}

void addPicture(NamedNumbers& parts, const PictureLoss& loss, double share) {
    addPart(parts, "absolute", loss.absolute.item<double>() * share);
    addPart(parts, "squared", loss.squared.item<double>() * share);
    addPart(parts, "gradient", loss.gradient.item<double>() * share);
    if (loss.contrast.defined()) addPart(parts, "contrast", loss.contrast.item<double>() * share);
}

}  // namespace

struct VqVaeTrainer::Pass {
    at::Tensor loss, f_BCSS;  // f: undefined in decoder-only training
    PictureLoss picture;
    Quantised quantised;  // empty without the quantiser
};

VqVaeGeometry demoVqVaeGeometry() {
    VqVaeGeometry geometry;
    geometry.vocabulary = 1024;
    geometry.codeChannels = 16;
    geometry.baseWidth = 24;  // 8 groups of 3 channels: see GroupNorm
    geometry.multipliers = {1, 1, 2, 4};
    geometry.encoderBlocks = 1;
    return geometry;
}

VqVaeTrainer::VqVaeTrainer(VqVaeTrainerOptions options,
                           std::shared_ptr<const PictureCache> pictures)
    : VqVaeTrainer(options, std::move(pictures),
                   freshVqVaeWeights(options.geometry, options.seed)) {}

VqVaeTrainer::VqVaeTrainer(VqVaeTrainerOptions options,
                           std::shared_ptr<const PictureCache> pictures, const StateDict& weights)
    : options_(std::move(options)),
      pictures_(std::move(pictures)),
      model_(options_.geometry, onDevice(weights.tensors(), options_.device)),
      optimiser_(trainable(model_, options_.decoderOnly), options_.optimiser),
      ema_(model_.parameters(), options_.emaDecay),
      care_(model_.quantizer(), options_.seed),
      order_(pictures_->source().count(), options_.seed),
      bfloat16_(usesBFloat16(options_.precision, options_.device)) {
    requireSides(options_, pictures_->source().side());
}

at::Tensor VqVaeTrainer::cut(const at::Tensor& picture_HW3, std::uint64_t chance) const {
    const int side = options_.cropSide;
    const auto room = static_cast<std::uint64_t>(picture_HW3.size(0) - side + 1);
    const auto top = static_cast<std::int64_t>((chance >> 8) % room);
    const auto left = static_cast<std::int64_t>((chance >> 32) % room);
    return picture_HW3.narrow(0, top, side).narrow(1, left, side);
}

at::Tensor VqVaeTrainer::nextBatch(bool crop) {
    std::vector<at::Tensor> pictures_HW3;
    const ProcessGroup& group = options_.group;
    for (int i = 0; i < options_.batch * group.count(); ++i, ++position_) {
        if (i / options_.batch != group.rank()) continue;  // another process trains on it
        at::Tensor picture = pictures_->picture(order_.at(position_));
        const std::uint64_t chance =
            mixBits(options_.seed, 0x70696374, static_cast<std::uint64_t>(position_));
        if (crop) picture = cut(picture, chance);
        if (options_.flips && (chance & 1) != 0) picture = picture.flip(1);
        pictures_HW3.push_back(picture);
    }
    pictures_->expect(order_.range(position_ + group.rank() * options_.batch, options_.batch));
    return toNetworkInput(pictures_HW3).to(options_.device);  // [B, 3, H, W]
}

void VqVaeTrainer::startCodebook(const ScaleSchedule& schedule, bool crop) {
    const c10::NoGradGuard noGrad;
    std::vector<at::Tensor> features;
    for (int i = 0; i < kCodebookBatches; ++i)
        features.push_back(options_.group.gather(model_.encode(nextBatch(crop))));
    care_.start(model_.quantizer(), schedule, at::cat(features));
}

VqVaeTrainer::Pass VqVaeTrainer::runPass(const ScaleSchedule& schedule, bool crop, bool free) {
    Pass pass;
    const at::Tensor image = nextBatch(crop);
    at::Tensor f, made;
    {
        const MixedPrecision mixed(bfloat16_, options_.device);
        f = model_.encode(image).to(at::kFloat);  // [B, C, S, S]
    }
    pass.f_BCSS = f.detach();
    if (!free) pass.quantised = quantise(model_.quantizer(), schedule, f, options_.beta);
    {
        const MixedPrecision mixed(bfloat16_, options_.device);
        made = model_.decodeRaw(free ? f : pass.quantised.fHat_BCSS).to(at::kFloat);
    }
    pass.picture = pictureLoss(made, image, options_.losses);
    pass.loss = free ? pass.picture.total : pass.picture.total + pass.quantised.loss;
    (pass.loss / options_.accumulation).backward();
    return pass;
}

VqVaeTrainer::Pass VqVaeTrainer::runDecoderPass() {
    const at::Tensor image = nextBatch(false);
    const MixedPrecision mixed(bfloat16_, options_.device);
    at::Tensor fHat;
    {
        const c10::NoGradGuard noGrad;
        const ResidualQuantizer& quantizer = model_.quantizer();
        const at::Tensor f = model_.encode(image).to(at::kFloat);  // [B, C, S, S]
        fHat = quantizer.latent(options_.schedule, quantizer.tokens(options_.schedule, f));
    }
    Pass pass;
    pass.picture = pictureLoss(model_.decodeRaw(fHat).to(at::kFloat), image, options_.losses);
    pass.loss = pass.picture.total;
    (pass.loss / options_.accumulation).backward();
    return pass;
}

Trainer::Report VqVaeTrainer::stepDecoder(double learningRate) {
    Report report;
    const double part = 1.0 / options_.accumulation;
    for (int i = 0; i < options_.accumulation; ++i) {
        const Pass pass = runDecoderPass();
        report.loss += pass.loss.item<double>() * part;
        addPicture(report.parts, pass.picture, part);
    }
    options_.group.average(optimiser_.gradients());
    report.parts.emplace_back("gradient_norm", optimiser_.step(learningRate));
    ema_.update();
    ++steps_;
    return report;
}

Trainer::Report VqVaeTrainer::step(double learningRate, double share) {
    if (options_.decoderOnly) return stepDecoder(learningRate);
    const bool crop = options_.cropSide > 0 && share < options_.cropShare;
    const bool free = steps_ < options_.freeSteps;
    const ScaleSchedule schedule =
        crop ? cropSchedule(options_.schedule, options_.cropSide / options_.geometry.downsample())
             : options_.schedule;
    if (steps_ == options_.freeSteps) startCodebook(schedule, crop);
    Report report;
    const double part = 1.0 / options_.accumulation;
    at::Tensor f;
    for (int i = 0; i < options_.accumulation; ++i) {
        const Pass pass = runPass(schedule, crop, free);
        f = pass.f_BCSS;
        report.loss += pass.loss.item<double>() * part;
        addPicture(report.parts, pass.picture, part);
        addPart(report.parts, "quantiser", free ? 0.0 : pass.quantised.loss.item<double>() * part);
        if (!free) {
            care_.follow(model_.quantizer(), pass.quantised.z_NC, pass.quantised.idx_N,
                         options_.group);
        }
    }
    options_.group.average(optimiser_.gradients());
    report.parts.emplace_back("gradient_norm", optimiser_.step(learningRate));
    ema_.update();
    ++steps_;
    if (!free && share < options_.restartUntil && steps_ % options_.restartEvery == 0)
        care_.restartDead(model_.quantizer(), schedule, options_.group.gather(f));
    report.parts.emplace_back("codes_used", care_.usedShare());
    report.parts.emplace_back("perplexity", care_.perplexity());
    return report;
}

void VqVaeTrainer::save(TrainingState& state) const {
    state.put("weights.", model_.parameters());
    optimiser_.save(state, "adamw.");
    ema_.save(state, "average.");
    care_.save(state, "codebook.");
    state.setNumber("vqvae.position", position_);
    state.setNumber("vqvae.steps", steps_);
}

void VqVaeTrainer::restore(const TrainingState& state) {
    state.copyInto("weights.", model_.parameters());
    optimiser_.restore(state, "adamw.");
    ema_.restore(state, "average.");
    care_.restore(state, "codebook.");
    position_ = state.number("vqvae.position");
    steps_ = state.number("vqvae.steps");
}

void VqVaeTrainer::exportWeights(const std::string& folder) const {
    saveStateDict(
        (std::filesystem::path(folder) / "vqvae.safetensors").string(), byName(ema_.average()),
        at::kFloat,
        {{"format", "pt"}, {"model", "VQ-VAE"}, {"scales", options_.schedule.toString()}});
}

std::unique_ptr<VqVae> VqVaeTrainer::averaged() const {
    return std::make_unique<VqVae>(options_.geometry,
                                   StateDict("average", byName(cloned(ema_.average()))));
}

at::Tensor VqVaeTrainer::sheet(double /*share*/) const {
    const c10::NoGradGuard noGrad;
    const std::unique_ptr<VqVae> model = averaged();
    const ResidualQuantizer& quantizer = model->quantizer();
    std::vector<at::Tensor> rows_HW3;
    const std::int64_t columns = std::min(kSheetColumns, pictures_->source().count());
    const std::int64_t rows = std::min(kSheetRows, pictures_->source().count() / columns);
    for (std::int64_t row = 0; row < rows; ++row) {
        std::vector<at::Tensor> pictures_HW3;
        for (std::int64_t i = 0; i < columns; ++i)
            pictures_HW3.push_back(pictures_->picture(row * columns + i));
        const at::Tensor image = toNetworkInput(pictures_HW3).to(options_.device);  // [B, 3, H, W]
        const at::Tensor f = model->encode(image);
        const at::Tensor fHat =
            quantizer.latent(options_.schedule, quantizer.tokens(options_.schedule, f));
        // before the quantiser starts, only the plain autoencoder can be shown
        const bool free = !options_.decoderOnly && steps_ <= options_.freeSteps;
        const at::Tensor made = model->decode(free ? f : fHat);
        for (const at::Tensor& shown : {(image + 1) * 0.5, made}) {
            rows_HW3.push_back(at::cat(pictureBytes(shown).unbind(0), 1));
        }
    }
    return at::cat(rows_HW3);  // [H, W, 3]
}

}  // namespace duo::train
