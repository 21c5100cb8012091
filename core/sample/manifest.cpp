#include "sample/manifest.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/version.h"
#include "checkpoint/digest.h"
#include "io/atomic_file.h"
#include "protocol/file_slug.h"
#include "protocol/per_scale.h"
#include "protocol/precision_name.h"

namespace duo::sample {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "duoscale sample 1";

std::string pathIn(const std::string& folder) {
    return (fs::path(folder) / kSampleManifest).string();
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

std::string classesText(const std::vector<int>& labels) {
    std::string text;
    for (const int label : labels) text += (text.empty() ? "" : ",") + std::to_string(label);
    return text;
}

Json toJson(const SampleManifest& manifest) {
    Json settings = Json::object();
    for (const auto& [name, value] : manifest.settings) settings[name] = value;
    return {{"format", kFormat},          {"program", programName()},
            {"seed", manifest.seed},      {"per_class", manifest.perClass},
            {"classes", manifest.labels}, {"names", manifest.names},
            {"settings", settings}};
}

SampleManifest fromJson(const Json& json) {
    SampleManifest manifest;
    json.at("seed").get_to(manifest.seed);
    json.at("per_class").get_to(manifest.perClass);
    json.at("classes").get_to(manifest.labels);
    json.at("names").get_to(manifest.names);
    for (const auto& [name, value] : json.at("settings").items()) {
        manifest.settings.emplace_back(name, value.get<std::string>());
    }
    return manifest;
}

// "the seed is 7 there and 8 here; …" of two lists of settings
std::string differences(const SampleManifest& there, const SampleManifest& here) {
    std::string text;
    const auto find = [](const SampleManifest& manifest, const std::string& name) {
        const auto found = std::find_if(manifest.settings.begin(), manifest.settings.end(),
                                        [&](const auto& setting) { return setting.first == name; });
        return found == manifest.settings.end() ? std::string("unset") : found->second;
    };
    std::set<std::string> names;
    for (const SampleManifest* manifest : {&there, &here}) {
        for (const auto& setting : manifest->settings) names.insert(setting.first);
    }
    for (const std::string& name : names) {
        const std::string first = find(there, name), second = find(here, name);
        if (first == second) continue;
        text +=
            (text.empty() ? "" : "; ") + name + " is " + first + " there and " + second + " here";
    }
    return text;
}

bool holdsPictures(const std::string& folder) {
    return std::any_of(fs::directory_iterator(folder), fs::directory_iterator(),
                       [](const auto& entry) { return entry.path().extension() == ".png"; });
}

}  // namespace

std::string SampleManifest::fileName(std::int64_t image) const {
    const auto classes = static_cast<std::int64_t>(labels.size());
    const int label = this->label(image);
    char text[64];
    if (label == kNoClass) {
        std::snprintf(text, sizeof text, "%06lld_none", static_cast<long long>(image / classes));
    } else {
        std::snprintf(text, sizeof text, "%06lld_%04d", static_cast<long long>(image / classes),
                      label);
    }
    const std::string name = label == kNoClass ? "" : fileSlug(names[image % classes]);
    return text + (name.empty() ? "" : "-" + name) + ".png";
}

SampleManifest describeSample(const GenerateCommand& command, int perClass,
                              const ClassNames& names) {
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
    manifest.settings = {{"the classes", classesText(manifest.labels)},
                         {"--per-class", std::to_string(manifest.perClass)},
                         {"the seed", std::to_string(request.seed)},
                         {"the split", std::to_string(plan.split())},
                         {"the guidance", perScale(plan, &ScalePlan::guidance)},
                         {"top-k", perScale(plan, &ScalePlan::topK)},
                         {"top-p", perScale(plan, &ScalePlan::topP)},
                         {"the temperature", perScale(plan, &ScalePlan::temperature)},
                         {"--smooth", request.smooth ? "on" : "off"},
                         {"the precision", precisionName(command.compute.precision)},
                         {"the VQ-VAE", weightsText(command.files.vqvae, ModelKind::VqVae)}};
    if (plan.uses(ModelRole::Drafter)) {
        manifest.settings.emplace_back("the drafter",
                                       weightsText(command.files.drafter, ModelKind::Var));
    }
    if (plan.uses(ModelRole::Refiner)) {
        manifest.settings.emplace_back("the refiner",
                                       weightsText(command.files.refiner, ModelKind::Var));
    }
    return manifest;
}

SampleManifest readManifest(const std::string& folder) {
    const std::string path = pathIn(folder);
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw Error(ErrorKind::File,
                    "The folder '" + folder +
                        "' holds no run of sample: there is "
                        "no '" +
                        path + "'.",
                    "Name a folder that `duoscale-cli sample --out` wrote.");
    }
    const Json json = Json::parse(stream, nullptr, /*allow_exceptions=*/false);
    try {
        if (json.is_object() && json.value("format", "") == kFormat) {
            SampleManifest manifest = fromJson(json);
            if (!manifest.labels.empty() && manifest.names.size() == manifest.labels.size() &&
                manifest.perClass > 0) {
                return manifest;
            }
        }
    } catch (const Json::exception&) {
    }
    throw Error(ErrorKind::File, "The file '" + path + "' does not describe a run of sample.",
                "It was changed, or a newer program wrote it. Take another folder.");
}

void claimFolder(const std::string& folder, const SampleManifest& manifest) {
    if (!fs::exists(pathIn(folder))) {
        if (holdsPictures(folder)) {
            throw Error(ErrorKind::File,
                        "The folder '" + folder + "' holds pictures, but no " +
                            std::string(kSampleManifest) + " that says which run made them.",
                        "Give an empty folder with --out.");
        }
        const std::string text = toJson(manifest).dump(2) + "\n";
        io::writeFileAtomically(pathIn(folder), text.data(), text.size());
    }
    // Read again where we wrote it: another shard may have been quicker.
    const std::string difference = differences(readManifest(folder), manifest);
    if (difference.empty()) return;
    throw Error(ErrorKind::File,
                "The folder '" + folder + "' holds another run: " + difference + ".",
                "Give another folder with --out, or the settings of the run that lies there.");
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
