#include "checkpoint/catalog.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

namespace duo {

extern const char* const kCatalogText;  // catalog_data.cpp.in

namespace {

using Json = nlohmann::json;

ScaleSchedule parseSchedule(const std::string& text) {
    std::vector<int> sides;
    std::istringstream stream(text);
    for (std::string side; std::getline(stream, side, ',');) sides.push_back(std::stoi(side));
    return ScaleSchedule(std::move(sides));
}

VarGeometry parseVar(const Json& json) {
    VarGeometry geometry;
    geometry.depth = json.at("depth");
    geometry.width = json.at("width");
    geometry.heads = json.at("heads");
    geometry.mlpWidth = json.at("mlpWidth");
    geometry.classes = json.at("classes");
    geometry.vocabulary = json.at("vocabulary");
    geometry.codeChannels = json.at("codeChannels");
    geometry.sharedAdaLn = json.at("sharedAdaLn");
    geometry.schedule = parseSchedule(json.at("schedule"));
    return geometry;
}

VqVaeGeometry parseVqVae(const Json& json) {
    VqVaeGeometry geometry;
    geometry.vocabulary = json.at("vocabulary");
    geometry.codeChannels = json.at("codeChannels");
    geometry.baseWidth = json.at("baseWidth");
    geometry.multipliers = json.at("multipliers").get<std::vector<int>>();
    geometry.encoderBlocks = json.at("encoderBlocks");
    geometry.quantConvKernel = json.at("quantConvKernel");
    geometry.phiCount = json.at("phiCount");
    return geometry;
}

CatalogEntry parseEntry(const Json& json) {
    CatalogEntry entry;
    entry.file = json.at("file");
    entry.title = json.at("title");
    entry.project = json.at("project");
    entry.role = json.value("role", "");
    entry.source = json.at("source");
    entry.resolution = json.at("resolution");
    entry.draftSteps = json.value("draftSteps", 0);
    if (json.contains("guidance")) entry.guidance = json.at("guidance").get<double>();
    for (const char* key : {"fid", "pairFid"}) {
        if (json.contains(key)) entry.fid = json.at(key).get<double>();
    }
    if (json.at("kind") == "var") {
        entry.geometry = parseVar(json);
    } else {
        entry.geometry = parseVqVae(json);
    }
    return entry;
}

std::string describeGeometry(const VarGeometry& geometry) {
    const int side = geometry.schedule.latentSide();
    return "VAR of depth " + std::to_string(geometry.depth) + ", width " +
           std::to_string(geometry.width) + (geometry.sharedAdaLn ? ", shared AdaLN" : "") + ", " +
           std::to_string(geometry.schedule.count()) + " scales to " + std::to_string(side) +
           " x " + std::to_string(side) + " tokens, " + std::to_string(geometry.classes) +
           " classes";
}

std::string describeGeometry(const VqVaeGeometry& geometry) {
    return "VQ-VAE of base width " + std::to_string(geometry.baseWidth) + ", " +
           std::to_string(geometry.vocabulary) + " codes of " +
           std::to_string(geometry.codeChannels) + " channels, picture side " +
           std::to_string(geometry.downsample()) + " times the token map's";
}

}  // namespace

const std::vector<CatalogEntry>& catalog() {
    static const std::vector<CatalogEntry> entries = [] {
        std::vector<CatalogEntry> list;
        const Json json = Json::parse(kCatalogText);
        for (const Json& entry : json.at("checkpoints")) list.push_back(parseEntry(entry));
        return list;
    }();
    return entries;
}

const CatalogEntry* findPublished(const std::string& path) {
    std::filesystem::path name = std::filesystem::path(path).filename();
    if (name.extension() == ".safetensors") name.replace_extension(".pth");
    const auto found = std::ranges::find(catalog(), name.string(), &CatalogEntry::file);
    return found == catalog().end() ? nullptr : &*found;
}

std::optional<double> publishedGuidance(const std::string& path, const VarGeometry& geometry) {
    const CatalogEntry* entry = findPublished(path);
    if (entry == nullptr || entry->geometry != Geometry(geometry)) return std::nullopt;
    return entry->guidance;
}

std::int64_t parameterCount(const std::vector<TensorSpec>& specs) {
    std::int64_t total = 0;
    for (const TensorSpec& spec : specs) {
        std::int64_t count = 1;
        for (const std::int64_t side : spec.shape) count *= side;
        total += count;
    }
    return total;
}

std::int64_t parameterCount(const Geometry& geometry) {
    return std::visit([](const auto& known) { return parameterCount(tensorSpecs(known)); },
                      geometry);
}

std::string describe(const std::string& path, const Geometry& geometry) {
    const CatalogEntry* entry = findPublished(path);
    if (entry != nullptr && entry->geometry == geometry) {
        const std::string side = std::to_string(entry->resolution);
        return entry->title + " of the " + entry->project + " project, " + side + " x " + side +
               " pixels";
    }
    return std::visit([](const auto& known) { return describeGeometry(known); }, geometry);
}

}  // namespace duo
