#include "bench/bench_models.h"

#include <filesystem>

#include "bench/random_weights.h"
#include "engine/device.h"

namespace duo {
namespace {

// Makes models with random weights, all with the same options.
class RandomModels {
  public:
    RandomModels(const ComputeOptions& compute, std::uint64_t seed, MemoryLedger& ledger,
                 const BenchProgress& progress, std::stop_token stop)
        : device_(resolveDevice(compute.device)),
          precision_(compute.precision),
          seed_(seed),
          ledger_(ledger),
          progress_(progress),
          stop_(std::move(stop)) {}

    at::Device device() const { return device_; }

    std::shared_ptr<const VqVae> vqvae(const VqVaeGeometry& geometry, LoadedFamily& family) {
        StateDict weights = make("VQ-VAE", MemoryOwner::VqVae, decodingSpecs(geometry), family);
        family.files.back().width = geometry.baseWidth;
        return std::make_shared<const VqVae>(geometry, std::move(weights), &ledger_);
    }

    std::shared_ptr<const VarTransformer> var(const VarGeometry& geometry, MemoryOwner owner,
                                              LoadedFamily& family) {
        const std::string name = "VAR-d" + std::to_string(geometry.depth);
        StateDict weights = make(name, owner, tensorSpecs(geometry), family);
        family.files.back().depth = geometry.depth;
        family.files.back().width = geometry.width;
        return VarTransformer::create(geometry, std::move(weights), &ledger_, owner);
    }

  private:
    StateDict make(const std::string& name, MemoryOwner owner, const std::vector<TensorSpec>& specs,
                   LoadedFamily& family) {
        LoadOptions options;
        options.dtype = computeType(precision_, device_);
        options.int8 = precision_ == Precision::Int8;
        options.device = device_;
        options.stop = stop_;
        options.progress = [&](double share) { progress_("random weights of " + name, share); };
        // The owner is part of the seed's text: a pair of equal depths has two models.
        StateDict weights = randomWeights(name + "/" + std::to_string(static_cast<int>(owner)),
                                          specs, seed_, options);
        ModelFacts facts{owner, name + ", random weights", {}, weights.bytes(), 0};
        for (const TensorSpec& spec : specs)
            facts.parameters += weights.tensors().at(spec.name).numel();
        family.files.push_back(facts);
        return weights;
    }

    at::Device device_;
    Precision precision_;
    std::uint64_t seed_;
    MemoryLedger& ledger_;
    const BenchProgress& progress_;
    std::stop_token stop_;
};

}  // namespace

LoadedFamily loadForBench(ModelCache& cache, const ModelFiles& files, const ComputeOptions& compute,
                          ModelNeeds needs, const BenchProgress& progress, std::stop_token stop) {
    const auto tell = [&](MemoryOwner, const std::string& file, double share) {
        progress("loading " + std::filesystem::path(file).filename().string(), share);
    };
    return cache.load(files, compute, needs, tell, std::move(stop));
}

LoadedFamily randomFamily(const BenchPreset& preset, const ComputeOptions& compute,
                          ModelNeeds needs, std::uint64_t seed, MemoryLedger& ledger,
                          const BenchProgress& progress, std::stop_token stop) {
    RandomModels models(compute, seed, ledger, progress, std::move(stop));
    LoadedFamily family;
    family.device = models.device();
    family.models.vqvae = models.vqvae(publishedVqVae(), family);
    if (needs.drafter) {
        family.models.drafter = models.var(preset.drafter, MemoryOwner::Drafter, family);
    }
    if (needs.refiner) {
        family.models.refiner = models.var(preset.refiner, MemoryOwner::Refiner, family);
    }
    const VarGeometry& geometry = needs.drafter ? preset.drafter : preset.refiner;
    family.schedule = geometry.schedule;
    family.facts.sides = geometry.schedule.sides();
    family.facts.classes = geometry.classes;
    family.facts.vocabulary = geometry.vocabulary;
    family.facts.codeChannels = geometry.codeChannels;
    family.facts.pictureSide = geometry.schedule.latentSide() * publishedVqVae().downsample();
    family.facts.device = deviceName(family.device);
    return family;
}

}  // namespace duo
