// The manifest of a run folder (protocol/run_files.h): made from a command, claimed, compared. A
// run continues where it stopped, and shards of one run are told from those of another, by it.
#pragma once

#include <string>

#include "protocol/class_names.h"
#include "protocol/commands.h"
#include "protocol/run_files.h"

namespace duo::sample {

// command: its labels are the classes, each once. recipe: its name, or empty; the values that it
// stands for are in the command. Reads the weights' digests. Errors: Error(File),
// Error(Checkpoint); Error(Usage) for a class named twice.
SampleManifest describeSample(const GenerateCommand& command, int perClass, const ClassNames& names,
                              const std::string& recipe = {});

// Error(File) if the folder has no manifest, a damaged one, or one of a newer version.
SampleManifest readManifest(const std::string& folder);
// Writes the manifest into an empty folder, or compares it with the one in the folder. Error(File)
// with the differences, or if the folder holds pictures without a manifest.
void claimFolder(const std::string& folder, const SampleManifest& manifest);
// Error(File) with both folders and the differences.
void requireSameRun(const SampleManifest& first, const std::string& firstFolder,
                    const SampleManifest& second, const std::string& secondFolder);

}  // namespace duo::sample
