#include "sampling/counter_sampler.h"

#include "kernels/draw_tokens.h"
#include "sampling/schedules.h"

namespace duo {
namespace {

kernels::GumbelDraw drawOf(const std::vector<DrawKey>& keys, DrawStream stream, int scale) {
    kernels::GumbelDraw draw;
    for (const DrawKey& key : keys) {
        draw.seeds.push_back(key.seed);
        draw.images.push_back(key.image);
    }
    draw.stream = static_cast<std::uint32_t>(stream);
    draw.scale = scale;
    return draw;
}

}  // namespace

at::Tensor CounterSampler::drawScale(const ScaleLogits& logits, const ScalePlan& plan, int scale) {
    return kernels::drawTokens(
        logits.raw(), {logits.t(), plan.topK, plan.topP, static_cast<float>(plan.temperature),
                       drawOf(keys_, DrawStream::Token, scale)});
}

at::Tensor CounterSampler::draw(const at::Tensor& filtered_BlV, int scale, double temperature) {
    return kernels::gumbelArgmax(filtered_BlV, drawOf(keys_, DrawStream::Token, scale),
                                 static_cast<float>(temperature));  // [B, l]
}

at::Tensor CounterSampler::mixture(const at::Tensor& filtered_BlV, int scale, int scaleCount) {
    const MixtureShape shape = mixtureShape(scale, scaleCount);
    return kernels::gumbelPerturb(filtered_BlV, drawOf(keys_, DrawStream::Smooth, scale),
                                  static_cast<float>(shape.sharpen), static_cast<float>(shape.tau))
        .softmax(-1);  // [B, l, V]
}

}  // namespace duo
