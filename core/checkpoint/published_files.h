// The files that can be downloaded: those of models/catalog.json with their licences, and the
// families that they make.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkpoint/catalog.h"
#include "protocol/generation_request.h"

namespace duo {

struct PublishedFile {
    std::string file;     // drafter_8.pth
    std::string title;    // CoDe drafter for N = 8
    std::string project;  // VAR, CoDe, CCA, DDO or pytorch-fid
    std::string licence;
    std::string page;    // of the project's files, for people
    std::string source;  // address of the file
    std::optional<std::int64_t> bytes;
    std::string sha256;                        // 64 hexadecimal digits, or empty if unknown
    const CatalogEntry* checkpoint = nullptr;  // null: not a model (Inception)

    bool isVar() const;
    bool isVqVae() const;
    // bytes; if that is unknown, an estimate from the parameters in fp32; 0 without either.
    std::int64_t expectedBytes() const;
};

// Files that make pictures together: the VQ-VAE and one or two VARs.
struct PublishedFamily {
    std::string name;                // code-8
    std::string title;               // CoDe pair for N = 8
    std::vector<std::string> files;  // the VQ-VAE, the drafter, the refiner
};

const std::vector<PublishedFile>& publishedFiles();
const std::vector<PublishedFamily>& publishedFamilies();

// By file name or by file name without suffix; null if the catalogue has none.
const PublishedFile* findPublishedFile(const std::string& name);
const PublishedFamily* findPublishedFamily(const std::string& name);

// Bytes that the weights take in memory. The VQ-VAE is always fp32.
std::int64_t weightBytes(const Geometry& geometry, Precision precision);

}  // namespace duo
