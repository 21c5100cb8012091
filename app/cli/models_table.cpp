#include "models_table.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>

#include "fetch/disk_room.h"

namespace duo::cli {
namespace {

using Json = nlohmann::json;

std::string stemOf(const std::string& file) {
    return std::filesystem::path(file).stem();
}

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

const CatalogueItem& itemOf(const std::vector<CatalogueItem>& items, const std::string& file) {
    return *std::ranges::find_if(
        items, [&](const CatalogueItem& item) { return item.published->file == file; });
}

std::string sizeOf(const PublishedFile& file) {
    const std::int64_t bytes = file.expectedBytes();
    return bytes == 0 ? "unknown" : (file.bytes ? "" : "about ") + fetch::sizeText(bytes);
}

std::string memoryOf(const PublishedFile& file) {
    if (file.checkpoint == nullptr) return "";
    const Geometry& geometry = file.checkpoint->geometry;
    const auto size = [&](Precision precision) {
        return fetch::sizeText(weightBytes(geometry, precision));
    };
    if (!file.isVar()) return size(Precision::Float32);
    return size(Precision::Float32) + " / " + size(Precision::BFloat16) + " / " +
           size(Precision::Int8);
}

std::string presenceOf(const CatalogueItem& item) {
    if (item.isThere())
        return "there" + (item.converted.empty() ? "" : " (" + item.converted + ")");
    if (item.arrivedBytes > 0) return fetch::sizeText(item.arrivedBytes) + " arrived";
    return "-";
}

std::string familyPresence(const PublishedFamily& family, const std::vector<CatalogueItem>& items) {
    const auto there = std::ranges::count_if(
        family.files, [&](const std::string& file) { return itemOf(items, file).isThere(); });
    if (there == 0) return "-";
    if (there == static_cast<std::ptrdiff_t>(family.files.size())) return "there";
    return std::to_string(there) + " of " + std::to_string(family.files.size()) + " files";
}

std::string familyLine(const PublishedFamily& family, const std::vector<CatalogueItem>& items) {
    std::int64_t bytes = 0;
    bool known = true;
    std::string files;
    for (const std::string& name : family.files) {
        const PublishedFile& file = *itemOf(items, name).published;
        bytes += file.expectedBytes();
        known = known && file.bytes.has_value();
        files += (files.empty() ? "" : " + ") + stemOf(name);
    }
    return "  " + padded(family.name, 13) +
           padded((known ? "" : "about ") + fetch::sizeText(bytes), 15) +
           padded(familyPresence(family, items), 14) + family.title + "\n" + std::string(44, ' ') +
           files + "\n";
}

std::string fileLine(const CatalogueItem& item) {
    const PublishedFile& file = *item.published;
    return "  " + padded(stemOf(file.file), 33) + padded(sizeOf(file), 15) +
           padded(memoryOf(file), 27) + padded(presenceOf(item), 16) + file.licence + "\n";
}

Json textOrNull(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json memoryJson(const PublishedFile& file) {
    if (file.checkpoint == nullptr) return {};
    const Geometry& geometry = file.checkpoint->geometry;
    if (!file.isVar()) return {{"fp32", weightBytes(geometry, Precision::Float32)}};
    return {{"fp32", weightBytes(geometry, Precision::Float32)},
            {"bf16", weightBytes(geometry, Precision::BFloat16)},
            {"fp16", weightBytes(geometry, Precision::Float16)},
            {"int8", weightBytes(geometry, Precision::Int8)}};
}

Json fileJson(const CatalogueItem& item) {
    const PublishedFile& file = *item.published;
    return {{"file", file.file},
            {"title", file.title},
            {"project", file.project},
            {"licence", file.licence},
            {"page", file.page},
            {"source", file.source},
            {"bytes", file.bytes ? Json(*file.bytes) : Json()},
            {"expectedBytes", file.expectedBytes()},
            {"sha256", textOrNull(file.sha256)},
            {"memoryBytes", memoryJson(file)},
            {"needs", neededBeside(file)},
            {"path", textOrNull(item.path)},
            {"converted", textOrNull(item.converted)},
            {"arrivedBytes", item.arrivedBytes}};
}

Json familyJson(const PublishedFamily& family, const std::vector<CatalogueItem>& items) {
    std::int64_t bytes = 0;
    for (const std::string& file : family.files)
        bytes += itemOf(items, file).published->expectedBytes();
    return {{"name", family.name},
            {"title", family.title},
            {"files", family.files},
            {"expectedBytes", bytes},
            {"there", familyPresence(family, items) == "there"}};
}

}  // namespace

std::string catalogueText(const std::string& folder, const std::vector<CatalogueItem>& items) {
    const std::int64_t free = fetch::freeBytes(folder);
    std::string text = "In " + folder;
    if (free != std::numeric_limits<std::int64_t>::max())
        text += " (" + fetch::sizeText(free) + " free)";
    text += ":\n\nFamilies: what makes pictures together\n  " + padded("name", 13) +
            padded("download", 15) + padded("here", 14) + "what it is, and its files\n";
    for (const PublishedFamily& family : publishedFamilies()) text += familyLine(family, items);
    text += "\nFiles\n  " + padded("name", 33) + padded("download", 15) +
            padded("memory fp32 / bf16 / int8", 27) + padded("here", 16) + "licence\n";
    for (const CatalogueItem& item : items) text += fileLine(item);
    return text;
}

Json catalogueJson(const std::string& folder, const std::vector<CatalogueItem>& items) {
    Json json{{"folder", folder},
              {"freeBytes", fetch::freeBytes(folder)},
              {"families", Json::array()},
              {"files", Json::array()}};
    for (const PublishedFamily& family : publishedFamilies())
        json["families"].push_back(familyJson(family, items));
    for (const CatalogueItem& item : items) json["files"].push_back(fileJson(item));
    return json;
}

}  // namespace duo::cli
