// The published files and families beside what a folder already holds. Torch-free.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checkpoint/published_files.h"

namespace duo {

// Where downloads go if nobody names a folder: DUOSCALE_MODELS, else duoscale/models in the user's
// data folder (XDG_DATA_HOME, ~/.local/share). Error(File) if there is no such folder to name.
std::string downloadFolder();

// A published file and what of it is in a folder.
struct CatalogueItem {
    const PublishedFile* published = nullptr;
    std::string path;        // of the file, or of the one converted from it; empty: not there
    std::string converted;   // "bf16", "int8" if the record says so; else empty
    std::int64_t bytes = 0;  // of path
    std::int64_t arrivedBytes = 0;  // of a download that was stopped
    bool isThere() const { return !path.empty(); }
};

// One for each of publishedFiles(), in that order. The folder may be absent.
std::vector<CatalogueItem> catalogueOf(const std::string& folder);

// The files of these names: published files, with or without suffix, and families. Each file once,
// in the order of the names. Error(Usage) naming an unknown name and similar ones.
std::vector<const PublishedFile*> publishedByName(const std::vector<std::string>& names);

// The published files of this folder that a VAR needs beside it; empty for others.
std::vector<std::string> neededBeside(const PublishedFile& file);

// FOLDER/var_d30.safetensors for var_d30.pth: the name of a converted file.
std::string convertedPath(const std::string& folder, const PublishedFile& file);

}  // namespace duo
