#include "bench/kernel_bench.h"

#include <numeric>

#include "base/stop.h"
#include "base/stopwatch.h"
#include "engine/device.h"
#include "kernels/attention.h"
#include "kernels/draw_tokens.h"
#include "kernels/filter_logits.h"
#include "kernels/group_norm_silu.h"
#include "kernels/linear.h"
#include "kernels/norm_modulate.h"
#include "kernels/residual_pyramid.h"
#include "kernels/split_heads.h"
#include "kernels/winograd.h"

namespace duo {
namespace {

constexpr std::int64_t kRows = 2;  // conditional and unconditional, of a guided picture

struct Operation {
    std::string name;
    std::int64_t rows;
    std::function<void()> fused, plain;
};

// The operations of one scale and their inputs.
class ScaleOperations {
  public:
    ScaleOperations(const VarGeometry& g, int scale, at::Device device, Precision precision)
        : geometry_(g),
          tokens_(g.schedule.tokens(scale)),
          keys_(g.schedule.offset(scale + 1)),
          side_(g.schedule.side(scale)),
          type_(computeType(precision, device)),
          int8_(precision == Precision::Int8),
          float_(at::device(device).dtype(at::kFloat)) {}

    void addTo(std::vector<Operation>& all) const {
        addNorm(all);
        addHeads(all);
        addAttention(all);
        addProducts(all);
        addDraw(all);
        if (float_.device().is_cuda()) addPyramid(all);  // the CPU has only the plain version
    }

  private:
    at::Tensor random(at::IntArrayRef shape) const { return at::randn(shape, float_); }
    at::Tensor typed(at::IntArrayRef shape) const { return (random(shape) * 0.1).to(type_); }
    kernels::Weight weight(at::IntArrayRef shape) const {
        if (!int8_) return typed(shape);
        return {(random(shape) * 40).clamp(-127, 127).to(at::kChar), random({shape[0]}) * 0.003,
                type_};
    }
    void add(std::vector<Operation>& all, const char* name, std::function<void()> fused,
             std::function<void()> plain) const {
        all.push_back({name, kRows * tokens_, std::move(fused), std::move(plain)});
    }

    void addNorm(std::vector<Operation>& all) const {
        const std::int64_t C = geometry_.width;
        const at::Tensor x = random({kRows, tokens_, C}), scale = random({kRows, C}),
                         shift = random({kRows, C});
        const auto type = type_;
        add(
            all, "norm + modulate", [=] { kernels::normModulate(x, scale, shift, type); },
            [=] { kernels::plainNormModulate(x, scale, shift).to(type); });
    }

    void addHeads(std::vector<Operation>& all) const {
        const std::int64_t C = geometry_.width, H = geometry_.heads;
        kernels::HeadSplit split{typed({C}), typed({C}), {}, 1};
        const at::Tensor qkv =
            random({kRows, tokens_, 3 * C}).to(kernels::productType(split.qBias));
        if (geometry_.qkNormalised) split.queryScale = random({H});
        at::Tensor keys = typed({kRows, H, keys_, C / H}), values = keys.clone();
        const std::int64_t held = keys_ - tokens_;
        add(
            all, "bias + unit length + scale + cache append",
            [=]() mutable { kernels::splitHeads(qkv, split, keys, values, held); },
            [=]() mutable { kernels::plainSplitHeads(qkv, split, keys, values, held); });
    }

    void addAttention(std::vector<Operation>& all) const {
        const std::int64_t C = geometry_.width, H = geometry_.heads;
        const at::Tensor q = typed({kRows, H, tokens_, C / H}), k = typed({kRows, H, keys_, C / H}),
                         v = typed({kRows, H, keys_, C / H}), out = typed({kRows, tokens_, C});
        add(
            all, "attention over the cache", [=] { kernels::attend(q, k, v, out); },
            [=] { kernels::plainAttend(q, k, v, out); });
    }

    void addProducts(std::vector<Operation>& all) const {
        const std::int64_t C = geometry_.width, M = geometry_.mlpWidth;
        const kernels::Weight up = weight({M, C}), down = weight({C, M});
        const at::Tensor x = typed({kRows, tokens_, C}), upBias = typed({M}),
                         inner = typed({kRows, tokens_, M}), downBias = typed({C}),
                         gate = random({kRows, C});
        at::Tensor y = random({kRows, tokens_, C});
        add(
            all, "product + GELU", [=] { kernels::linearGelu(x, up, upBias); },
            [=] { kernels::plainLinearGelu(x, up, upBias); });
        add(
            all, "product + gated residual",
            [=]() mutable { kernels::addGatedLinear(y, gate, inner, down, downBias); },
            [=]() mutable { kernels::plainAddGatedLinear(y, gate, inner, down, downBias); });
    }

