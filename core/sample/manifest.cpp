#include "sample/manifest.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "base/error.h"
#include "checkpoint/digest.h"
#include "io/atomic_file.h"
#include "protocol/per_scale.h"
#include "protocol/precision_name.h"

namespace duo::sample {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRecipe = "recipe";

std::string pathIn(const std::string& folder) {
    return (fs::path(folder) / kSampleManifestFile).string();
}

template <class Member>
std::string perScale(const DecodePlan& plan, Member member) {
    std::vector<double> values;
    for (const ScalePlan& scale : plan.scales) {
        values.push_back(static_cast<double>(scale.*member));
    }
    return formatPerScale(values);
}

std::string weightsText(const std::string& file, ModelKind kind) {
    return fs::path(file).filename().string() + " (digest " +
           weightDigest(openCheckpoint(file, kind)) + ")";
}

std::string listed(const std::vector<int>& labels) {
    std::string text;
    for (const int label : labels) {
        text.append(text.empty() ? "" : ",").append(std::to_string(label));
    }
    return text;
}

// Everything that two manifests must have in common to describe one run, by key. The recipe's name
// is left out: pictures depend on its values, which stand beside it.
std::map<std::string, std::string> identity(const SampleManifest& manifest) {
    std::map<std::string, std::string> all(manifest.settings.begin(), manifest.settings.end());
    all.erase(kRecipe);
    all["command"] = manifest.command;
    all["classes"] = listed(manifest.labels);
    all["per_class"] = std::to_string(manifest.perClass);
    all["seed"] = std::to_string(manifest.seed);
    return all;
}

// "the seed is 7 there and 8 here; …"; empty where both describe one run.
std::string differences(const SampleManifest& there, const SampleManifest& here) {
    const auto first = identity(there), second = identity(here);
    std::set<std::string> keys;
    for (const auto* all : {&first, &second}) {
        for (const auto& setting : *all) keys.insert(setting.first);
    }
    const auto value = [](const auto& all, const std::string& key) {
        const auto found = all.find(key);
        return found == all.end() ? std::string("unset") : found->second;
    };
    std::string text;
    for (const std::string& key : keys) {
        const std::string a = value(first, key), b = value(second, key);
        if (a == b) continue;
        text.append(text.empty() ? "" : "; ").append(settingWords(key));
        text.append(" is ").append(a).append(" there and ").append(b).append(" here");
    }
    return text;
}

bool holdsPictures(const std::string& folder) {
    return std::any_of(fs::directory_iterator(folder), fs::directory_iterator(),
                       [](const auto& entry) { return entry.path().extension() == ".png"; });
}

}  // namespace

SampleManifest describeSample(const GenerateCommand& command, int perClass, const ClassNames& names,
                              const std::string& recipe) {
    const GenerationRequest& request = command.request;
    SampleManifest manifest;
    manifest.labels = request.labels;
    manifest.perClass = perClass;
    manifest.seed = request.seed;
    std::set<int> seen;
    for (const int label : manifest.labels) {
        const std::string name = names.shown(label);
        if (!seen.insert(label).second) {
            throw Error(ErrorKind::Usage,
                        "The class " + std::to_string(label) +
                            (name.empty() ? "" : " (" + name + ")") + " is named twice.",
                        "Name every class once; --per-class says how many pictures each gets.");
        }
        manifest.names.push_back(name);
    }
    const DecodePlan& plan = request.plan;
    manifest.settings = {{"split", std::to_string(plan.split())},
                         {"guidance", perScale(plan, &ScalePlan::guidance)},
                         {"top_k", perScale(plan, &ScalePlan::topK)},
                         {"top_p", perScale(plan, &ScalePlan::topP)},
                         {"temperature", perScale(plan, &ScalePlan::temperature)},
                         {"smooth", request.smooth ? "on" : "off"},
                         {"precision", precisionName(command.compute.precision)},
                         {"vqvae", weightsText(command.files.vqvae, ModelKind::VqVae)}};
    if (!recipe.empty()) manifest.settings.emplace_back(kRecipe, recipe);
    if (plan.uses(ModelRole::Drafter)) {
        manifest.settings.emplace_back("drafter",
                                       weightsText(command.files.drafter, ModelKind::Var));
    }
    if (plan.uses(ModelRole::Refiner)) {
        manifest.settings.emplace_back("refiner",
                                       weightsText(command.files.refiner, ModelKind::Var));
    }
    return manifest;
}

SampleManifest readManifest(const std::string& folder) {
    const std::string path = pathIn(folder);
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw Error(
            ErrorKind::File,
            "The folder '" + folder + "' holds no run of sample: there is no '" + path + "'.",
            "Name a folder that `duoscale-cli sample --out` wrote.");
    }
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return parseSampleManifest(text, path);
}

void claimFolder(const std::string& folder, const SampleManifest& manifest) {
    if (!fs::exists(pathIn(folder))) {
        if (holdsPictures(folder)) {
            throw Error(ErrorKind::File,
                        "The folder '" + folder + "' holds pictures, but no " +
                            std::string(kSampleManifestFile) + " that says which run made them.",
                        "Give an empty folder with --out.");
        }
        const std::string text = sampleManifestText(manifest);
        io::writeFileAtomically(pathIn(folder), text.data(), text.size());
    }
    // Read again even if we wrote it: another shard may have written it first.
    const std::string difference = differences(readManifest(folder), manifest);
    if (difference.empty()) return;
    throw Error(ErrorKind::File,
                "The folder '" + folder + "' holds another run: " + difference + ".",
                "Give another folder with --out, or the settings of the run in this one.");
}

void requireSameRun(const SampleManifest& first, const std::string& firstFolder,
                    const SampleManifest& second, const std::string& secondFolder) {
    const std::string difference = differences(first, second);
    if (difference.empty()) return;
    throw Error(ErrorKind::File,
                "The folders '" + firstFolder + "' (there) and '" + secondFolder +
                    "' (here) hold different runs: " + difference + ".",
                "Merge the shards of one run.");
}

}  // namespace duo::sample
