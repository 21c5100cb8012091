// The options of inspect and convert that choose a model of a training checkpoint.
#pragma once

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

#include "checkpoint/geometry.h"

namespace duo::cli {

inline void addModelChoice(CLI::App& command, std::string& model, std::string& weights) {
    command
        .add_option("--model", model,
                    "Model to take from a training checkpoint that holds both: var or vqvae")
        ->check(CLI::IsMember({"var", "vqvae"}));
    command
        .add_option("--weights", weights,
                    "Weights to take from a training checkpoint that holds both: raw, or ema, the "
                    "running average (default: ema if it is complete)")
        ->check(CLI::IsMember({"raw", "ema"}));
}

// These read the options' values. An empty text leaves the choice to openCheckpoint.
inline std::optional<ModelKind> modelNamed(const std::string& name) {
    if (name.empty()) return std::nullopt;
    return name == "var" ? ModelKind::Var : ModelKind::VqVae;
}
inline std::optional<WeightKind> weightsNamed(const std::string& name) {
    if (name.empty()) return std::nullopt;
    return name == "raw" ? WeightKind::Raw : WeightKind::Averaged;
}

}  // namespace duo::cli