    void addDraw(std::vector<Operation>& all) const {
        const at::Tensor logits = random({kRows, tokens_, geometry_.vocabulary}) * 3;
        const kernels::TokenDraw draw{4, 600, 0.95, 1.0f, {{1}, {0}, 0, 3}};
        add(
            all, "guidance + top-k + top-p + draw", [=] { kernels::drawTokens(logits, draw); },
            [=] {
                const at::Tensor guided = kernels::guided(logits, 1, draw.guidance);
                kernels::gumbelArgmax(kernels::plainFilterLogits(guided, draw.topK, draw.topP),
                                      draw.noise, draw.temperature);
            });
    }

    // For one picture: adds the scale's codes to the latent and makes a map of the same side.
    void addPyramid(std::vector<Operation>& all) const {
        const std::int64_t channels = geometry_.codeChannels, side = side_,
                           latentSide = geometry_.schedule.latentSide();
        const at::Tensor latent = random({1, channels, latentSide, latentSide}),
                         codes = random({1, tokens_, channels});
        const kernels::BlendedConvolution phi{random({channels, channels, 3, 3}),
                                              random({channels})};
        all.push_back({"upsampling + convolution + area map", tokens_,
                       [=] { kernels::areaMap(kernels::addScale(latent, codes, side, phi), side); },
                       [=] {
                           kernels::plainAreaMap(
                               latent + kernels::addedByScale(codes, side, latentSide, phi), side);
                       }});
    }

    const VarGeometry& geometry_;
    std::int64_t tokens_, keys_, side_;
    at::ScalarType type_;
    bool int8_;
    at::TensorOptions float_;
};

// The operations of the VQ-VAE's finest level and their inputs.
class FinestLevel {
  public:
    FinestLevel(const VqVaeGeometry& g, std::int64_t side, at::Device device, at::ScalarType type)
        : channels_(std::int64_t{g.baseWidth} * g.multipliers.front()),
          side_(side),
          float_(at::device(device).dtype(at::kFloat)),
          type_(type) {}

    void addTo(std::vector<Operation>& all) const {
        addNorm(all);
        addConvolution(all, "3x3 convolution", side_, false);
        addConvolution(all, "3x3 convolution of twice the picture", side_ / 2, true);
    }

  private:
    at::Tensor random(at::IntArrayRef shape) const {
        const at::Tensor numbers = (at::randn(shape, float_) * 0.1).to(type_);
        return shape.size() == 4 ? numbers.contiguous(at::MemoryFormat::ChannelsLast) : numbers;
    }

    void addNorm(std::vector<Operation>& all) const {
        const std::int64_t C = channels_, groups = std::gcd(C, std::int64_t{32});
        const at::Tensor x = random({1, C, side_, side_}), weight = at::randn({C}, float_),
                         bias = at::randn({C}, float_);
        all.push_back({"group norm + SiLU", side_ * side_,
                       [=] { kernels::groupNormSilu(x, groups, weight, bias, 1e-6); },
                       [=] { kernels::plainGroupNormSilu(x, groups, weight, bias, 1e-6); }});
    }

    void addConvolution(std::vector<Operation>& all, const char* name, std::int64_t side,
                        bool doubled) const {
        const std::int64_t C = channels_;
        const kernels::Conv3x3 conv{random({1, C, side, side}), random({C, C, 3, 3}), random({C}),
                                    doubled, at::Tensor()};
        if (!kernels::winogradPays(conv)) return;
        all.push_back({name, side_ * side_, [=] { kernels::winograd(conv); },
                       [=] { kernels::plainWinograd(conv); }});
    }

    std::int64_t channels_, side_;
    at::TensorOptions float_;
    at::ScalarType type_;
};

double millisecondsOf(const std::function<void()>& work, at::Device device) {
    const Stopwatch watch;
    work();
    finishDeviceWork(device);
    return watch.milliseconds();
}

KernelSample measure(const Operation& operation, at::Device device, int repeats) {
    KernelSample sample{operation.name, operation.rows, {}, {}};
    for (int i = 0; i <= repeats; ++i) {
        const double fused = millisecondsOf(operation.fused, device);
        const double plain = millisecondsOf(operation.plain, device);
        if (i == 0) continue;  // warms up
        sample.fused.values.push_back(fused);
        sample.plain.values.push_back(plain);
    }
    return sample;
}

}  // namespace

std::vector<KernelSample> benchKernels(const VarGeometry& var, const VqVaeGeometry& vqvae,
                                       at::Device device, Precision precision, int repeats,
                                       const std::function<void(int done, int all)>& progress,
                                       const std::stop_token& stop) {
    const c10::InferenceMode inference;
    const int last = var.schedule.count() - 1;
    std::vector<Operation> operations;
    for (const int scale : {0, last / 2, last}) {
        ScaleOperations(var, scale, device, precision).addTo(operations);
    }
    const std::int64_t side = std::int64_t{var.schedule.latentSide()} * vqvae.downsample();
    FinestLevel(vqvae, side, device, computeType(precision, device)).addTo(operations);
    std::vector<KernelSample> samples;
    const int all = static_cast<int>(operations.size());
    for (const Operation& operation : operations) {
        requireNoStop(stop, "The benchmark");
        samples.push_back(measure(operation, device, repeats));
        progress(static_cast<int>(samples.size()), all);
    }
    return samples;
}

}  // namespace duo
