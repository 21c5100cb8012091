// Describes a weight file from its directory alone; weights are read only for a digest.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "checkpoint/catalog.h"

namespace duo {

struct Inspection {
    std::string path;
    std::string format;       // io::TensorFile::format
    std::string description;  // one phrase for people
    std::optional<Geometry> geometry;
    std::string problem;          // why the file is not a usable model; empty if it is one
    std::string unwrapped;        // the removed training prefix
    std::string weights;          // raw or averaged (weightsNote); empty for raw ones alone
    bool holdsBothKinds = false;  // a training checkpoint that also holds the other kind
    int joinedLayers = 0;         // CheckpointFile::joinedLayers
    std::int64_t tensors = 0;
    std::int64_t parameters = 0;  // of the model; of all tensors if there is no model
    std::int64_t bytes = 0;       // of the file
    std::map<std::string, std::int64_t> dtypes;  // elements by type
    std::optional<std::string> digest;
    std::map<std::string, std::string> metadata;
};

struct InspectOptions {
    std::optional<ModelKind> want;  // the model to take from a training checkpoint that nests both
    std::optional<WeightKind> weights = std::nullopt;
    bool digest = false;  // reads the whole file
};

// Error(File); Error(Checkpoint): not a weight file.
Inspection inspectFile(const std::string& path, const InspectOptions& options = {});

std::string toText(const Inspection& inspection);  // lines of "name: value"
nlohmann::json toJson(const Inspection& inspection);

}  // namespace duo
