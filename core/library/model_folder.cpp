#include "library/model_folder.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/error.h"
#include "checkpoint/catalog.h"

namespace duo {
namespace {

namespace fs = std::filesystem;

struct Numbered {
    int number = 0;
    std::string path;
};

bool byNumber(const Numbered& a, const Numbered& b) {
    return std::pair(a.number, a.path) < std::pair(b.number, b.path);
}

// Files called prefix + number + ".pth" or ".safetensors", by number.
std::vector<Numbered> numberedFiles(const fs::path& folder, const std::string& prefix) {
    std::vector<Numbered> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string suffix = entry.path().extension();
        if (suffix != ".pth" && suffix != ".safetensors") continue;
        const int number = specialisedSplit(entry.path(), prefix);
        if (number >= 0) found.push_back({number, entry.path()});
    }
    std::sort(found.begin(), found.end(), byNumber);
    return found;
}

// Without a split the largest: its model serves every smaller one least badly.
std::string nearest(const std::vector<Numbered>& files, std::optional<int> split) {
    if (files.empty()) return {};
    if (!split) return files.back().path;
    const auto distance = [&](const Numbered& f) { return std::abs(f.number - *split); };
    return std::min_element(
               files.begin(), files.end(),
               [&](const Numbered& a, const Numbered& b) { return distance(a) < distance(b); })
        ->path;
}

std::string ifThere(const fs::path& path) {
    return fs::exists(path) ? path.string() : std::string();
}

std::string publishedVqVae(const fs::path& folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename();
        if (name.starts_with("vae_") && entry.path().extension() == ".pth") {
            found.push_back(entry.path());
        }
    }
    return found.empty() ? std::string() : *std::min_element(found.begin(), found.end());
}

// Published VARs of names other than var_dN, such as VAR_d16_CCA.pth, by depth.
std::vector<Numbered> cataloguedVars(const fs::path& folder) {
    std::vector<Numbered> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const CatalogEntry* published = findPublished(entry.path());
        if (published == nullptr || !published->role.empty()) continue;
        if (const auto* geometry = std::get_if<VarGeometry>(&published->geometry)) {
            found.push_back({geometry->depth, entry.path()});
        }
    }
    std::sort(found.begin(), found.end(), byNumber);
    return found;
}

ModelFiles byConvention(const fs::path& folder, std::optional<int> split) {
    ModelFiles files{ifThere(folder / "vqvae.safetensors"), ifThere(folder / "drafter.safetensors"),
                     ifThere(folder / "refiner.safetensors")};
    if (files.vqvae.empty()) files.vqvae = publishedVqVae(folder);
    if (files.drafter.empty()) files.drafter = nearest(numberedFiles(folder, "drafter_"), split);
    if (files.refiner.empty()) files.refiner = nearest(numberedFiles(folder, "refiner_"), split);
    std::vector<Numbered> plain = numberedFiles(folder, "var_d");
    if (plain.empty()) plain = cataloguedVars(folder);
    if (files.drafter.empty() && !plain.empty()) files.drafter = plain.back().path;
    if (files.refiner.empty() && plain.size() > 1) files.refiner = plain.front().path;
    return files;
}

ModelFiles byFamilyFile(const fs::path& path) {
    std::ifstream stream(path);
    const auto json = nlohmann::json::parse(stream, nullptr, /*allow_exceptions=*/false);
    const auto entry = [&](const char* key) {
        if (!json.contains(key)) return std::string();
        if (!json[key].is_string()) {
            throw Error(ErrorKind::File, path.string() + ": '" + key + "' must be a file name.");
        }
        return (path.parent_path() / json[key].get<std::string>()).string();
    };
    if (!json.is_object()) throw Error(ErrorKind::File, path.string() + " is not a JSON object.");
    return {entry("vqvae"), entry("drafter"), entry("refiner")};
}

// The class list of the file's folder; empty if there is none.
fs::path listBeside(const std::string& file) {
    const fs::path list = fs::path(file).parent_path() / kClassListFile;
    return file.empty() || !fs::exists(list) ? fs::path() : list;
}

