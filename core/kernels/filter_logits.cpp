#include "kernels/filter_logits.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace duo::kernels {
namespace {

constexpr float kDropped = -std::numeric_limits<float>::infinity();

at::Tensor keepTopK(const at::Tensor& logits_BlV, int topK) {
    const auto [largest, indices] = logits_BlV.topk(topK, -1, /*largest=*/true, /*sorted=*/false);
    const at::Tensor least_Bl1 = largest.amin(-1, /*keepdim=*/true);
    return logits_BlV.masked_fill(logits_BlV < least_Bl1, kDropped);  // [B, l, V]
}

// Drops the least likely codes while their total mass is at most 1 - topP.
at::Tensor keepTopP(const at::Tensor& logits_BlV, double topP) {
    const auto [rising, order] = logits_BlV.sort(-1, /*descending=*/false);
    at::Tensor drop_BlV = rising.softmax(-1).cumsum(-1) <= 1 - topP;  // in rising order
    drop_BlV.narrow(-1, -1, 1).fill_(false);                          // the best code stays
    const at::Tensor byCode_BlV = at::empty_like(drop_BlV).scatter_(-1, order, drop_BlV);
    return logits_BlV.masked_fill(byCode_BlV, kDropped);
}

struct Candidate {
    float logit;
    std::int64_t code;
};

// Filters one row after another and reuses its buffers.
class RowFilter {
  public:
    RowFilter(std::int64_t codes, int topK, double topP)
        : codes_(codes), topK_(topK), topP_(topP) {}

    // from, to: [V]
    void operator()(const float* from, float* to) {
        gather(from, topK_ > 0 && topK_ < codes_ ? leastOfTopK(from) : kDropped);
        std::fill(to, to + codes_, kDropped);
        for (std::size_t i = topP_ > 0 ? firstOfTopP() : 0; i < kept_.size(); ++i) {
            to[kept_[i].code] = kept_[i].logit;
        }
    }

  private:
    float leastOfTopK(const float* from) {
        row_.assign(from, from + codes_);
        std::nth_element(row_.begin(), row_.begin() + (topK_ - 1), row_.end(), std::greater<>());
        return row_[topK_ - 1];
    }

    void gather(const float* from, float least) {
        kept_.clear();
        for (std::int64_t code = 0; code < codes_; ++code) {
            if (from[code] >= least) kept_.push_back({from[code], code});
        }
    }

    // Sorts the candidates in rising order. -> index of the first that stays
    std::size_t firstOfTopP() {
        std::sort(kept_.begin(), kept_.end(), [](const Candidate& a, const Candidate& b) {
            return a.logit < b.logit || (a.logit == b.logit && a.code < b.code);
        });
        const float most = kept_.back().logit;
        double whole = 0;
        for (const Candidate& candidate : kept_) whole += std::exp(candidate.logit - most);
        const auto limit = static_cast<float>(1 - topP_);
        double mass = 0;
        std::size_t first = 0;
        for (; first + 1 < kept_.size(); ++first) {  // the best code stays
            mass += std::exp(kept_[first].logit - most) / whole;
            if (static_cast<float>(mass) > limit) break;
        }
        return first;
    }

    std::int64_t codes_;
    int topK_;
    double topP_;
    std::vector<float> row_;
    std::vector<Candidate> kept_;
};

}  // namespace

at::Tensor plainFilterLogits(const at::Tensor& logits_BlV, int topK, double topP) {
    at::Tensor filtered_BlV = logits_BlV;
    if (topK > 0 && topK < logits_BlV.size(-1)) filtered_BlV = keepTopK(filtered_BlV, topK);
    if (topP > 0) filtered_BlV = keepTopP(filtered_BlV, topP);
    return filtered_BlV;
}

at::Tensor filterLogits(const at::Tensor& logits_BlV, int topK, double topP) {
    if (!logits_BlV.is_cpu()) return plainFilterLogits(logits_BlV, topK, topP);
    TORCH_CHECK(logits_BlV.dim() == 3 && logits_BlV.scalar_type() == at::kFloat,
                "logits must be [B, l, V] fp32");
    const at::Tensor logits = logits_BlV.contiguous();
    const at::Tensor filtered_BlV = at::empty_like(logits);
    const std::int64_t codes = logits.size(2);
    const float* from = logits.const_data_ptr<float>();
    float* to = filtered_BlV.mutable_data_ptr<float>();
    const std::int64_t rows = logits.size(0) * logits.size(1);
    at::parallel_for(0, rows, 4, [&](std::int64_t begin, std::int64_t end) {
        RowFilter filter(codes, topK, topP);
        for (std::int64_t row = begin; row < end; ++row) {
            filter(from + row * codes, to + row * codes);
        }
    });
    return filtered_BlV;
}

}  // namespace duo::kernels
