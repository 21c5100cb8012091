// Learns the codebook and keeps every code in use. Codes start as encoder features and follow the
// running mean of the vectors that choose them (arXiv 1711.00937, appendix A.1; gradients are too
// slow for a short run). Unused codes move to other features.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "model/residual_quantizer.h"
#include "train/process_group.h"
#include "train/training_state.h"

namespace duo::train {

class CodebookCare {
  public:
    CodebookCare(const ResidualQuantizer& quantizer, std::uint64_t seed);

    // Overwrites the codebook with residuals of the features at all scales. f: [B, C, S, S]
    void start(const ResidualQuantizer& quantizer, const ScaleSchedule& schedule,
               const at::Tensor& f_BCSS);
    // Moves the codes towards the vectors that chose them in this step, over all processes of the
    // group. K tensors each: z [N, C], idx [N].
    void follow(const ResidualQuantizer& quantizer, const std::vector<at::Tensor>& z_NC,
                const std::vector<at::Tensor>& idx_N, const ProcessGroup& group = {});
    // Replaces codes whose running count is below 1/20 of the mean. Returns how many.
    std::int64_t restartDead(const ResidualQuantizer& quantizer, const ScaleSchedule& schedule,
                             const at::Tensor& f_BCSS);
    // Share of codes in use, 0 to 1.
    double usedShare() const;
    // Effective size of the codebook: exp of the entropy of the running counts.
    double perplexity() const;

    void save(TrainingState& state, const std::string& prefix) const;
    void restore(const TrainingState& state, const std::string& prefix);

  private:
    // Samples the vectors to quantise, the same number from each scale: [N, C]
    at::Tensor residuals(const ResidualQuantizer& quantizer, const ScaleSchedule& schedule,
                         const at::Tensor& f_BCSS, bool choose);
    at::Tensor drawRows(const at::Tensor& rows_NC, std::int64_t count);

    std::uint64_t seed_;
    std::int64_t draws_ = 0;
    at::Tensor counts_V_, sums_VC_;  // fp32, running averages per step
};

}  // namespace duo::train
