#include "support/tiny_family.h"

#include <ATen/ATen.h>
#include <stdlib.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>

#include "checkpoint/state_dict.h"
#include "support/lively_weights.h"

namespace duo::test {
namespace {

std::map<std::string, at::Tensor> livelyWeights(const std::vector<TensorSpec>& specs,
                                                const std::string& model) {
    std::map<std::string, at::Tensor> tensors;
    for (const TensorSpec& spec : specs) {
        const std::vector<float> values = livelyTensor(model + "/" + spec.name, spec.shape);
        const at::Tensor tensor = at::empty(spec.shape, at::kFloat);
        std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
        tensors[spec.name] = tensor;
    }
    return tensors;
}

// Includes the buffer that states the sides of the scales, as in published files.
std::map<std::string, at::Tensor> varWeights(const VarGeometry& geometry,
                                             const std::string& model) {
    auto tensors = livelyWeights(tensorSpecs(geometry), model);
    std::vector<at::Tensor> levels;
    for (int k = 0; k < geometry.schedule.count(); ++k) {
        levels.push_back(at::full({1, geometry.schedule.tokens(k)}, k, at::kLong));
    }
    tensors["lvl_1L"] = at::cat(levels, 1);  // [1, L]
    return tensors;
}

VarGeometry tinyVar(int depth, int heads) {
    VarGeometry g;
    g.depth = depth;
    g.heads = heads;
    g.width = 64 * heads;
    g.mlpWidth = 4 * g.width;
    g.classes = 10;
    g.vocabulary = 64;
    g.codeChannels = 8;
    g.schedule = ScaleSchedule({1, 2, 3, 4});
    return g;
}

}  // namespace

VqVaeGeometry tinyVqVae() {
    VqVaeGeometry g;
    g.vocabulary = 64;
    g.codeChannels = 8;
    g.baseWidth = 32;
    g.multipliers = {1, 1, 1};
    g.encoderBlocks = 1;
    return g;
}
VarGeometry tinyDrafter() {
    return tinyVar(3, 2);
}
VarGeometry tinyRefiner() {
    return tinyVar(2, 1);
}

TinyFamily::TinyFamily() {
    std::string path = (std::filesystem::temp_directory_path() / "duoscale-test-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no folder for the test");
    folder_ = path;
    const auto save = [&](const char* name, const auto& weights) {
        saveStateDict(folder_ + "/" + name + ".safetensors", weights, at::kFloat,
                      {{"scales", tinyDrafter().schedule.toString()}});
    };
    save("vqvae", livelyWeights(tensorSpecs(tinyVqVae()), "vqvae"));
    save("drafter", varWeights(tinyDrafter(), "drafter"));
    save("refiner", varWeights(tinyRefiner(), "refiner"));
    std::ofstream list(folder_ + "/classes.tsv");
    const char* names[] = {"apple", "bridge", "castle",  "dune",   "eagle",
                           "fjord", "garden", "harbour", "island", "jungle, rain forest"};
    for (int i = 0; i < 10; ++i) list << i << "\t\t" << names[i] << "\n";
}

TinyFamily::~TinyFamily() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

ModelFiles TinyFamily::files() const {
    return {folder_ + "/vqvae.safetensors", folder_ + "/drafter.safetensors",
            folder_ + "/refiner.safetensors"};
}

std::string TinyFamily::damagedDrafter() const {
    const std::string path = folder_ + "/damaged.safetensors";
    auto weights = varWeights(tinyDrafter(), "drafter");
    weights.at("head.bias")[3] = NAN;
    saveStateDict(path, weights, at::kFloat, {});
    return path;
}

}  // namespace duo::test
