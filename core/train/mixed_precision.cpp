#include "train/mixed_precision.h"

#include <ATen/autocast_mode.h>
#include <ATen/cpu/Utils.h>

namespace duo::train {

bool usesBFloat16(TrainingPrecision precision, at::Device device) {
    if (precision != TrainingPrecision::Auto) return precision == TrainingPrecision::BFloat16;
    if (!device.is_cpu()) return true;
    const auto capabilities = at::cpu::get_cpu_capabilities();
    const auto found = capabilities.find("avx512_bf16");
    return found != capabilities.end() && found->second.toBool();
}

MixedPrecision::MixedPrecision(bool enabled, at::Device device)
    : enabled_(enabled), device_(device.type()) {
    if (!enabled_) return;
    at::autocast::set_autocast_dtype(device_, at::kBFloat16);
    at::autocast::set_autocast_enabled(device_, true);
}

MixedPrecision::~MixedPrecision() {
    if (!enabled_) return;
    at::autocast::set_autocast_enabled(device_, false);
    at::autocast::clear_cache();  // the update will change the cached weights
}

}  // namespace duo::train
