#include "checkpoint/published_files.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "checkpoint/weight_policy.h"

namespace duo {

extern const char* const kCatalogText;  // catalog_data.cpp.in

namespace {

using Json = nlohmann::json;

PublishedFile parseFile(const Json& json, const Json& projects) {
    PublishedFile file;
    file.file = json.at("file");
    file.title = json.at("title");
    file.project = json.at("project");
    file.licence = projects.at(file.project).at("licence");
    file.page = projects.at(file.project).at("page");
    file.source = json.at("source");
    if (json.contains("bytes")) file.bytes = json.at("bytes").get<std::int64_t>();
    file.sha256 = json.value("sha256", "");
    file.checkpoint = findPublished(file.file);
    return file;
}

std::int64_t matrixBytes(const TensorSpec& spec, std::int64_t elements, Precision precision) {
    switch (precision) {
        case Precision::BFloat16:
        case Precision::Float16:
            return 2 * elements;
        case Precision::Int8:
            return canBeInt8(spec.name) ? elements + 4 * spec.shape.front() : 4 * elements;
        case Precision::Float32:
            break;
    }
    return 4 * elements;
}

std::int64_t varBytes(const VarGeometry& geometry, Precision precision) {
    std::int64_t bytes = 0;
    for (const TensorSpec& spec : tensorSpecs(geometry)) {
        const std::int64_t elements = parameterCount({spec});
        bytes += staysFloat32(spec.name) ? 4 * elements : matrixBytes(spec, elements, precision);
    }
    return bytes;
}

bool isNamed(const std::string& file, const std::string& name) {
    return file == name || std::filesystem::path(file).stem() == name;
}

}  // namespace

bool PublishedFile::isVar() const {
    return checkpoint != nullptr && std::holds_alternative<VarGeometry>(checkpoint->geometry);
}

bool PublishedFile::isVqVae() const {
    return checkpoint != nullptr && !isVar();
}

std::int64_t PublishedFile::expectedBytes() const {
    if (bytes) return *bytes;
    return checkpoint == nullptr ? 0 : 4 * parameterCount(checkpoint->geometry);
}

const std::vector<PublishedFile>& publishedFiles() {
    static const std::vector<PublishedFile> files = [] {
        std::vector<PublishedFile> list;
        const Json json = Json::parse(kCatalogText);
        for (const char* key : {"checkpoints", "otherFiles"}) {
            for (const Json& file : json.at(key))
                list.push_back(parseFile(file, json.at("projects")));
        }
        return list;
    }();
    return files;
}

const std::vector<PublishedFamily>& publishedFamilies() {
    static const std::vector<PublishedFamily> families = [] {
        std::vector<PublishedFamily> list;
        const Json json = Json::parse(kCatalogText);
        for (const Json& family : json.at("families")) {
            list.push_back({family.at("name"), family.at("title"),
                            family.at("files").get<std::vector<std::string>>()});
        }
        return list;
    }();
    return families;
}

const PublishedFile* findPublishedFile(const std::string& name) {
    const auto found = std::ranges::find_if(
        publishedFiles(), [&](const PublishedFile& file) { return isNamed(file.file, name); });
    return found == publishedFiles().end() ? nullptr : &*found;
}

const PublishedFamily* findPublishedFamily(const std::string& name) {
    const auto found = std::ranges::find(publishedFamilies(), name, &PublishedFamily::name);
    return found == publishedFamilies().end() ? nullptr : &*found;
}

std::int64_t weightBytes(const Geometry& geometry, Precision precision) {
    if (const auto* var = std::get_if<VarGeometry>(&geometry)) return varBytes(*var, precision);
    return 4 * parameterCount(geometry);
}

}  // namespace duo
