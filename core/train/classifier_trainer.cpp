#include "train/classifier_trainer.h"

#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/error.h"
#include "checkpoint/state_dict.h"

namespace duo::train {
namespace {

constexpr std::uint64_t kDisturbance = 0x64697374;  // keys a picture's random disturbance

NamedTensors trainable(const eval::SceneClassifier& model) {
    collectGradients(model.parameters());
    return model.parameters();
}

int classesOf(const PictureCache& pictures) {
    const PictureSource& source = pictures.source();
    if (source.side() != eval::kClassifierSide) {
        throw Error(ErrorKind::Usage, "The classifier is trained on pictures of " +
                                          std::to_string(eval::kClassifierSide) +
                                          " pixels a side; found " + std::to_string(source.side()) +
                                          ".");
    }
    return static_cast<int>(source.classNames().size());
}

// The random numbers of one picture's disturbance, each in [0, 1), derived from its key.
class Chances {
  public:
    explicit Chances(std::uint64_t key) : key_(key) {}
    double next() { return static_cast<double>(mixBits(key_, ++drawn_) >> 11) * 0x1p-53; }
    // -1 to 1
    double side() { return 2 * next() - 1; }
    std::uint64_t seed() { return mixBits(key_, ++drawn_); }

  private:
    std::uint64_t key_, drawn_ = 0;
};

at::Tensor shifted(const at::Tensor& image_3HW, int down, int right, int maxShift) {
    const at::Tensor padded =
        at::replication_pad2d(image_3HW.unsqueeze(0), {maxShift, maxShift, maxShift, maxShift})
            .squeeze(0);
    return padded.narrow(1, maxShift + down, image_3HW.size(1))
        .narrow(2, maxShift + right, image_3HW.size(2));
}

// Separable blur: rows, then columns.
at::Tensor blurred(const at::Tensor& image_3HW, double deviation) {
    const auto reach = static_cast<std::int64_t>(std::ceil(2.5 * deviation));
    const at::Tensor offsets = at::arange(-reach, reach + 1, at::kFloat);
    at::Tensor kernel = at::exp(-offsets.square() / (2 * deviation * deviation));
    kernel /= kernel.sum();
    const at::Tensor planes =
        at::replication_pad2d(image_3HW.unsqueeze(0), {reach, reach, reach, reach})
            .squeeze(0)
            .unsqueeze(1);  // [3, 1, H, W]
    const at::Tensor rows = at::conv2d(planes, kernel.view({1, 1, 1, -1}));
    return at::conv2d(rows, kernel.view({1, 1, -1, 1})).squeeze(1);
}

at::Tensor freshTensor(const TensorSpec& spec, at::Generator& generator) {
    if (spec.name.find(".norm.weight") != std::string::npos) return at::ones(spec.shape);
    if (spec.shape.size() == 1) return at::zeros(spec.shape);
    double fanIn = 1;
    for (std::size_t i = 1; i < spec.shape.size(); ++i) fanIn *= double(spec.shape[i]);
    const double gain = spec.shape.size() == 4 ? std::sqrt(2.0) : 0.1;
    return at::empty(spec.shape, at::kFloat).normal_(0, gain / std::sqrt(fanIn), generator);
}

}  // namespace

StateDict freshClassifierWeights(int classes, std::uint64_t seed) {
    at::Generator generator = at::detail::createCPUGenerator(seed);
    StateDict weights;
    for (const TensorSpec& spec : eval::classifierSpecs(classes)) {
        weights.put(spec.name, freshTensor(spec, generator));
    }
    return weights;
}

ClassifierTrainer::ClassifierTrainer(ClassifierTrainerOptions options,
                                     std::shared_ptr<const PictureCache> pictures)
    : options_(std::move(options)),
      pictures_(std::move(pictures)),
      model_(classesOf(*pictures_),
             onDevice(freshClassifierWeights(classesOf(*pictures_), options_.seed).tensors(),
                      options_.device)),
      optimiser_(trainable(model_), options_.optimiser),
      ema_(model_.parameters(), options_.emaDecay),
      order_(pictures_->source().count(), options_.seed),
      bfloat16_(usesBFloat16(options_.precision, options_.device)) {}

at::Tensor ClassifierTrainer::disturbed(const at::Tensor& image_3HW) const {
    Chances chances(mixBits(options_.seed, kDisturbance, static_cast<std::uint64_t>(position_)));
    const int maxShift = options_.maxShift;
    const auto shift = [&] { return static_cast<int>(std::lround(chances.side() * maxShift)); };
    const int down = shift(), right = shift();
    at::Tensor image = maxShift > 0 ? shifted(image_3HW, down, right, maxShift) : image_3HW;
    if (chances.next() < 0.5) image = image.flip(2);
    const double blur = chances.side() * options_.maxBlur;  // half of the pictures stay sharp
    if (blur > 0.2) image = blurred(image, blur);
    const double noise = chances.side() * options_.maxNoise;
    if (noise > 0) {
        at::Generator generator = at::detail::createCPUGenerator(chances.seed());
        image = image + at::empty_like(image).normal_(0, noise, generator);
    }
    const double contrast = 1 + 0.1 * chances.side(), brightness = 0.1 * chances.side();
    return image * contrast + brightness;
}

ClassifierTrainer::Batch ClassifierTrainer::nextBatch() {
    const c10::NoGradGuard noGrad;
    std::vector<at::Tensor> images;
    std::vector<std::int64_t> labels;
    const ProcessGroup& group = options_.group;
    for (int i = 0; i < options_.batch * group.count(); ++i, ++position_) {
        if (i / options_.batch != group.rank()) continue;  // another process trains on it
        const std::int64_t index = order_.at(position_);
        images.push_back(disturbed(toNetworkInput({pictures_->picture(index)})[0]));
        labels.push_back(pictures_->source().label(index));
    }
    pictures_->expect(order_.range(position_ + group.rank() * options_.batch, options_.batch));
    return {at::stack(images).to(options_.device),
            at::tensor(labels, at::kLong).to(options_.device)};
}

Trainer::Report ClassifierTrainer::step(double learningRate, double /*share*/) {
    const Batch batch = nextBatch();
    at::Tensor logits_BK;
    {
        const MixedPrecision mixed(bfloat16_, options_.device);
        logits_BK = model_.forward(batch.image_B3HW).logits_BK.to(at::kFloat);
    }
    const at::Tensor loss = at::cross_entropy_loss(logits_BK, batch.labels_B, {},
                                                   at::Reduction::Mean, -100, options_.smoothing);
    loss.backward();
    Report report;
    report.loss = loss.item<double>();
    report.parts.emplace_back(
        "accuracy", logits_BK.argmax(1).eq(batch.labels_B).to(at::kFloat).mean().item<double>());
    options_.group.average(optimiser_.gradients());
    report.parts.emplace_back("gradient_norm", optimiser_.step(learningRate));
    ema_.update();
    return report;
}

void ClassifierTrainer::save(TrainingState& state) const {
    state.put("weights.", model_.parameters());
    optimiser_.save(state, "adamw.");
    ema_.save(state, "average.");
    state.setNumber("classifier.position", position_);
}

void ClassifierTrainer::restore(const TrainingState& state) {
    state.copyInto("weights.", model_.parameters());
    optimiser_.restore(state, "adamw.");
    ema_.restore(state, "average.");
    position_ = state.number("classifier.position");
}

void ClassifierTrainer::exportWeights(const std::string& folder) const {
    saveStateDict((std::filesystem::path(folder) / "classifier.safetensors").string(),
                  byName(ema_.average()), at::kHalf,
                  {{"format", "pt"}, {"model", "scene classifier"}});
}

RunOutcome trainClassifier(const ClassifierTrainOptions& options, const TrainCallbacks& callbacks,
                           std::stop_token stop) {
    const Stopwatch since;
    ClassifierTrainer trainer(options.trainer,
                              cachedPictures(options.pictures, eval::kClassifierSide));
    return runTraining(trainer, options.run, callbacks, std::move(stop), since);
}

}  // namespace duo::train
