#include "checkpoint/int8_rows.h"

#include <algorithm>

namespace duo {
namespace {

constexpr float kMost = 127;
constexpr std::int64_t kNumbersAtOnce = 1 << 18;

}  // namespace

Int8Rows roundRows(at::IntArrayRef shape, at::Device device,
                   const std::function<at::Tensor(std::int64_t first, std::int64_t count)>& rows) {
    const std::int64_t outputs = shape[0], inputs = shape[1];
    const std::int64_t step = std::max<std::int64_t>(1, kNumbersAtOnce / inputs);
    const Int8Rows made{at::empty(shape, at::device(device).dtype(at::kChar)),
                        at::empty({outputs}, at::device(device).dtype(at::kFloat))};
    for (std::int64_t first = 0; first < outputs; first += step) {
        const std::int64_t count = std::min(step, outputs - first);
        const at::Tensor exact_nI = rows(first, count).to(at::kFloat);
        const at::Tensor scale_n = exact_nI.abs().amax(1) / kMost;
        // Of a row of zeros 0 / 0 is meant to be 0; a scale that is no number tells the rest.
        const at::Tensor rounded_nI =
            (exact_nI / scale_n.unsqueeze(1)).nan_to_num(0, 0, 0).round_().clamp_(-kMost, kMost);
        made.values.narrow(0, first, count).copy_(rounded_nI.to(at::kChar));
        made.scale.narrow(0, first, count).copy_(scale_n);
    }
    return made;
}

}  // namespace duo
