#include "model/decode_block.h"

#include "kernels/linear.h"
#include "kernels/norm_modulate.h"
#include "model/var_blocks.h"

namespace duo {

std::vector<kernels::HeadSplit> headSplits(const VarWeights& w) {
    std::vector<kernels::HeadSplit> splits;
    for (const VarBlockWeights& block : w.blocks) {
        kernels::HeadSplit& split = splits.emplace_back();
        split.qBias = block.qBias.to(at::kFloat);
        split.vBias = block.vBias.to(at::kFloat);
        if (w.geometry.qkNormalised) {
            split.queryScale = queryScale(block).flatten();  // [H]
        } else {
            split.plainScale = plainQueryScale(w.geometry);
        }
    }
    return splits;
}

at::Tensor cacheHeads(const VarBlockWeights& b, const kernels::HeadSplit& split,
                      const at::Tensor& modulation_R6C, const at::Tensor& x_RlC, CacheRoom room) {
    const std::vector<at::Tensor> m = modulation_R6C.unbind(1);  // 6 times [R, C]
    const at::Tensor normed_RlC = kernels::normModulate(x_RlC, m[2], m[4], b.qkvWeight.type);
    const at::Tensor qkv_Rl3C =
        kernels::linear(normed_RlC, b.qkvWeight, {}, kernels::productType(b.qkvWeight));
    return kernels::splitHeads(qkv_Rl3C, split, room.k, room.v, room.held);
}

void decodeBlock(const VarBlockWeights& b, const kernels::HeadSplit& split,
                 const at::Tensor& modulation_R6C, at::Tensor& x_RlC, CacheRoom room,
                 std::int64_t first,
                 const std::function<at::Tensor(const at::Tensor& q_RHlh)>& attention) {
    const std::vector<at::Tensor> m = modulation_R6C.unbind(1);  // 6 times [R, C]
    const at::ScalarType type = b.qkvWeight.type;
    at::Tensor q_RHlh = cacheHeads(b, split, modulation_R6C, x_RlC, std::move(room));
    if (first > 0) {
        const std::int64_t left = x_RlC.size(1) - first;
        x_RlC = x_RlC.narrow(1, first, left).contiguous();
        q_RHlh = q_RHlh.narrow(2, first, left);
    }
    kernels::addGatedLinear(x_RlC, m[0], attention(q_RHlh), b.projWeight, b.projBias);
    const at::Tensor wide_RlM =
        kernels::linearGelu(kernels::normModulate(x_RlC, m[3], m[5], type), b.fc1Weight, b.fc1Bias);
    kernels::addGatedLinear(x_RlC, m[1], wide_RlM, b.fc2Weight, b.fc2Bias);
}

at::Tensor decodeHead(const VarWeights& w, const at::Tensor& modulation_R2C,
                      const at::Tensor& x_RlC) {
    const std::vector<at::Tensor> m = modulation_R2C.unbind(1);  // 2 times [R, C]
    const at::Tensor normed_RlC =
        kernels::normModulate(x_RlC.contiguous(), m[0], m[1], w.headWeight.type);
    return kernels::linear(normed_RlC, w.headWeight, w.headBias, at::kFloat);
}

}  // namespace duo
