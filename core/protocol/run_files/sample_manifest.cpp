// sample.json.
#include <algorithm>
#include <cstdio>

#include "base/version.h"
#include "protocol/file_slug.h"
#include "protocol/generation_request.h"
#include "protocol/run_files.h"
#include "protocol/run_files/format.h"
#include "protocol/run_files/sample_settings.h"

namespace duo {
namespace {

using run_files::Json;

constexpr const char* kKind = "sample";
constexpr int kVersion = 2;

// Fields of the manifest that version 1 repeated among its settings.
bool isField(const std::string& key) {
    return key == "classes" || key == "per_class" || key == "seed";
}

SampleManifest fromJson(const Json& json, int version) {
    SampleManifest manifest;
    json.at("seed").get_to(manifest.seed);
    json.at("per_class").get_to(manifest.perClass);
    json.at("classes").get_to(manifest.labels);
    if (json.contains("names")) json.at("names").get_to(manifest.names);
    if (manifest.names.empty()) manifest.names.resize(manifest.labels.size());
    if (version > 1) json.at("command").get_to(manifest.command);
    for (const auto& [name, value] : json.at("settings").items()) {
        const std::string key = version > 1 ? name : settingKey(name);
        if (version == 1 && isField(key)) continue;
        if (version == 1 && key == "command") {
            value.get_to(manifest.command);
        } else {
            manifest.settings.emplace_back(key, value.get<std::string>());
        }
    }
    return manifest;
}

}  // namespace

std::string SampleManifest::fileName(std::int64_t image) const {
    const auto classes = static_cast<std::int64_t>(labels.size());
    const auto number = static_cast<long long>(command == kDraftCommand ? image : image / classes);
    const int label = this->label(image);
    char text[64];
    if (label == kNoClass) {
        std::snprintf(text, sizeof text, "%06lld_none", number);
    } else {
        std::snprintf(text, sizeof text, "%06lld_%04d", number, label);
    }
    const std::string name = label == kNoClass ? "" : fileSlug(names[image % classes]);
    return text + (name.empty() ? "" : "-" + name) + ".png";
}

std::string SampleManifest::setting(std::string_view key) const {
    const auto found = std::find_if(settings.begin(), settings.end(),
                                    [&](const auto& setting) { return setting.first == key; });
    return found == settings.end() ? std::string() : found->second;
}

std::string sampleManifestText(const SampleManifest& manifest) {
    Json settings = Json::object();
    for (const auto& [key, value] : manifest.settings) settings[key] = value;
    const Json json{{"format", run_files::formatText(kKind, kVersion)},
                    {"program", programName()},
                    {"command", manifest.command},
                    {"seed", manifest.seed},
                    {"per_class", manifest.perClass},
                    {"classes", manifest.labels},
                    {"names", manifest.names},
                    {"settings", settings}};
    return json.dump(2) + "\n";
}

SampleManifest parseSampleManifest(std::string_view text, const std::string& file) {
    const Json json = run_files::parseJson(text, file);
    const int version = run_files::versionOf(json, kKind, kVersion, file);
    try {
        if (version > 0) {
            SampleManifest manifest = fromJson(json, version);
            if (!manifest.labels.empty() && manifest.names.size() == manifest.labels.size() &&
                manifest.perClass > 0) {
                return manifest;
            }
        }
    } catch (const Json::exception&) {  // a field that is absent or of another type
    }
    throw RunFileError(RunFileFault::NotManifest, "",
                       "The file '" + file + "' does not describe a run of sample.",
                       "It was changed, or another program wrote it. Take another folder.");
}

}  // namespace duo
