#include "train/codebook_care.h"

#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/GradMode.h>

#include <cmath>

#include "train/parameters.h"

namespace duo::train {
namespace {

constexpr double kFade = 0.99;       // decay per step of the running counts
constexpr double kDeadShare = 0.05;  // of the mean count
constexpr double kFreshShare = 0.3;  // of the mean count: gives a new code time to settle

}  // namespace

CodebookCare::CodebookCare(const ResidualQuantizer& quantizer, std::uint64_t seed)
    : seed_(seed),
      counts_V_(at::ones({quantizer.codebook().size(0)}, at::kFloat)),
      sums_VC_(quantizer.codebook().detach().cpu().clone()) {}

at::Tensor CodebookCare::drawRows(const at::Tensor& rows_NC, std::int64_t count) {
    at::Generator generator =
        at::detail::createCPUGenerator(mixBits(seed_, static_cast<std::uint64_t>(draws_++)));
    const at::Tensor chosen =
        at::randint(rows_NC.size(0), {count}, generator, at::TensorOptions().dtype(at::kLong));
    return rows_NC.index_select(0, chosen.to(rows_NC.device()));  // [count, C]
}

at::Tensor CodebookCare::residuals(const ResidualQuantizer& quantizer,
                                   const ScaleSchedule& schedule, const at::Tensor& f_BCSS,
                                   bool choose) {
    const std::int64_t perScale = std::max<std::int64_t>(1, counts_V_.size(0) / schedule.count());
    std::vector<at::Tensor> rows;
    at::Tensor rest = f_BCSS;
    for (int scale = 0; scale < schedule.count(); ++scale) {
        const at::Tensor z_BlC = ResidualQuantizer::inputMap(schedule, scale, rest);
        const at::Tensor z_NC = z_BlC.reshape({-1, z_BlC.size(2)});
        rows.push_back(drawRows(z_NC, perScale));
        // before the codebook exists, rows of the scale itself serve as codes
        const at::Tensor codes_NC =
            choose ? quantizer.codebook().index_select(0, quantizer.nearest(z_NC))
                   : rows.back().index_select(0, at::cdist(z_NC, rows.back()).argmin(1));
        rest = rest - quantizer.contribution(schedule, scale, codes_NC.view_as(z_BlC));
    }
    return at::cat(rows);  // [K * perScale, C]
}

void CodebookCare::start(const ResidualQuantizer& quantizer, const ScaleSchedule& schedule,
                         const at::Tensor& f_BCSS) {
    const c10::NoGradGuard noGrad;
    const at::Tensor pool = residuals(quantizer, schedule, f_BCSS.detach(), false);
    const std::int64_t vocabulary = counts_V_.size(0);
    at::Tensor codes = pool.narrow(0, 0, std::min(vocabulary, pool.size(0)));
    if (codes.size(0) < vocabulary)
        codes = at::cat({codes, drawRows(pool, vocabulary - codes.size(0))});
    quantizer.codebook().detach().copy_(codes);
    counts_V_.fill_(1);
    sums_VC_.copy_(codes);
}

void CodebookCare::follow(const ResidualQuantizer& quantizer, const std::vector<at::Tensor>& z_NC,
                          const std::vector<at::Tensor>& idx_N, const ProcessGroup& group) {
    const c10::NoGradGuard noGrad;
    const at::Tensor chosen_N = at::cat(idx_N).cpu();
    const at::Tensor vectors_NC = at::cat(z_NC).cpu();
    const at::Tensor counts_V = at::bincount(chosen_N, {}, counts_V_.size(0)).to(at::kFloat);
    const at::Tensor sums_VC = at::zeros_like(sums_VC_).index_add_(0, chosen_N, vectors_NC);
    group.average({counts_V, sums_VC});
    const double share =
        (1 - kFade) * group.count();  // average() gave means; times count() they are sums
    counts_V_.mul_(kFade).add_(counts_V, share);
    sums_VC_.mul_(kFade).add_(sums_VC, share);
    quantizer.codebook().detach().copy_(sums_VC_ / counts_V_.clamp_min(1e-6).unsqueeze(1));
}

std::int64_t CodebookCare::restartDead(const ResidualQuantizer& quantizer,
                                       const ScaleSchedule& schedule, const at::Tensor& f_BCSS) {
    const c10::NoGradGuard noGrad;
    const double mean = counts_V_.mean().item<double>();
    const at::Tensor dead = (counts_V_ < kDeadShare * mean).nonzero().flatten();  // [N]
    if (dead.numel() == 0) return 0;
    const at::Tensor pool = residuals(quantizer, schedule, f_BCSS.detach(), true);
    const at::Tensor codebook = quantizer.codebook().detach();
    const at::Tensor fresh = drawRows(pool, dead.numel());  // [N, C]
    codebook.index_copy_(0, dead.to(codebook.device()), fresh);
    counts_V_.index_fill_(0, dead, kFreshShare * mean);
    sums_VC_.index_copy_(0, dead, fresh.cpu() * (kFreshShare * mean));
    return dead.numel();
}

double CodebookCare::usedShare() const {
    return (counts_V_ >= kDeadShare * counts_V_.mean()).to(at::kFloat).mean().item<double>();
}

double CodebookCare::perplexity() const {
    const at::Tensor share = counts_V_ / counts_V_.sum();
    return std::exp(-(share * share.clamp_min(1e-12).log()).sum().item<double>());
}

void CodebookCare::save(TrainingState& state, const std::string& prefix) const {
    state.tensors[prefix + "counts"] = counts_V_;
    state.tensors[prefix + "sums"] = sums_VC_;
    state.setNumber(prefix + "draws", draws_);
}

void CodebookCare::restore(const TrainingState& state, const std::string& prefix) {
    state.copyInto(prefix + "counts", counts_V_);
    state.copyInto(prefix + "sums", sums_VC_);
    draws_ = state.number(prefix + "draws");
}

}  // namespace duo::train
