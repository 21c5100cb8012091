// Modulation of every block and of the head, computed once from the labels (the published code
// projects the labels again at every scale). One entry for each distinct label: rows of a batch
// with the same label share it, such as all unconditional rows. Letters as in var_transformer.h.
#pragma once

#include <ATen/ATen.h>

#include <vector>

#include "model/var_weights.h"

namespace duo {

// A class, or two of them: (1 - weight) * embedding of label + weight * embedding of second.
struct ClassBlend {
    at::Tensor labels_B;  // [B] int64
    at::Tensor second_B;  // [B] int64; undefined: one class alone
    double weight = 0;    // of second, 0 … 1
};

class AdaLnTable {
  public:
    // labels: [R] int64
    AdaLnTable(const VarWeights& w, const at::Tensor& labels_R);
    // first, second: [R] int64
    AdaLnTable(const VarWeights& w, const at::Tensor& first_R, const at::Tensor& second_R,
               double weight);

    at::Tensor condition() const { return ofRows(condition_UC_); }  // [R, C]
    // [R, 6, C] fp32, for BlockModulation
    at::Tensor block(int block) const { return ofRows(blocks_U6C_[block]); }
    at::Tensor head() const { return ofRows(head_U2C_); }  // [R, 2, C] fp32, for HeadModulation
    std::int64_t bytes() const;

    // For tensors whose addresses must not change with the labels. expandRows gives each row an
    // entry of its own; take then overwrites them with the rows of another table of the same size.
    void expandRows();
    void take(const AdaLnTable& other);

  private:
    void project(const VarWeights& w);
    at::Tensor ofRows(const at::Tensor& entries) const {
        return entry_R_.defined() ? entries.index_select(0, entry_R_) : entries;
    }

    at::Tensor entry_R_;       // [R] int64: index of the distinct label; undefined: U = R
    at::Tensor condition_UC_;  // [U, C]
    std::vector<at::Tensor> blocks_U6C_;  // [U, 6, C] a block
    at::Tensor head_U2C_;                 // [U, 2, C]
};

}  // namespace duo
