// Checking and removing downloaded models; see get_models.h.
#include <algorithm>
#include <filesystem>
#include <set>

#include "base/error.h"
#include "base/stop.h"
#include "fetch/part_file.h"
#include "fetch/sha256.h"
#include "library/download_record.h"
#include "library/get_models.h"

namespace duo {
namespace {

namespace fs = std::filesystem;
using Record = std::map<std::string, DownloadEntry>;

bool isFile(const std::string& folder, const std::string& name) {
    std::error_code none;
    return fs::is_regular_file(fs::path(folder) / name, none);
}

std::string convertedName(const PublishedFile& file) {
    return fs::path(convertedPath({}, file)).filename();
}

[[noreturn]] void notThere(const std::string& folder, const std::string& name) {
    throw Error(ErrorKind::File, "The folder '" + folder + "' has no '" + name + "'.",
                "See what it has with `models list`.");
}

// The names under which a published file is in the folder or was recorded there.
std::vector<std::string> namesOf(const PublishedFile& file, const std::string& folder,
                                 const Record& record) {
    std::vector<std::string> names;
    for (const std::string& name : {file.file, convertedName(file)}) {
        // A safetensors file of that name may be somebody's own: only the record says it is not.
        const bool own = name == file.file || record.contains(name);
        if (record.contains(name) || (own && isFile(folder, name))) names.push_back(name);
    }
    return names;
}

std::set<std::string> filesToCheck(const std::string& folder, const std::vector<std::string>& names,
                                   const Record& record) {
    std::set<std::string> files;
    if (names.empty()) {
        for (const auto& [file, entry] : record) files.insert(file);
        for (const PublishedFile& file : publishedFiles()) {
            if (isFile(folder, file.file)) files.insert(file.file);
        }
        return files;
    }
    for (const PublishedFile* file : publishedByName(names)) {
        const std::vector<std::string> found = namesOf(*file, folder, record);
        if (found.empty()) notThere(folder, file->file);
        files.insert(found.begin(), found.end());
    }
    return files;
}

CheckedModel check(const std::string& folder, const std::string& file, const Record& record,
                   const std::stop_token& stop) {
    CheckedModel checked{file, CheckedModel::State::Missing, {}, {}};
    if (!isFile(folder, file)) return checked;
    const auto entry = record.find(file);
    const PublishedFile* published = findPublishedFile(file);
    if (entry != record.end()) checked.expected = entry->second.sha256;
    if (checked.expected.empty() && published != nullptr && published->file == file)
        checked.expected = published->sha256;
    checked.found = fetch::sha256OfFile(fs::path(folder) / file, stop);
    using State = CheckedModel::State;
    checked.state = checked.expected.empty()            ? State::Unknown
                    : checked.expected == checked.found ? State::Right
                                                        : State::Wrong;
    return checked;
}

// The files that remain if these go: whether a VAR among them needs the VQ-VAE.
bool remainingVarNeeds(const std::string& folder, const std::vector<const PublishedFile*>& going) {
    return std::ranges::any_of(publishedFiles(), [&](const PublishedFile& file) {
        if (!file.isVar() || std::ranges::find(going, &file) != going.end()) return false;
        return isFile(folder, file.file) || isFile(folder, convertedName(file));
    });
}

std::vector<const PublishedFile*> filesToRemove(const std::string& folder,
                                                const std::vector<std::string>& names) {
    std::vector<const PublishedFile*> files = publishedByName(names);
    if (!remainingVarNeeds(folder, files)) return files;
    std::erase_if(files, [&](const PublishedFile* file) {
        const bool named = std::ranges::any_of(names, [file](const std::string& name) {
            return findPublishedFamily(name) == nullptr && findPublishedFile(name) == file;
        });
        return file->isVqVae() && !named;
    });
    return files;
}

RemovedModel removeOne(const std::string& folder, const std::string& name) {
    const std::string path = fs::path(folder) / name;
    RemovedModel removed{name, fetch::partBytes(path)};
    std::error_code failed, none;
    if (isFile(folder, name)) {
        removed.bytes += static_cast<std::int64_t>(fs::file_size(path, none));
        fs::remove(path, failed);
        if (failed) {
            throw Error(ErrorKind::File,
                        "The file '" + path + "' cannot be removed: " + failed.message() + ".");
        }
    }
    fetch::removePart(path);
    recordDownload(folder, name, std::nullopt);
    return removed;
}

}  // namespace

std::vector<CheckedModel> checkModels(const std::string& folder,
                                      const std::vector<std::string>& names,
                                      const std::function<void(const std::string& file)>& begin,
                                      const std::stop_token& stop) {
    const Record record = readDownloads(folder);
    std::vector<CheckedModel> all;
    for (const std::string& file : filesToCheck(folder, names, record)) {
        requireNoStop(stop, "Checking");
        if (begin) begin(file);
        all.push_back(check(folder, file, record, stop));
    }
    return all;
}

std::vector<RemovedModel> removeModels(const std::string& folder,
                                       const std::vector<std::string>& names) {
    const Record record = readDownloads(folder);
    std::vector<std::string> going;
    for (const PublishedFile* file : filesToRemove(folder, names)) {
        std::vector<std::string> found = namesOf(*file, folder, record);
        if (found.empty() && fetch::partBytes(fs::path(folder) / file->file) > 0)
            found = {file->file};
        if (found.empty()) notThere(folder, file->file);
        going.insert(going.end(), found.begin(), found.end());
    }
    std::vector<RemovedModel> removed;
    for (const std::string& name : going) removed.push_back(removeOne(folder, name));
    return removed;
}

}  // namespace duo
