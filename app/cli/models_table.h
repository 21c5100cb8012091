// The catalogue of published models as a table and as JSON, beside what a folder holds.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "library/model_catalogue.h"

namespace duo::cli {

// Lines for people, ended by newlines.
std::string catalogueText(const std::string& folder, const std::vector<CatalogueItem>& items);
nlohmann::json catalogueJson(const std::string& folder, const std::vector<CatalogueItem>& items);

}  // namespace duo::cli
