// The options of `generate`, and what they mean for a family of models.
#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "protocol/class_names.h"
#include "protocol/generation_request.h"
#include "protocol/scale_schedule.h"

namespace duo::cli {

struct GenerateArguments {
    std::string modelFolder;
    ModelFiles files;
    ComputeOptions compute;
    std::string precision = "fp32";
    std::string cudaGraphs = "auto";
    std::optional<int> split;
    bool specialised = false;
    std::vector<std::string> classes;
    std::string classByScale, classMix;
    int count = 1;
    int batch = 4;
    std::optional<std::uint64_t> seed;
    std::uint32_t firstImage = 0;
    std::string out = ".";
    std::string recipe;                             // of recipeNames(); empty: none
    std::string guidance, topK, topP, temperature;  // empty: as the recipe, or as published
    bool smooth = false;
    std::string rng = "counter";
    bool scales = false;
    std::string trace;
    std::string from;
    std::optional<int> keepScales;
    std::set<std::string> given;  // options that stand on the command line, by their names
    std::string sheet;
    std::string sheetSplits;
    bool json = false;
};

void addOptions(CLI::App& command, GenerateArguments& arguments);
// Groups of these options, for other commands that decode: models and device, overlapped prefill,
// classes, number and seed, sampling, files to write.
void addModelOptions(CLI::App& command, GenerateArguments& arguments);
void addOverlapOption(CLI::App& command, GenerateArguments& arguments);
void addPictureOptions(CLI::App& command, GenerateArguments& arguments);
void addSamplingOptions(CLI::App& command, GenerateArguments& arguments);
void addOutputOptions(CLI::App& command, GenerateArguments& arguments);

// Fills arguments.given after the command has been parsed.
void noteGiven(const CLI::App& command, GenerateArguments& arguments);

Precision precisionOf(const std::string& text);  // "fp32", "bf16", "fp16", "int8"

// What is known from the files before any weights are loaded.
struct FamilyOutline {
    ModelFiles files;
    std::string folder;  // of the files; empty if the files were named
    ScaleSchedule schedule;
    ClassNames names;
    int classes = 0;
};

// Error(File), Error(Checkpoint), Error(Usage) for options that conflict.
FamilyOutline outlineFamily(const GenerateArguments& arguments);

// The requested split. Default: all but the last two scales (8 of 10, as published), or the only
// split that the given models allow.
int chosenSplit(const GenerateArguments& arguments, const FamilyOutline& family);
// The sampling options laid over a plan. Error(Usage) for values that make no sense.
DecodePlan withSampling(DecodePlan plan, const GenerateArguments& arguments);
DecodePlan makePlan(const GenerateArguments& arguments, int split, int scaleCount);
std::vector<int> chosenLabels(const GenerateArguments& arguments, const FamilyOutline& family);
// The family's files at this split; with --specialised the specialised pair. If the folder has none
// for this split: Error(File) with `must`, otherwise the family's files.
ModelFiles filesAtSplit(const GenerateArguments& arguments, const FamilyOutline& family, int split,
                        bool must = true);
GenerationRequest makeRequest(const GenerateArguments& arguments, const FamilyOutline& family,
                              std::uint64_t seed);

}  // namespace duo::cli
