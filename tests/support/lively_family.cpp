#include "support/lively_family.h"

#include "checkpoint/int8_rows.h"
#include "checkpoint/weight_policy.h"
#include "support/lively_weights.h"

namespace duo::test {
namespace {

VqVaeGeometry vqVaeGeometry(int vocabulary, int baseWidth) {
    VqVaeGeometry geometry;
    geometry.vocabulary = vocabulary;
    geometry.codeChannels = 12;
    geometry.baseWidth = baseWidth;
    geometry.multipliers = {1, 1, 2, 2, 4};
    return geometry;
}

std::shared_ptr<const VqVae> makeVqVae(const std::string& prefix, const VqVaeGeometry& geometry) {
    return std::make_shared<const VqVae>(geometry, livelyState(prefix, tensorSpecs(geometry)));
}

}  // namespace

VarGeometry livelyGeometry(int depth, ScaleSchedule schedule, int vocabulary, bool shared) {
    VarGeometry geometry;
    geometry.depth = depth;
    geometry.width = 64 * depth;
    geometry.heads = depth;
    geometry.mlpWidth = 4 * geometry.width;
    geometry.classes = 10;
    geometry.vocabulary = vocabulary;
    geometry.codeChannels = 12;
    geometry.sharedAdaLn = shared;
    geometry.schedule = std::move(schedule);
    return geometry;
}

StateDict livelyState(const std::string& prefix, const std::vector<TensorSpec>& specs) {
    StateDict state;
    for (const TensorSpec& spec : specs) {
        const std::vector<float> values = livelyTensor(prefix + "/" + spec.name, spec.shape);
        state.put(spec.name, at::tensor(values).view(spec.shape));
    }
    return state;
}

std::shared_ptr<const VarTransformer> livelyVar(const std::string& prefix,
                                                const VarGeometry& geometry, MemoryLedger* ledger,
                                                MemoryOwner owner) {
    return VarTransformer::create(geometry, livelyState(prefix, tensorSpecs(geometry)), ledger,
                                  owner);
}

std::shared_ptr<const VarTransformer> livelyVar(const std::string& prefix,
                                                const VarGeometry& geometry, at::ScalarType type) {
    StateDict state = livelyState(prefix, tensorSpecs(geometry));
    StateDict converted;
    for (const auto& [name, tensor] : state.tensors()) converted.put(name, tensor.to(type));
    return VarTransformer::create(geometry, std::move(converted));
}

StateDict livelyInt8State(const std::string& prefix, const std::vector<TensorSpec>& specs) {
    const StateDict plain = livelyState(prefix, specs);
    StateDict state;
    for (const TensorSpec& spec : specs) {
        const std::string& name = spec.name;
        const at::Tensor& exact = plain.tensors().at(name);
        if (!canBeInt8(name)) {
            state.put(name, exact);
            continue;
        }
        const Int8Rows rows = roundRows(
            exact.sizes(), at::kCPU,
            [&](std::int64_t first, std::int64_t count) { return exact.narrow(0, first, count); });
        state.put(name, rows.values);
        state.put(rowScaleName(name), rows.scale);
    }
    return state;
}

ScaleSchedule sixScales() {
    return ScaleSchedule({1, 2, 3, 4, 5, 6});
}
VarGeometry drafterGeometry() {
    return livelyGeometry(3, sixScales(), 96);
}
VarGeometry refinerGeometry() {
    return livelyGeometry(2, sixScales(), 96);
}
VarGeometry sharedGeometry() {
    return livelyGeometry(2, sixScales(), 96, true);
}

const std::shared_ptr<const VarTransformer>& livelyDrafter() {
    static const auto model = livelyVar("drafter", drafterGeometry());
    return model;
}

const std::shared_ptr<const VarTransformer>& livelyRefiner() {
    static const auto model = livelyVar("refiner", refinerGeometry());
    return model;
}

const std::shared_ptr<const VarTransformer>& livelyShared() {
    static const auto model = livelyVar("shared", sharedGeometry());
    return model;
}

const std::shared_ptr<const VqVae>& livelyVqVae() {
    static const auto model = makeVqVae("vae", vqVaeGeometry(96, 64));
    return model;
}

const std::shared_ptr<const VarTransformer>& livelyDrafter10() {
    static const auto model =
        livelyVar("drafter10", livelyGeometry(2, ScaleSchedule::published256(), 64));
    return model;
}

const std::shared_ptr<const VarTransformer>& livelyRefiner10() {
    static const auto model =
        livelyVar("refiner10", livelyGeometry(1, ScaleSchedule::published256(), 64));
    return model;
}

const std::shared_ptr<const VqVae>& livelyVqVae10() {
    static const auto model = makeVqVae("vae10", vqVaeGeometry(64, 32));
    return model;
}

double relativeError(const at::Tensor& found, const at::Tensor& expected) {
    TORCH_CHECK(found.sizes() == expected.sizes(), "found ", found.sizes(), ", expected ",
                expected.sizes());
    const at::Tensor a = found.to(at::kDouble), b = expected.to(at::kDouble);
    return (a - b).abs().max().item<double>() / b.abs().max().item<double>();
}

}  // namespace duo::test
