#include "engine/model_cache.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "checkpoint/geometry.h"
#include "checkpoint/state_dict.h"
#include "device/cuda_backend.h"
#include "device/cuda_graph_recorder.h"
#include "engine/device.h"
#include "engine/memory_meter.h"
#include "library/model_folder.h"

namespace duo {

struct ModelCache::Opened {
    CheckpointFile file;
    std::string digest;
};

namespace {

// At most two spare pairs, in at most 1 / kSpareShare of the device's memory.
constexpr std::size_t kMaxSpares = 4;
constexpr std::int64_t kSpareShare = 4;

// Graphs of twelve sessions of ten scales, in at most 1 / kGraphShare of the device's memory. They
// pay for small batches, whose launches cost more than their kernels.
constexpr int kMaxGraphs = 120;
constexpr std::int64_t kGraphShare = 16;

void releaseBlocks() {
    if (CudaBackend::available()) CudaBackend::load().releaseCached();
}

std::int64_t parameterCount(const std::vector<TensorSpec>& specs) {
    std::int64_t total = 0;
    for (const TensorSpec& spec : specs) {
        std::int64_t elements = 1;
        for (const std::int64_t side : spec.shape) elements *= side;
        total += elements;
    }
    return total;
}

void requireNamed(const std::string& file, const char* what, const char* option) {
    if (!file.empty()) return;
    throw Error(ErrorKind::Usage, std::string("The plan needs a ") + what + ", but none was given.",
                std::string("Give its file with ") + option + ", or choose another split.");
}

VqVaeGeometry detect(const CheckpointFile& file, const VqVae*) {
    return detectVqVae(file);
}
VarGeometry detect(const CheckpointFile& file, const VarTransformer*) {
    return detectVar(file);
}

// The tensors of a model that jobs use.
std::vector<TensorSpec> neededSpecs(const VqVaeGeometry& geometry, bool encoder) {
    return encoder ? tensorSpecs(geometry) : decodingSpecs(geometry);
}
std::vector<TensorSpec> neededSpecs(const VarGeometry& geometry, bool) {
    return tensorSpecs(geometry);
}

std::shared_ptr<const VqVae> build(const VqVaeGeometry& geometry, StateDict weights, at::Device,
                                   MemoryLedger& ledger, MemoryOwner, bool) {
    return std::make_shared<const VqVae>(geometry, std::move(weights), &ledger);
}
std::shared_ptr<const VarTransformer> build(const VarGeometry& geometry, StateDict weights,
                                            at::Device device, MemoryLedger& ledger,
                                            MemoryOwner owner, bool offload) {
    if (!offload) return VarTransformer::create(geometry, std::move(weights), &ledger, owner);
    return VarTransformer::createOffloaded(geometry, std::move(weights), device, &ledger, owner);
}

void setSize(ModelFacts& facts, const VqVaeGeometry& geometry) {
    facts.width = geometry.baseWidth;
}
void setSize(ModelFacts& facts, const VarGeometry& geometry) {
    facts.depth = geometry.depth;
    facts.width = geometry.width;
}

void describeClasses(FamilyFacts& facts, const ClassNames& names) {
    bool anyId = false;
    for (int i = 0; i < names.count(); ++i) {
        facts.classNames.push_back(names.shown(i));
        facts.wordNetIds.push_back(names[i].wordNetId);
        anyId = anyId || !names[i].wordNetId.empty();
    }
    if (!anyId) facts.wordNetIds.clear();
}

}  // namespace

ModelCache::Key ModelCache::keyOf(const std::string& file, const ComputeOptions& compute,
                                  at::Device device) {
    if (file.empty()) return {};
    std::error_code ignored;  // opening reports an absent file
    const auto bytes = std::filesystem::file_size(file, ignored);
    const auto modified = std::filesystem::last_write_time(file, ignored).time_since_epoch();
    return {file,
            static_cast<std::int64_t>(bytes),
            modified.count(),
            compute.precision,
            deviceName(device),
            compute.offload};
}

ModelCache::VarSlot* ModelCache::find(MemoryOwner owner) {
    const auto found = std::find_if(vars_.begin(), vars_.end(), [owner](const VarSlot& slot) {
        return slot.inUse && slot.facts.owner == owner;
    });
    return found == vars_.end() ? nullptr : &*found;
}

void ModelCache::keepWanted(const Key& vqvae,
                            const std::vector<std::pair<MemoryOwner, Key>>& wanted,
                            at::Device device) {
    // Another family, device or precision: the models here are unlikely to be needed again soon.
    if (vqvae_.key != vqvae) clear(), releaseBlocks();
    for (VarSlot& slot : vars_) {
        slot.inUse = std::any_of(wanted.begin(), wanted.end(), [&slot](const auto& want) {
            return want.first == slot.facts.owner && want.second == slot.key;
        });
    }
    // A load that names no refiner keeps none. A file written again since is a different model.
    std::erase_if(vars_, [&](const VarSlot& slot) {
        return std::none_of(wanted.begin(), wanted.end(), [&slot](const auto& want) {
            const bool stale = want.second.file == slot.key.file && want.second != slot.key;
            return want.first == slot.facts.owner && !stale;
        });
    });
    std::stable_partition(vars_.begin(), vars_.end(), [](const VarSlot& s) { return s.inUse; });
    dropSpares(totalMemory(device) / kSpareShare, kMaxSpares);
}

void ModelCache::dropSpares(std::int64_t maxBytes, std::size_t maxCount) {
    std::size_t kept = 0;
    std::int64_t bytes = 0;
    const std::size_t before = vars_.size();
    std::erase_if(vars_, [&](const VarSlot& slot) {
        if (slot.inUse) return false;
        bytes += slot.facts.weightBytes;
        return bytes > maxBytes || ++kept > maxCount;
    });
    if (vars_.size() == before) return;
    if (graphs_ != nullptr) graphs_->dropOrphans();
    releaseBlocks();
}

template <class Model>
void ModelCache::loadSlot(Slot<Model>& slot, const Key& key, MemoryOwner owner,
                          const Opened& opened, at::Device device, const Progress& progress,
                          std::stop_token stop, bool encoder) {
    if (slot.model != nullptr) return;
    const auto geometry = detect(opened.file, static_cast<const Model*>(nullptr));
    const std::vector<TensorSpec> specs = neededSpecs(geometry, encoder);
    const at::ScalarType type = computeType(key.precision, device);
    // The VQ-VAE is small. When offloaded it stays in its file if the file needs no conversion, and
    // on the device otherwise.
    const bool small = owner == MemoryOwner::VqVae;
    const bool offload = key.offload && !small;
    LoadOptions options;
    options.dtype = type;
    options.int8 = key.precision == Precision::Int8;
    options.device = offload ? at::Device(at::kCPU) : device;
    options.inFile = key.offload && device.is_cpu() &&  // a GPU's stay in host memory
                     (!small || usableInPlace(opened.file, specs, type));
    options.stop = std::move(stop);
    options.progress = [&](double share) { progress(owner, key.file, share); };
    StateDict weights = loadStateDict(opened.file, specs, options);
    ModelFacts facts{owner, key.file, opened.digest, weights.bytes(),
                     parameterCount(tensorSpecs(geometry))};
    setSize(facts, geometry);
    slot = {key, build(geometry, std::move(weights), device, ledger_, owner, offload), facts, true};
}

void ModelCache::loadVar(const Key& key, MemoryOwner owner, const Opened& opened, at::Device device,
                         const Progress& progress, std::stop_token stop) {
    if (find(owner) != nullptr) return;
    VarSlot slot;
    loadSlot(slot, key, owner, opened, device, progress, std::move(stop));
    vars_.insert(vars_.begin(), std::move(slot));
}

LoadedFamily ModelCache::load(const ModelFiles& files, const ComputeOptions& compute,
                              const ModelNeeds& needs, const Progress& progress,
                              std::stop_token stop) {
    requireNamed(files.vqvae, "VQ-VAE", "--vae");
    if (needs.drafter) requireNamed(files.drafter, "drafter", "--drafter");
    if (needs.refiner) requireNamed(files.refiner, "refiner", "--refiner");
    const at::Device device = resolveDevice(compute.device);
    const Key vqvaeKey = keyOf(files.vqvae, compute, device);
    const Key drafterKey = keyOf(files.drafter, compute, device);
    const Key refinerKey = keyOf(files.refiner, compute, device);
    std::vector<std::pair<MemoryOwner, Key>> wanted;
    if (!files.drafter.empty()) wanted.emplace_back(MemoryOwner::Drafter, drafterKey);
    if (!files.refiner.empty()) wanted.emplace_back(MemoryOwner::Refiner, refinerKey);
    keepWanted(vqvaeKey, wanted, device);

    // Opens (maps, does not read) also what is loaded, so that every pair is checked to match.
    const auto open = [](const std::string& file, ModelKind kind, bool loaded) {
        CheckpointFile checkpoint = openCheckpoint(file, kind);
        std::string digest = loaded ? std::string() : weightDigest(checkpoint);
        return Opened{std::move(checkpoint), std::move(digest)};
    };
    // Loaded again, with its encoder. Its other weights are the same, and so is what was fitted.
    if (needs.encoder && vqvae_.model != nullptr && !vqvae_.model->canEncode()) vqvae_ = {};
    const Opened vqvae = open(files.vqvae, ModelKind::VqVae, vqvae_.model != nullptr);
    std::optional<Opened> drafter, refiner;
    if (needs.drafter) {
        drafter = open(files.drafter, ModelKind::Var, find(MemoryOwner::Drafter) != nullptr);
    }
    if (needs.refiner) {
        refiner = open(files.refiner, ModelKind::Var, find(MemoryOwner::Refiner) != nullptr);
    }
    requireMatchingFamily(vqvae.file, drafter ? &drafter->file : nullptr,
                          refiner ? &refiner->file : nullptr);

    loadSlot(vqvae_, vqvaeKey, MemoryOwner::VqVae, vqvae, device, progress, stop, needs.encoder);
    if (drafter) {
        loadVar(drafterKey, MemoryOwner::Drafter, *drafter, device, progress, stop);
    }
    if (refiner) {
        loadVar(refinerKey, MemoryOwner::Refiner, *refiner, device, progress, stop);
    }
    LoadedFamily family = describe(files, device, needs);
    family.models.graphs = graphs(compute, device);
    return family;
}

GraphCache* ModelCache::graphs(const ComputeOptions& compute, at::Device device) {
    if (!device.is_cuda() || !compute.cudaGraphs) {
        graphs_.reset();
    } else if (graphs_ == nullptr || graphsDevice_ != device) {
        graphs_ = std::make_unique<GraphCache>(
            std::make_shared<CudaGraphRecorder>(device),
            GraphCache::Bound{totalMemory(device) / kGraphShare, kMaxGraphs});
        graphsDevice_ = device;
    } else {
        graphs_->dropOrphans();
    }
    return graphs_.get();
}

const LinearPreview& ModelCache::linearPreview(const ScaleSchedule& schedule) {
    if (!linearPreview_) linearPreview_ = LinearPreview::fit(*vqvae_.model, schedule);
    return *linearPreview_;
}

LoadedFamily ModelCache::describe(const ModelFiles& files, at::Device device,
                                  const ModelNeeds& needs) {
    LoadedFamily family;
    const VarSlot* drafter = needs.drafter ? find(MemoryOwner::Drafter) : nullptr;
    const VarSlot* refiner = needs.refiner ? find(MemoryOwner::Refiner) : nullptr;
    family.models = {drafter ? drafter->model : nullptr, refiner ? refiner->model : nullptr,
                     vqvae_.model};
    family.device = device;
    family.files.push_back(vqvae_.facts);
    for (const VarSlot* slot : {drafter, refiner}) {
        if (slot != nullptr) family.files.push_back(slot->facts);
    }
    FamilyFacts& facts = family.facts;
    if (drafter != nullptr || refiner != nullptr) {
        const VarGeometry& geometry =
            (drafter ? family.models.drafter : family.models.refiner)->geometry();
        family.schedule = geometry.schedule;
        facts.classes = geometry.classes;
        family.names = classNamesFor(files, geometry.classes);
    } else {
        family.schedule = ScaleSchedule(needs.sides);
        family.names = classNamesFor({files.vqvae, {}, {}}, 0);
    }
    const VqVaeGeometry& vqvae = vqvae_.model->geometry();
    facts.sides = family.schedule.sides();
    facts.vocabulary = vqvae.vocabulary;
    facts.codeChannels = vqvae.codeChannels;
    facts.pictureSide = family.schedule.latentSide() * vqvae.downsample();
    facts.device = deviceName(device);
    describeClasses(facts, family.names);
    return family;
}

void ModelCache::releaseUnused() {
    dropSpares(0, 0);
    if (graphs_ != nullptr) graphs_->clear();
    releaseBlocks();
}

void ModelCache::clear() {
    graphs_.reset();
    vqvae_ = {};
    vars_.clear();
    linearPreview_.reset();
}

}  // namespace duo
