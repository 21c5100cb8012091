// The manifest of a run folder: which pictures of which models and settings. A run continues where
// it stopped, and shards of one run are told from those of another, by comparing manifests.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "protocol/class_names.h"
#include "protocol/commands.h"

namespace duo::sample {

inline constexpr const char* kSampleManifest = "sample.json";

// Picture i is picture i / classes of class i % classes, so every part of the run holds all classes
// evenly, and the first pictures stay the same if a class gets more.
struct SampleManifest {
    std::vector<int> labels;         // the classes, each once
    std::vector<std::string> names;  // beside labels; empty where a class has none
    int perClass = 0;
    std::uint64_t seed = 0;
    // Everything that the pictures depend on, in words: equal settings mean the same run.
    std::vector<std::pair<std::string, std::string>> settings;

    std::int64_t count() const { return static_cast<std::int64_t>(labels.size()) * perClass; }
    int label(std::int64_t image) const { return labels[image % labels.size()]; }
    // "000012_0003-mountain-lake.png": index within the class, then the class. Names sort by index.
    std::string fileName(std::int64_t image) const;
};

// command: its labels are the classes, each once. Reads the weights' digests. Errors: Error(File),
// Error(Checkpoint); Error(Usage) for a class named twice.
SampleManifest describeSample(const GenerateCommand& command, int perClass,
                              const ClassNames& names);

// Error(File) if the folder has no manifest or a damaged one.
SampleManifest readManifest(const std::string& folder);
// Writes the manifest into an empty folder, or compares it with the one in the folder. Error(File)
// with the differences, or if the folder holds pictures without a manifest.
void claimFolder(const std::string& folder, const SampleManifest& manifest);
// Error(File) with both folders and the differences.
void requireSameRun(const SampleManifest& first, const std::string& firstFolder,
                    const SampleManifest& second, const std::string& secondFolder);

}  // namespace duo::sample
