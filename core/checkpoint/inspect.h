// What a weight file is, told from its directory alone: no weights are read unless a digest is
// asked for.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "checkpoint/catalog.h"

namespace duo {

struct Inspection {
    std::string path;
    std::string format;       // "safetensors", "torch zip", "torch legacy"
    std::string description;  // one phrase for people
    std::optional<Geometry> geometry;
    std::string problem;    // why the file is no usable model; empty where it is one
    std::string unwrapped;  // the prefix of training that was taken off
    bool holdsBothKinds =
        false;  // a training checkpoint with a VAR and a VQ-VAE; this is one of them
    std::int64_t tensors = 0;
    std::int64_t parameters = 0;                 // of the model; of all tensors where it is none
    std::int64_t bytes = 0;                      // of the file
    std::map<std::string, std::int64_t> dtypes;  // elements by type
    std::optional<std::string> digest;
    std::map<std::string, std::string> metadata;
};

struct InspectOptions {
    std::optional<ModelKind> want;  // which model of a training checkpoint that nests both
    bool digest = false;            // reads the whole file
};

// Errors: Error(File), Error(Checkpoint) for a file that is no weight file at all.
Inspection inspectFile(const std::string& path, const InspectOptions& options = {});

std::string toText(const Inspection& inspection);  // lines of "name: value"
nlohmann::json toJson(const Inspection& inspection);

}  // namespace duo
