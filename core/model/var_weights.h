// The weights of a VAR transformer under their published names, as one plain struct. Letters as in
// var_transformer.h; M is the width of the MLP.
#pragma once

#include <ATen/ATen.h>

#include <string>
#include <utility>
#include <vector>

#include "checkpoint/geometry.h"
#include "checkpoint/state_dict.h"

namespace duo {

struct VarBlockWeights {
    at::Tensor qkvWeight;             // [3C, C]
    at::Tensor qBias, vBias;          // [C]; k has none
    at::Tensor scaleMul;              // [1, H, 1, 1] fp32, log of the scale of q; or undefined
    at::Tensor projWeight, projBias;  // [C, C], [C]
    at::Tensor fc1Weight, fc1Bias;    // [M, C], [M]
    at::Tensor fc2Weight, fc2Bias;    // [C, M], [C]
    at::Tensor adaWeight, adaBias;    // [6C, C], [6C]; undefined with shared AdaLN
    at::Tensor adaGss;                // [1, 1, 6, C] fp32; shared AdaLN alone
};

struct VarWeights {
    // Takes every tensor of tensorSpecs(geometry). Matrices and their biases keep one common type a
    // layer; all that is added or looked up is fp32.
    VarWeights(VarGeometry geometry, StateDict weights);

    VarGeometry geometry;
    at::Tensor wordWeight, wordBias;            // [C, D], [C] fp32
    at::Tensor classEmbedding;                  // [classes + 1, C] fp32
    at::Tensor posStart;                        // [1, l0, C] fp32
    at::Tensor positions;                       // [1, L, C] fp32
    at::Tensor levels;                          // [K, C] fp32
    std::vector<VarBlockWeights> blocks;        // depth
    at::Tensor sharedAdaWeight, sharedAdaBias;  // [6C, C], [6C]; shared AdaLN alone
    at::Tensor headAdaWeight, headAdaBias;      // [2C, C], [2C]
    at::Tensor headWeight, headBias;            // [V, C], [V]
    std::vector<std::pair<std::string, at::Tensor>> parameters;  // the same tensors by name

    // Where the tensors stay in their file, else null: a tensor's pages may be given back after
    // use.
    std::shared_ptr<const WeightPages> pages;
    void letGo(const at::Tensor& tensor) const {
        if (pages != nullptr) pages->release(tensor);
    }

    std::int64_t bytes() const;
    std::int64_t adaLnBytes() const;  // of these, projections that depend on the label alone
    at::Device device() const { return classEmbedding.device(); }
    at::ScalarType computeType() const { return headWeight.scalar_type(); }

  private:
    at::Tensor take(StateDict& weights, const std::string& name, at::ScalarType type);
    void takeLinear(StateDict& weights, const std::string& name, at::Tensor& weight,
                    at::Tensor& bias);
    VarBlockWeights takeBlock(StateDict& weights, int block);
};

}  // namespace duo
