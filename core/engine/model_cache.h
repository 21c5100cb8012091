// Keeps a family of models between jobs: what the next job needs again stays. Of the family's other
// VARs, as those tuned for other splits, the ones used last stay while memory is ample; all else is
// freed before anything new is loaded. Worker thread.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/memory_ledger.h"
#include "decode/collaborative_decoder.h"
#include "decode/linear_preview.h"
#include "protocol/class_names.h"
#include "protocol/events.h"
#include "protocol/generation_request.h"

namespace duo {

// What a job works with. Valid until the next call of ModelCache::load.
struct LoadedFamily {
    ModelFamily models;
    ScaleSchedule schedule;
    at::Device device = at::kCPU;
    FamilyFacts facts;
    std::vector<ModelFacts> files;
    ClassNames names;
};

struct ModelNeeds {
    bool drafter = true;
    bool refiner = true;
};

class ModelCache {
  public:
    explicit ModelCache(MemoryLedger& ledger) : ledger_(ledger) {}

    using Progress = std::function<void(MemoryOwner owner, const std::string& file, double share)>;
    // Loads the VQ-VAE and what is needed of the two VARs. Errors: Error(Usage) where a needed file
    // is not named; File, Checkpoint (models that do not match included), Device, Memory,
    // Cancelled.
    LoadedFamily load(const ModelFiles& files, const ComputeOptions& compute, ModelNeeds needs,
                      const Progress& progress, std::stop_token stop);

    // Fitted on first use.
    const LinearPreview& linearPreview();
    // For sessions on this device, where they are wanted and it is a GPU; else null. Of one device
    // at a time.
    GraphCache* graphs(const ComputeOptions& compute, at::Device device);
    void clear();
    // VARs that the last load did not need, recorded graphs, and blocks a GPU's allocator keeps for
    // later.
    void releaseUnused();

  private:
    // One model and what it was loaded from; another key is another model.
    struct Key {
        std::string file;
        std::int64_t bytes = 0, modified = 0;  // of the file, when it was loaded
        Precision precision = Precision::Float32;
        std::string device;
        bool offload = false;
        bool operator==(const Key&) const = default;
    };
    template <class Model>
    struct Slot {
        Key key;
        std::shared_ptr<const Model> model;
        ModelFacts facts;
        bool inUse = false;  // by the last load; else a spare
    };
    using VarSlot = Slot<VarTransformer>;
    struct Opened;

    LoadedFamily describe(const ModelFiles& files, at::Device device, ModelNeeds needs);
    static Key keyOf(const std::string& file, const ComputeOptions& compute, at::Device device);
    VarSlot* find(MemoryOwner owner);  // of the last load; null where it needed none
    // Marks what this load needs of the VARs that are here, and frees the spares that must go.
    void takeStock(const Key& vqvae, const std::vector<std::pair<MemoryOwner, Key>>& wanted,
                   at::Device device);
    void dropSpares(std::int64_t mostBytes, std::size_t most);
    void loadVar(const Key& key, MemoryOwner owner, const Opened& opened, at::Device device,
                 const Progress& progress, std::stop_token stop);
    template <class Model>
    void loadSlot(Slot<Model>& slot, const Key& key, MemoryOwner owner, const Opened& opened,
                  at::Device device, const Progress& progress, std::stop_token stop);

    MemoryLedger& ledger_;
    Slot<VqVae> vqvae_;
    std::vector<VarSlot> vars_;  // used last first
    std::optional<LinearPreview> linearPreview_;
    at::Device graphsDevice_ = at::kCPU;
    std::unique_ptr<GraphCache> graphs_;
};

}  // namespace duo
