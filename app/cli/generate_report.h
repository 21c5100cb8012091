// The report of `generate`: a line for people, or one JSON object.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "picture_files.h"
#include "protocol/events.h"

namespace duo::cli {

// Times in milliseconds, memory in bytes; the JSON's names are a stable interface.
nlohmann::json reportJson(const JobReport& report, const ModelsLoaded& models, std::uint64_t seed,
                          int split, const std::vector<PictureFiles::Saved>& pictures);
// "4 pictures in 0:12 (0.33 pictures/s): …"
std::string reportText(const JobReport& report);

}  // namespace duo::cli