// The names that a transformer's file holds; none if it holds none or cannot be read.
ClassNames namesInside(const std::string& file) {
    if (file.empty()) return {};
    try {
        const auto metadata = openCheckpoint(file, ModelKind::Var).file.metadata;
        const auto found = metadata.find(kClassNamesKey);
        return found == metadata.end() ? ClassNames() : ClassNames::ofMetadata(found->second);
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

ModelFiles findModels(const std::string& folder, std::optional<int> split) {
    if (!fs::is_directory(folder)) {
        throw Error(ErrorKind::File, "The model folder '" + folder + "' does not exist.",
                    "Give another with --models, or the files with --vae, --drafter, --refiner.");
    }
    const fs::path familyFile = fs::path(folder) / "family.json";
    const ModelFiles files =
        fs::exists(familyFile) ? byFamilyFile(familyFile) : byConvention(folder, split);
    if (!files.vqvae.empty() && !(files.drafter.empty() && files.refiner.empty())) return files;
    throw Error(ErrorKind::File,
                "The model folder '" + folder + "' has no " +
                    (files.vqvae.empty() ? "VQ-VAE (vqvae.safetensors or vae_*.pth)."
                                         : "VAR (drafter.safetensors, refiner.safetensors, "
                                           "drafter_N.pth, refiner_N.pth or var_dN.pth)."),
                "Name the files in family.json, or with --vae, --drafter, --refiner.");
}

std::vector<SpecialisedPair> findSpecialisedPairs(const std::string& folder) {
    if (!fs::is_directory(folder)) return {};
    std::map<int, SpecialisedPair> pairs;
    for (const auto& [number, path] : numberedFiles(folder, "drafter_")) {
        pairs[number].drafter = path;  // .safetensors comes after .pth
    }
    for (const auto& [number, path] : numberedFiles(folder, "refiner_")) {
        pairs[number].refiner = path;
    }
    std::vector<SpecialisedPair> found;
    for (auto& [split, pair] : pairs) {
        pair.split = split;
        found.push_back(std::move(pair));
    }
    return found;
}

std::string defaultModelFolder() {
    if (const char* named = std::getenv("DUOSCALE_MODELS"); named != nullptr && *named != '\0') {
        return named;
    }
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    for (fs::path folder = program.parent_path(); folder != folder.root_path();
         folder = folder.parent_path()) {
        for (const char* place : {"models/demo", "share/duoscale/models/demo"}) {
            if (fs::is_directory(folder / place)) return folder / place;
        }
    }
    throw Error(ErrorKind::File, "No models were given, and the demo models are not there.",
                "Give a folder with --models or in DUOSCALE_MODELS.");
}

void takePublishedGuidance(DecodePlan& plan, const ModelFiles& files) {
    for (const ModelRole role : {ModelRole::Drafter, ModelRole::Refiner}) {
        const std::string& file = role == ModelRole::Drafter ? files.drafter : files.refiner;
        if (findPublished(file) == nullptr || !plan.uses(role)) continue;
        const VarGeometry geometry = detectVar(openCheckpoint(file, ModelKind::Var));
        const std::optional<double> guidance = publishedGuidance(file, geometry);
        for (ScalePlan& scale : plan.scales) {
            if (scale.model == role) scale.guidance = guidance.value_or(scale.guidance);
        }
    }
}

ClassNames classNamesFor(const ModelFiles& files, int classes) {
    for (const std::string& file : {files.drafter, files.refiner}) {
        const fs::path list = listBeside(file);
        if (list.empty()) continue;
        ClassNames names = ClassNames::read(list);
        if (names.count() == classes) return names;
        throw Error(ErrorKind::File, list.string() + " lists " + std::to_string(names.count()) +
                                         " classes; the models have " + std::to_string(classes) +
                                         ".");
    }
    for (const std::string& file : {files.drafter, files.refiner}) {
        const ClassNames names = namesInside(file);
        if (names.count() > 0 && names.count() == classes) return names;
    }
    // A VQ-VAE serves transformers of other classes, too.
    if (const fs::path list = listBeside(files.vqvae); !list.empty()) {
        ClassNames names = ClassNames::read(list);
        if (names.count() == classes || classes == 0) return names;
    }
    return classes == ClassNames::imagenet1k().count() ? ClassNames::imagenet1k() : ClassNames();
}

}  // namespace duo
