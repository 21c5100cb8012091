// What the JSON files of a run folder share: the "format" field and how it is refused. Internal.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "protocol/run_files.h"

namespace duo::run_files {

using Json = nlohmann::ordered_json;

// RunFileError(NotJson) naming the file.
Json parseJson(std::string_view text, const std::string& file);

// "duoscale sample 2" -> 2; 0 where the format is absent or another file's. kind: "sample".
// RunFileError(NewerVersion) above `newest`.
int versionOf(const Json& json, const std::string& kind, int newest, const std::string& file);
std::string formatText(const std::string& kind, int version);

// The text of a key; empty if it is absent or not a text.
std::string textAt(const Json& json, const char* key);

}  // namespace duo::run_files
