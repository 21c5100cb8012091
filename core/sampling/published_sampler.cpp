#include "sampling/published_sampler.h"

#include <ATen/CPUGeneratorImpl.h>

#include "sampling/schedules.h"

namespace duo {
namespace {

// As torch.Generator(device).manual_seed(seed) makes it.
at::Generator seededGenerator(std::uint64_t seed, at::Device device) {
    at::Generator generator = device.is_cpu() ? at::make_generator<at::CPUGeneratorImpl>()
                                              : at::globalContext()
                                                    .getAcceleratorHooksInterface(device.type())
                                                    .getNewGenerator(device.index());
    generator.set_current_seed(seed);
    return generator;
}

}  // namespace

PublishedSampler::PublishedSampler(std::uint64_t seed, at::Device device)
    : generator_(seededGenerator(seed, device)) {}

at::Tensor PublishedSampler::drawScale(const ScaleLogits& logits, const ScalePlan& plan,
                                       int scale) {
    const at::Tensor filtered_BlV = filterAsDrawn(logits.guided(), plan, RngKind::Published);
    return draw(filtered_BlV, scale, plan.temperature);
}

at::Tensor PublishedSampler::draw(const at::Tensor& filtered_BlV, int, double temperature) {
    const at::Tensor p_NV =
        (filtered_BlV / temperature).softmax(-1).view({-1, filtered_BlV.size(2)});  // [B * l, V]
    return at::multinomial(p_NV, 1, /*replacement=*/true, generator_)
        .view({filtered_BlV.size(0), filtered_BlV.size(1)});  // [B, l]
}

at::Tensor PublishedSampler::mixture(const at::Tensor& filtered_BlV, int scale, int scaleCount) {
    const MixtureShape shape = mixtureShape(scale, scaleCount);
    const at::Tensor noise_BlV =
        -at::empty(filtered_BlV.sizes(), filtered_BlV.options()).exponential_(1, generator_).log();
    return ((filtered_BlV * shape.sharpen + noise_BlV) / shape.tau).softmax(-1);  // [B, l, V]
}

}  // namespace duo
