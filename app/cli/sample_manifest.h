// What a folder of `sample` holds: sample.json says which pictures, of which models and settings,
// so that a run goes on where it stopped, shards of one run are told from another's, and names
// follow from (class, index) alone.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "generate_arguments.h"

namespace duo::cli {

inline constexpr const char* kSampleManifest = "sample.json";

// Picture i is index i / classes of class i % classes: every stretch of the run holds all classes
// evenly, and the first pictures are the same however many a class follow.
struct SampleManifest {
    std::vector<int> labels;         // the classes, each once
    std::vector<std::string> names;  // beside labels; empty where a class has none
    int perClass = 0;
    std::uint64_t seed = 0;
    // All that decides what the pictures are, in words: two runs are one where these agree.
    std::vector<std::pair<std::string, std::string>> settings;

    std::int64_t count() const { return static_cast<std::int64_t>(labels.size()) * perClass; }
    int label(std::int64_t image) const { return labels[image % labels.size()]; }
    // "000012_0003-mountain-lake.png": index and class; by name they lie in order of number.
    std::string fileName(std::int64_t image) const;
};

// Reads the weights' digests. Errors: Error(File), Error(Checkpoint); Error(Usage) for a class
// named twice.
SampleManifest describeSample(const GenerateArguments& arguments, const FamilyOutline& family,
                              const GenerationRequest& request);

// Error(File) where it is absent or none.
SampleManifest readManifest(const std::string& folder);
// Writes it into an empty folder, or holds it to the one that lies there: Error(File) saying what
// differs, or that the pictures there have none.
void claimFolder(const std::string& folder, const SampleManifest& manifest);
// Error(File) naming both folders and what differs.
void requireSameRun(const SampleManifest& first, const std::string& firstFolder,
                    const SampleManifest& second, const std::string& secondFolder);

}  // namespace duo::cli
