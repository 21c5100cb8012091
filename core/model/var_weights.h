// The weights of a VAR transformer under their published names, as one plain struct. Letters as in
// var_transformer.h; M is the width of the MLP.
#pragma once

#include <ATen/ATen.h>

#include <string>
#include <utility>
#include <vector>

#include "checkpoint/geometry.h"
#include "checkpoint/state_dict.h"
#include "kernels/weight.h"

namespace duo {

struct VarBlockWeights {
    kernels::Weight qkvWeight;   // [3C, C]
    at::Tensor qBias, vBias;     // [C]; k has no bias
    at::Tensor scaleMul;         // [1, H, 1, 1] fp32, log of the scale of q; or undefined
    kernels::Weight projWeight;  // [C, C]
    at::Tensor projBias;         // [C]
    kernels::Weight fc1Weight;   // [M, C]
    at::Tensor fc1Bias;          // [M]
    kernels::Weight fc2Weight;   // [C, M]
    at::Tensor fc2Bias;          // [C]
    kernels::Weight adaWeight;   // [6C, C]; undefined with shared AdaLN
    at::Tensor adaBias;          // [6C]
    at::Tensor adaGss;           // [1, 1, 6, C] fp32; shared AdaLN only
};

struct VarWeights {
    // Takes every tensor of tensorSpecs(geometry). A layer's matrix and bias keep one common type;
    // an int8 matrix comes with its scales, and its bias gets the activations' type. Embeddings,
    // positions and everything else that is added are fp32.
    VarWeights(VarGeometry geometry, StateDict weights);

    VarGeometry geometry;
    at::Tensor wordWeight, wordBias;                             // [C, D], [C] fp32
    at::Tensor classEmbedding;                                   // [classes + 1, C] fp32
    at::Tensor posStart;                                         // [1, l0, C] fp32
    at::Tensor positions;                                        // [1, L, C] fp32
    at::Tensor levels;                                           // [K, C] fp32
    std::vector<VarBlockWeights> blocks;                         // depth
    kernels::Weight sharedAdaWeight;                             // [6C, C]; shared AdaLN only
    at::Tensor sharedAdaBias;                                    // [6C]
    kernels::Weight headAdaWeight;                               // [2C, C]
    at::Tensor headAdaBias;                                      // [2C]
    kernels::Weight headWeight;                                  // [V, C]
    at::Tensor headBias;                                         // [V]
    std::vector<std::pair<std::string, at::Tensor>> parameters;  // the same tensors by name

    // Set if the tensors stay in their file, otherwise null. release() then gives a tensor's pages
    // back to the system after use.
    std::shared_ptr<const WeightPages> pages;
    void release(const at::Tensor& tensor) const {
        if (pages != nullptr) pages->release(tensor);
    }
    void release(const VarBlockWeights& block) const {
        for (const kernels::Weight* weight :
             {&block.qkvWeight, &block.projWeight, &block.fc1Weight, &block.fc2Weight})
            release(weight->values);
    }

    std::int64_t bytes() const;
    std::int64_t adaLnBytes() const;  // of the AdaLN projections, which depend on the label only
    at::Device device() const { return classEmbedding.device(); }
    at::ScalarType computeType() const { return headWeight.type; }

  private:
    at::Tensor take(StateDict& weights, const std::string& name, at::ScalarType type);
    kernels::Weight takeMatrix(StateDict& weights, const std::string& name);
    void takeLinear(StateDict& weights, const std::string& name, kernels::Weight& weight,
                    at::Tensor& bias);
    VarBlockWeights takeBlock(StateDict& weights, int block);
};

}  // namespace duo
