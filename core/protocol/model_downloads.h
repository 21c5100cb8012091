// Messages about published models: what there is, and how their downloads go.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace duo {

// -> CatalogueListed, or JobFailed with job 0. Does not touch the network.
struct ListCatalogueCommand {
    std::uint64_t tag = 0;
    std::string folder;  // empty: the folder for downloads
    bool operator==(const ListCatalogueCommand&) const = default;
};

// Downloads files and families of the catalogue -> GettingModels while it lasts, then ModelsGot, or
// JobFailed with job 0. Runs beside the jobs.
struct GetModelsCommand {
    std::uint64_t tag = 0;
    std::vector<std::string> names;
    std::string folder;     // empty: the folder for downloads
    std::string endpoint;   // mirror of the hub; empty: that of HF_ENDPOINT, or none
    std::string precision;  // "bf16", "int8": VARs are converted; empty: they stay as published
    bool operator==(const GetModelsCommand&) const = default;
};

// Stops the GetModelsCommand of this tag; what arrived is kept. No answer of its own.
struct StopGettingCommand {
    std::uint64_t tag = 0;
    bool operator==(const StopGettingCommand&) const = default;
};

enum class CatalogueKind { Vqvae, Var, Other };

struct CatalogueFile {
    std::string file, title, project, licence, page;
    CatalogueKind kind = CatalogueKind::Other;
    std::int64_t bytes = 0;  // of the download; estimated unless bytesKnown
    bool bytesKnown = false;
    std::int64_t fp32Bytes = 0, bf16Bytes = 0, int8Bytes = 0;  // of the weights in memory
    bool there = false;                                        // in the folder
    std::string converted;                                     // "bf16", "int8", or empty
    std::int64_t arrivedBytes = 0;                             // of a stopped download
    bool operator==(const CatalogueFile&) const = default;
};

struct CatalogueFamily {
    std::string name, title;
    std::vector<std::string> files;
    bool operator==(const CatalogueFamily&) const = default;
};

struct CatalogueListed {
    std::uint64_t tag = 0;
    std::string folder;  // absolute
    std::int64_t freeBytes = 0;
    std::vector<CatalogueFile> files;
    std::vector<CatalogueFamily> families;
    bool operator==(const CatalogueListed&) const = default;
};

enum class GetPhase {
    Waiting,
    Connecting,
    Receiving,
    Pausing,  // before another attempt
    Converting,
    Done,
    Failed,
    Stopped
};

struct GetProgress {
    std::string file;
    GetPhase phase = GetPhase::Waiting;
    std::int64_t bytes = 0;
    std::int64_t totalBytes = 0;  // 0: not known yet
    double bytesPerSecond = 0;
    std::string problem;  // a sentence while pausing, or failed
    bool operator==(const GetProgress&) const = default;
};

// The files that are downloaded; a newer one may replace it on the way.
struct GettingModels {
    std::uint64_t tag = 0;
    std::vector<GetProgress> files;
    bool operator==(const GettingModels&) const = default;
};

struct GotFile {
    std::string file;       // published name
    std::string path;       // in the folder; empty: not there
    std::string checkedBy;  // what its SHA-256 was compared with: "server", "catalogue", or empty
    bool replaced = false;  // the project has replaced the file that the catalogue describes
    bool stopped = false;   // on request
    std::string message, hint;  // what went wrong, or empty
    bool operator==(const GotFile&) const = default;
};

struct ModelsGot {
    std::uint64_t tag = 0;
    std::string folder;  // absolute
    std::vector<GotFile> files;
    bool operator==(const ModelsGot&) const = default;
};

}  // namespace duo
