// family-run.json.
#include <algorithm>
#include <array>

#include "base/version.h"
#include "protocol/run_files.h"
#include "protocol/run_files/format.h"

namespace duo {
namespace {

using run_files::Json;

constexpr const char* kKind = "family";
constexpr int kVersion = 1;
constexpr std::array<const char*, 3> kStates{"waiting", "running", "done"};

StageState stateNamed(const std::string& name) {
    const auto found = std::find(kStates.begin(), kStates.end(), name);
    return found == kStates.end() ? StageState::Waiting
                                  : static_cast<StageState>(found - kStates.begin());
}

FamilyRun fromJson(const Json& json) {
    FamilyRun run;
    json.at("family").get_to(run.family);
    run.data = run_files::textAt(json, "data");
    for (const auto& [key, value] : json.at("settings").items())
        run.settings.emplace_back(key, value.get<std::string>());
    for (const Json& entry : json.at("stages")) {
        FamilyStage stage;
        entry.at("name").get_to(stage.name);
        stage.folder = run_files::textAt(entry, "folder");
        stage.minutes = entry.value("minutes", 0.0);
        stage.seconds = entry.value("seconds", 0.0);
        stage.state = stateNamed(run_files::textAt(entry, "state"));
        run.stages.push_back(std::move(stage));
    }
    return run;
}

}  // namespace

std::string FamilyRun::setting(std::string_view key) const {
    const auto found = std::find_if(settings.begin(), settings.end(),
                                    [&](const auto& setting) { return setting.first == key; });
    return found == settings.end() ? std::string() : found->second;
}

std::string familyRunText(const FamilyRun& run) {
    Json settings = Json::object(), stages = Json::array();
    for (const auto& [key, value] : run.settings) settings[key] = value;
    for (const FamilyStage& stage : run.stages) {
        stages.push_back({{"name", stage.name},
                          {"folder", stage.folder},
                          {"minutes", stage.minutes},
                          {"seconds", stage.seconds},
                          {"state", kStates[static_cast<std::size_t>(stage.state)]}});
    }
    const Json json{{"format", run_files::formatText(kKind, kVersion)},
                    {"program", programName()},
                    {"family", run.family},
                    {"data", run.data},
                    {"settings", settings},
                    {"stages", stages}};
    // A folder's name may be no valid UTF-8.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

FamilyRun parseFamilyRun(std::string_view text, const std::string& file) {
    const Json json = run_files::parseJson(text, file);
    const int version = run_files::versionOf(json, kKind, kVersion, file);
    try {
        if (version > 0) {
            FamilyRun run = fromJson(json);
            if (!run.stages.empty()) return run;
        }
    } catch (const Json::exception&) {  // a field that is absent or of another type
    }
    throw RunFileError(RunFileFault::NotManifest, "",
                       "The file '" + file + "' does not describe the training of a family.",
                       "It was changed, or another program wrote it. Take another folder.");
}

}  // namespace duo
