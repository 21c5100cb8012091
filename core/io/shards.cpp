#include "io/shards.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>

#include "io/bad_file.h"
#include "io/mapped_file.h"

namespace duo::io {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kCopyAgain = "Download or copy the index and all of its shards again.";
constexpr const char* kDistributedIndex = ".metadata";
constexpr std::size_t kMaxIndexBytes = std::size_t{64} << 20;

struct Index {
    std::map<std::string, std::string> files;  // of each tensor, paths
    std::optional<std::int64_t> bytes;         // of all tensors
    std::map<std::string, std::string> metadata;
};

std::string nameOf(const std::string& path) {
    return fs::path(path).filename().string();
}

Json parseIndex(const std::string& path) {
    const MappedFile source(path);
    const auto* text = reinterpret_cast<const char*>(source.bytes().data());
    Json json;
    if (source.bytes().size() <= kMaxIndexBytes) {
        json = Json::parse(text, text + source.bytes().size(), nullptr, /*allow_exceptions=*/false);
    }
    if (!json.is_object() || !json.contains("weight_map") || !json["weight_map"].is_object()) {
        refuseFile(path, "is not an index of shards: it has no 'weight_map'");
    }
    return json;
}

Index readIndex(const std::string& path) {
    const Json json = parseIndex(path);
    Index index;
    for (const auto& [tensor, file] : json["weight_map"].items()) {
        const std::string name = file.is_string() ? file.get<std::string>() : std::string();
        if (name.empty() || name != nameOf(name)) {
            refuseFile(path, "names no file of its folder for the tensor '" + tensor + "'");
        }
        index.files[tensor] = (fs::path(path).parent_path() / name).string();
    }
    if (index.files.empty()) refuseFile(path, "names no shards");
    const Json metadata = json.value("metadata", Json::object());
    for (const auto& [key, value] : metadata.items()) {
        if (value.is_string()) index.metadata[key] = value.get<std::string>();
        if (key == "total_size" && value.is_number_unsigned()) index.bytes = value;
    }
    return index;
}

void addShard(const std::string& path, const std::string& shard, const Index& index,
              TensorFile& whole) {
    std::error_code unreadable;
    if (!fs::exists(shard, unreadable)) {
        refuseFile(path, "names the shard '" + nameOf(shard) + "', which is missing", kCopyAgain);
    }
    if (fs::is_directory(shard, unreadable) || shard.ends_with(kIndexSuffix)) {
        refuseFile(path, "names the shard '" + nameOf(shard) + "', which is no weight file");
    }
    TensorFile file = openTensorFile(shard);
    for (auto& [name, tensor] : file.tensors) {
        const auto found = index.files.find(name);
        if (found == index.files.end() || found->second != shard) {
            refuseFile(path,
                       "is out of date: its shard '" + nameOf(shard) + "' holds the tensor '" +
                           name + "', which the index does not expect there",
                       kCopyAgain);
        }
        whole.tensors.emplace(name, std::move(tensor));
    }
    whole.format = file.format;
    whole.metadata.merge(file.metadata);
    std::ranges::move(file.mappings, std::back_inserter(whole.mappings));
}

void requireComplete(const std::string& path, const Index& index, const TensorFile& whole) {
    std::int64_t bytes = 0;
    for (const auto& [name, shard] : index.files) {
        const auto found = whole.tensors.find(name);
        if (found == whole.tensors.end()) {
            refuseFile(path,
                       "expects the tensor '" + name + "' in the shard '" + nameOf(shard) +
                           "', which lacks it",
                       kCopyAgain);
        }
        bytes +=
            found->second.elements() * static_cast<std::int64_t>(elementBytes(found->second.dtype));
    }
    if (index.bytes && *index.bytes != bytes) {
        refuseFile(path,
                   "is out of date: it states " + std::to_string(*index.bytes) +
                       " bytes of tensors, its shards hold " + std::to_string(bytes),
                   kCopyAgain);
    }
}

std::vector<std::string> filesOf(const Index& index) {
    std::set<std::string> files;
    for (const auto& [tensor, file] : index.files) files.insert(file);
    return {files.begin(), files.end()};
}

[[noreturn]] void refuseDistributedFolder(const std::string& folder) {
    const std::string shown = folder.empty() ? "." : folder;
    throw Error(ErrorKind::Checkpoint,
                "The folder '" + shown + "' is a distributed checkpoint of PyTorch (DCP).",
                "Convert it to one file: python -m torch.distributed.checkpoint.format_utils "
                "dcp_to_torch '" +
                    shown + "' model.pth");
}

std::string listed(const std::vector<std::string>& paths) {
    std::string text;
    for (const std::string& path : paths) text += (text.empty() ? "" : ", ") + nameOf(path);
    return text;
}

}  // namespace

TensorFile openShards(const std::string& path) {
    const Index index = readIndex(path);
    const std::vector<std::string> shards = filesOf(index);
    TensorFile whole;
    whole.path = path;
    whole.metadata = index.metadata;
    for (const std::string& shard : shards) addShard(path, shard, index, whole);
    requireComplete(path, index, whole);
    whole.format += " in " + std::to_string(shards.size()) + " shards";
    return whole;
}

std::vector<std::string> shardsOf(const std::string& index) {
    return filesOf(readIndex(index));
}

std::string indexIn(const std::string& folder) {
    std::error_code failure;
    std::vector<std::string> all, safe;
    for (const auto& entry : fs::directory_iterator(folder, failure)) {
        const std::string path = entry.path();
        if (nameOf(path) == kDistributedIndex) refuseDistributedFolder(folder);
        if (!path.ends_with(kIndexSuffix)) continue;
        all.push_back(path);
        if (path.ends_with(std::string(".safetensors") + kIndexSuffix)) safe.push_back(path);
    }
    if (failure) {
        throw Error(ErrorKind::File,
                    "Cannot read the folder '" + folder + "': " + failure.message() + ".");
    }
    const std::vector<std::string>& found = safe.empty() ? all : safe;
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        throw Error(ErrorKind::File,
                    "'" + folder + "' is a folder without an index of shards, expected a file.",
                    "Give one of its files.");
    }
    throw Error(
        ErrorKind::File,
        "The folder '" + folder + "' has more than one index of shards: " + listed(found) + ".",
        "Give one of them.");
}

void refuseDistributed(const std::string& path) {
    if (path.ends_with(".distcp") || nameOf(path) == kDistributedIndex) {
        refuseDistributedFolder(fs::path(path).parent_path().string());
    }
}

}  // namespace duo::io
