#include "library/list_models.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/error.h"
#include "checkpoint/inspect.h"
#include "io/shards.h"
#include "library/model_folder.h"

namespace duo {
namespace {

namespace fs = std::filesystem;

constexpr const char* kWhatToPutThere =
    "Put a VQ-VAE and one or two VARs there as .safetensors or .pth, for example "
    "vae_ch160v4096z32.pth, drafter_8.pth and refiner_8.pth of CoDe, or choose another folder.";

bool isWeightFile(const fs::directory_entry& entry) {
    const std::string suffix = entry.path().extension();
    std::error_code unreadable;
    return (suffix == ".safetensors" || suffix == ".pth" || suffix == ".pt" || suffix == ".bin" ||
            entry.path().string().ends_with(io::kIndexSuffix)) &&
           entry.is_regular_file(unreadable);
}

// The shards of an index that can be read; those of another are listed by themselves.
std::vector<std::string> readableShards(const std::string& index) {
    try {
        return io::shardsOf(index);
    } catch (const Error&) {
        return {};
    }
}

ModelListing listingOf(const Inspection& inspection) {
    ModelListing listing;
    listing.file = inspection.path;
    listing.vqvae = std::holds_alternative<VqVaeGeometry>(*inspection.geometry);
    listing.description = inspection.description;
    listing.bytes = inspection.bytes;
    listing.parameters = inspection.parameters;
    std::visit(
        [&listing](const auto& geometry) {
            listing.vocabulary = geometry.vocabulary;
            listing.codeChannels = geometry.codeChannels;
        },
        *inspection.geometry);
    if (listing.vqvae) return listing;
    const auto& var = std::get<VarGeometry>(*inspection.geometry);
    listing.depth = var.depth, listing.classes = var.classes, listing.sides = var.schedule.sides();
    return listing;
}

// Files that hold no model, or cannot be read, are nobody's mistake here.
void addModelsOf(const std::string& file, std::vector<ModelListing>& files) {
    try {
        const Inspection found = inspectFile(file);
        if (found.geometry) files.push_back(listingOf(found));
        if (!found.holdsBothKinds) return;
        const bool vqvae = found.geometry && std::holds_alternative<VqVaeGeometry>(*found.geometry);
        const Inspection other =
            inspectFile(file, {.want = vqvae ? ModelKind::Var : ModelKind::VqVae});
        if (other.geometry) files.push_back(listingOf(other));
    } catch (const std::exception&) {
    }
}

ModelFiles suggestionFor(const std::string& folder) {
    try {
        return findModels(folder);
    } catch (const std::exception&) {
        return {};
    }
}

// The pairs of the folder, without files that are not readable VARs.
std::vector<SpecialisedPair> pairsOf(const std::string& folder,
                                     const std::vector<ModelListing>& files) {
    const auto isVar = [&files](const std::string& file) {
        return std::any_of(files.begin(), files.end(), [&](const ModelListing& listing) {
            return listing.file == file && !listing.vqvae;
        });
    };
    std::vector<SpecialisedPair> pairs = findSpecialisedPairs(folder);
    for (SpecialisedPair& pair : pairs) {
        for (std::string* file : {&pair.drafter, &pair.refiner}) {
            if (!isVar(*file)) file->clear();
        }
    }
    std::erase_if(pairs, [](const SpecialisedPair& pair) {
        return pair.drafter.empty() && pair.refiner.empty();
    });
    return pairs;
}

}  // namespace

std::vector<std::string> weightFiles(const std::string& folder) {
    std::set<std::string> found;
    try {
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (isWeightFile(entry)) found.insert(entry.path());
        }
    } catch (const fs::filesystem_error& error) {
        throw Error(
            ErrorKind::File,
            "The model folder '" + folder + "' cannot be read: " + error.code().message() + ".",
            kWhatToPutThere);
    }
    const std::vector<std::string> all(found.begin(), found.end());
    for (const std::string& file : all) {
        if (!file.ends_with(io::kIndexSuffix)) continue;
        for (const std::string& shard : readableShards(file)) found.erase(shard);
    }
    return {found.begin(), found.end()};
}

ModelsListed listModels(const ListModelsCommand& command) {
    const std::string asked = command.folder.empty() ? defaultModelFolder() : command.folder;
    const fs::path folder = (fs::absolute(asked) / "").lexically_normal().parent_path();
    std::error_code unreadable;
    if (!fs::is_directory(folder, unreadable)) {
        throw Error(ErrorKind::File, "The model folder '" + folder.string() + "' does not exist.",
                    kWhatToPutThere);
    }
    ModelsListed listed{command.tag, folder, suggestionFor(folder), {}, {}};
    for (const std::string& file : weightFiles(folder)) addModelsOf(file, listed.files);
    listed.specialised = pairsOf(folder, listed.files);
    if (listed.files.empty()) {
        throw Error(ErrorKind::File,
                    "The model folder '" + folder.string() + "' holds no model that can be used.",
                    kWhatToPutThere);
    }
    return listed;
}

}  // namespace duo
