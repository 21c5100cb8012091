#include "model/adaln_table.h"

#include <tuple>

#include "model/modulation.h"

namespace duo {

AdaLnTable::AdaLnTable(const VarWeights& w, const at::Tensor& labels_R) {
    const auto [labels_U, entry_R, counts] =
        at::_unique2(labels_R, /*sorted=*/true, /*return_inverse=*/true);
    entry_R_ = entry_R;
    condition_UC_ = duo::condition(w, labels_U);
    project(w);
}

AdaLnTable::AdaLnTable(const VarWeights& w, const at::Tensor& first_R, const at::Tensor& second_R,
                       double weight)
    : condition_UC_(duo::condition(w, first_R) * (1 - weight) +
                    duo::condition(w, second_R) * weight) {
    project(w);
}

void AdaLnTable::project(const VarWeights& w) {
    const at::Tensor shared_U6C = sharedModulation(w, condition_UC_);
    for (const VarBlockWeights& block : w.blocks) {
        blocks_U6C_.push_back(blockModulation(block, condition_UC_, shared_U6C));
        if (block.adaWeight.defined()) w.release(block.adaWeight.values);  // read once
    }
    head_U2C_ = headModulation(w, condition_UC_);
    w.release(w.headAdaWeight.values);
}

void AdaLnTable::expandRows() {
    condition_UC_ = condition();
    for (at::Tensor& block_U6C : blocks_U6C_) block_U6C = ofRows(block_U6C);
    head_U2C_ = head();
    entry_R_.reset();
}

void AdaLnTable::take(const AdaLnTable& other) {
    condition_UC_.copy_(other.condition());
    for (std::size_t i = 0; i < blocks_U6C_.size(); ++i) {
        blocks_U6C_[i].copy_(other.block(static_cast<int>(i)));
    }
    head_U2C_.copy_(other.head());
}

std::int64_t AdaLnTable::bytes() const {
    std::size_t sum = condition_UC_.nbytes() + head_U2C_.nbytes();
    for (const at::Tensor& block : blocks_U6C_) sum += block.nbytes();
    return static_cast<std::int64_t>(sum);
}

}  // namespace duo
