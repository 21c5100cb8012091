#include "library/model_catalogue.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

#include "base/error.h"
#include "fetch/part_file.h"
#include "library/download_record.h"

namespace duo {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

CatalogueItem itemOf(const PublishedFile& file, const std::string& folder,
                     const std::map<std::string, DownloadEntry>& record) {
    CatalogueItem item{&file, {}, {}, 0, 0};
    const fs::path published = fs::path(folder) / file.file;
    std::error_code none;
    for (const fs::path& path : {published, fs::path(convertedPath(folder, file))}) {
        if (!fs::is_regular_file(path, none)) continue;
        item.path = path;
        item.bytes = static_cast<std::int64_t>(fs::file_size(path, none));
        const auto entry = record.find(path.filename());
        if (entry != record.end()) item.converted = entry->second.converted;
        break;
    }
    item.arrivedBytes = fetch::partBytes(published);
    return item;
}

std::string lettersOf(const std::string& name) {
    std::string letters;
    for (const unsigned char c : name) {
        if (std::isalnum(c) != 0) letters += static_cast<char>(std::tolower(c));
    }
    return letters;
}

// "VAR-d30.PTH" for var_d30.pth and var-d30: names that differ in signs and case alone; else all
// families.
std::string similarNames(const std::string& name) {
    std::string same, families;
    for (const PublishedFamily& family : publishedFamilies()) {
        families += (families.empty() ? "" : ", ") + family.name;
        if (lettersOf(family.name) == lettersOf(name)) same = family.name;
    }
    for (const PublishedFile& file : publishedFiles()) {
        const std::string stem = fs::path(file.file).stem();
        if (lettersOf(stem) == lettersOf(fs::path(name).stem())) same = stem;
    }
    return same.empty() ? "Families are " + families + "; `models list` shows every file."
                        : "Did you mean '" + same + "'?";
}

}  // namespace

std::string downloadFolder() {
    if (const std::string named = variable("DUOSCALE_MODELS"); !named.empty()) return named;
    if (const std::string data = variable("XDG_DATA_HOME"); data.starts_with('/'))
        return data + "/duoscale/models";
    if (const std::string home = variable("HOME"); !home.empty())
        return home + "/.local/share/duoscale/models";
    throw Error(ErrorKind::File, "There is no home folder to put models into.",
                "Name a folder for them.");
}

std::vector<CatalogueItem> catalogueOf(const std::string& folder) {
    const std::map<std::string, DownloadEntry> record = readDownloads(folder);
    std::vector<CatalogueItem> items;
    for (const PublishedFile& file : publishedFiles())
        items.push_back(itemOf(file, folder, record));
    return items;
}

std::vector<const PublishedFile*> publishedByName(const std::vector<std::string>& names) {
    std::vector<const PublishedFile*> files;
    const auto add = [&files](const std::string& name) {
        const PublishedFile* file = findPublishedFile(name);
        if (file == nullptr) {
            throw Error(ErrorKind::Usage, "The catalogue has no model '" + name + "'.",
                        similarNames(name));
        }
        if (std::ranges::find(files, file) == files.end()) files.push_back(file);
    };
    for (const std::string& name : names) {
        const PublishedFamily* family = findPublishedFamily(name);
        if (family == nullptr) {
            add(name);
        } else {
            for (const std::string& file : family->files) add(file);
        }
    }
    return files;
}

std::vector<std::string> neededBeside(const PublishedFile& file) {
    std::vector<std::string> needed;
    if (!file.isVar()) return needed;
    for (const PublishedFile& other : publishedFiles()) {
        const CatalogEntry* entry = other.checkpoint;
        if (other.isVqVae()) needed.push_back(other.file);
        if (entry == nullptr || file.checkpoint->role.empty() || &other == &file) continue;
        if (entry->draftSteps == file.checkpoint->draftSteps && !entry->role.empty())
            needed.push_back(other.file);
    }
    return needed;
}

std::string convertedPath(const std::string& folder, const PublishedFile& file) {
    return (fs::path(folder) / fs::path(file.file).stem()).string() + ".safetensors";
}

}  // namespace duo
