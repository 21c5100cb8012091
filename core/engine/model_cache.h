// Keeps a family of models between jobs: what the next job needs again stays, what it does not name
// is freed before anything new is loaded. Worker thread.
#pragma once

#include <ATen/ATen.h>

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
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
    void clear();
    void releaseUnused();  // blocks a GPU's allocator keeps for later

  private:
    // One model and what it was loaded from; another key is another model.
    struct Key {
        std::string file;
        std::int64_t bytes = 0, modified = 0;  // of the file, when it was loaded
        Precision precision = Precision::Float32;
        std::string device;
        bool operator==(const Key&) const = default;
    };
    template <class Model>
    struct Slot {
        Key key;
        std::shared_ptr<const Model> model;
        ModelFacts facts;
    };
    struct Opened;

    LoadedFamily describe(const ModelFiles& files, at::Device device, ModelNeeds needs) const;
    static Key keyOf(const std::string& file, const ComputeOptions& compute, at::Device device);
    void dropOthers(const Key& vqvae, const Key& drafter, const Key& refiner);
    template <class Model>
    void loadSlot(Slot<Model>& slot, const Key& key, MemoryOwner owner, const Opened& opened,
                  at::Device device, const Progress& progress, std::stop_token stop);

    MemoryLedger& ledger_;
    Slot<VqVae> vqvae_;
    Slot<VarTransformer> drafter_, refiner_;
    std::optional<LinearPreview> linearPreview_;
};

}  // namespace duo
