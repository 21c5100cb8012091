// Keeps the models of a family between jobs. A load keeps what it needs again. It also keeps the
// family's VARs used last (tuned for other splits, say) as spares, within bounds on number and
// memory, and frees everything else before it reads new weights. Worker thread.
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

// The models of a job. Valid until the next call of ModelCache::load.
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
    std::vector<int> sides;  // of the scales, for a job that needs neither VAR
    bool encoder = false;    // of the VQ-VAE
};

class ModelCache {
  public:
    explicit ModelCache(MemoryLedger& ledger) : ledger_(ledger) {}

    using Progress = std::function<void(MemoryOwner owner, const std::string& file, double share)>;
    // Loads the VQ-VAE and those of the two VARs that are needed. Error(Usage) if a needed file is
    // not named; Error(Checkpoint) also for models that do not match; File, Device, Memory,
    // Cancelled.
    LoadedFamily load(const ModelFiles& files, const ComputeOptions& compute,
                      const ModelNeeds& needs, const Progress& progress, std::stop_token stop);

    // Fitted on first use to the VQ-VAE of the last load.
    const LinearPreview& linearPreview(const ScaleSchedule& schedule);
    // For sessions on this device, if graphs are wanted and it is a GPU; else null. One device at a
    // time.
    GraphCache* graphs(const ComputeOptions& compute, at::Device device);
    void clear();
    // Frees the spare VARs, the recorded graphs and the free blocks that a GPU's allocator keeps.
    void releaseUnused();

  private:
    // Identifies a loaded model by its source. A different key is a different model.
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

    LoadedFamily describe(const ModelFiles& files, at::Device device, const ModelNeeds& needs);
    static Key keyOf(const std::string& file, const ComputeOptions& compute, at::Device device);
    VarSlot* find(MemoryOwner owner);  // in use by the last load; null if it needed none
    // Marks the loaded VARs that this load needs and frees those that cannot stay as spares.
    void keepWanted(const Key& vqvae, const std::vector<std::pair<MemoryOwner, Key>>& wanted,
                    at::Device device);
    void dropSpares(std::int64_t maxBytes, std::size_t maxCount);
    void loadVar(const Key& key, MemoryOwner owner, const Opened& opened, at::Device device,
                 const Progress& progress, std::stop_token stop);
    template <class Model>
    void loadSlot(Slot<Model>& slot, const Key& key, MemoryOwner owner, const Opened& opened,
                  at::Device device, const Progress& progress, std::stop_token stop,
                  bool encoder = false);

    MemoryLedger& ledger_;
    Slot<VqVae> vqvae_;
    std::vector<VarSlot> vars_;  // most recently used first
    std::optional<LinearPreview> linearPreview_;
    at::Device graphsDevice_ = at::kCPU;
    std::unique_ptr<GraphCache> graphs_;
};

}  // namespace duo
