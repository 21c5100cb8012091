// Downloads published models into a folder, checks them and removes them. Torch-free; the network
// is touched by getModels alone.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "fetch/fetch_all.h"
#include "library/model_catalogue.h"

namespace duo {

struct GetModels {
    std::vector<std::string> names;  // see publishedByName
    std::string folder;              // is made if it is absent
    std::string endpoint;            // mirror of the hub, or empty
    std::string token;               // for files behind a consent, or empty
    int atOnce = 3;
    fetch::DownloadOptions download;
    // Converts a VAR that has arrived and removes the original. Empty: files stay as published.
    std::string precision;  // "bf16", "int8"; for the record
    std::function<void(const std::string& from, const std::string& to)> convert;
};

// The outcome for one file. Exactly one of wasThere, got and error is set.
struct GotModel {
    const PublishedFile* published = nullptr;
    std::string path;  // of the file in the folder, if it is there now
    bool wasThere = false;
    std::optional<fetch::Downloaded> got;
    std::optional<Error> error;
};

struct GetState {
    std::string file;  // published name
    fetch::DownloadState download;
    bool converting = false;
};
using ReportGet = std::function<void(const std::vector<GetState>&)>;

// In the order of publishedByName. Files that are there are left alone; one of another size than
// the published is an error of its own and stays. Error(Usage): a name or the mirror; Error(File):
// too little room for all files together. report: the files to download; called on several threads,
// one call at a time.
std::vector<GotModel> getModels(const GetModels& wanted, const ReportGet& report,
                                const std::stop_token& stop);

// The outcome of checking a file against its record or the catalogue.
struct CheckedModel {
    enum class State { Right, Wrong, Unknown, Missing };  // Unknown: nothing to compare with
    std::string file;
    State state = State::Unknown;
    std::string expected, found;  // SHA-256, or empty
};

// The files of the record and the published files of the folder, by name; with names those of them
// alone. Reads every file. begin: called before each. Error(File) if a named file is not there;
// Error(Usage); Error(Cancelled).
std::vector<CheckedModel> checkModels(const std::string& folder,
                                      const std::vector<std::string>& names,
                                      const std::function<void(const std::string& file)>& begin,
                                      const std::stop_token& stop);

struct RemovedModel {
    std::string file;
    std::int64_t bytes = 0;
};

// Removes files of these names, as published or converted, stopped downloads of them, and their
// entries of the record. A family's VQ-VAE stays if other published VARs of the folder remain.
// Error(File) if nothing of a name is there: nothing is removed then; Error(Usage).
std::vector<RemovedModel> removeModels(const std::string& folder,
                                       const std::vector<std::string>& names);

}  // namespace duo
