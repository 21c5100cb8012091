// The published checkpoints by file name; the data is models/catalog.json.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "checkpoint/geometry.h"

namespace duo {

using Geometry = std::variant<VarGeometry, VqVaeGeometry>;

struct CatalogEntry {
    std::string file;                // var_d16.pth
    std::string title;               // VAR-d16
    std::string project;             // VAR, CoDe, CCA or DDO
    std::string role;                // drafter, refiner, or empty
    std::string source;              // where the project publishes the file
    int resolution = 0;              // pixels a side
    int draftSteps = 0;              // N that a CoDe model was tuned for; 0 for other models
    std::optional<double> guidance;  // cfg that the model was tuned for; 0: none is needed
    std::optional<double> fid;       // as reported by the project; for CoDe, of the pair
    Geometry geometry;
};

const std::vector<CatalogEntry>& catalog();
// Looks up the last part of a path, also with the suffix .safetensors of a converted file; null if
// it is not a published name.
const CatalogEntry* findPublished(const std::string& path);

// The guidance of a published file, if name and geometry match one that states it.
std::optional<double> publishedGuidance(const std::string& path, const VarGeometry& geometry);

std::int64_t parameterCount(const std::vector<TensorSpec>& specs);
std::int64_t parameterCount(const Geometry& geometry);

// One phrase for people: "VAR-d16 of the VAR project, 256 x 256 pixels" if name and geometry match
// a published file, otherwise the geometry in words.
std::string describe(const std::string& path, const Geometry& geometry);

}  // namespace duo
