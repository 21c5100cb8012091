// Detects a weight file's format by its first bytes.
#include <filesystem>
#include <string_view>

#include "io/bad_file.h"
#include "io/mapped_file.h"
#include "io/safetensors.h"
#include "io/shards.h"
#include "io/torch_file.h"

namespace duo::io {
namespace {

constexpr std::string_view kZipStart("PK\x03\x04", 4);
constexpr std::string_view kEmptyZip("PK\x05\x06", 4);
constexpr std::string_view kGitLfsStart = "version https://git-lfs";

[[noreturn]] void refuseUnknown(const std::string& path, std::string_view text) {
    if (text.empty()) refuseFile(path, "is empty", "Download or copy the file again.");
    if (text.starts_with(kGitLfsStart)) {
        refuseFile(path, "is a Git LFS pointer, not the weights themselves",
                   "Fetch the weights with: git lfs pull.");
    }
    if (text.starts_with("<")) {
        refuseFile(path, "is a web page, not a weight file",
                   "The download failed; fetch the file again.");
    }
    if (text.starts_with("\x80")) {
        refuseFile(path, "is a Python pickle that torch.save did not write");
    }
    refuseFile(path, "is not a weight file: its content is neither safetensors nor a PyTorch .pth");
}

// A safetensors file has a zero among its first 8 bytes, the length of its header.
bool isJson(std::string_view text) {
    return text.starts_with("{") && text.substr(0, 8).find('\0') == std::string_view::npos;
}

}  // namespace

TensorFile openTensorFile(const std::string& path) {
    std::error_code unreadable;
    if (std::filesystem::is_directory(path, unreadable)) return openShards(indexIn(path));
    refuseDistributed(path);
    const auto source = std::make_shared<const MappedFile>(path);
    TensorFile file;
    file.path = path;
    file.mappings = {{source, source->bytes()}};
    const std::string_view text(reinterpret_cast<const char*>(source->bytes().data()),
                                source->bytes().size());
    if (text.starts_with(kZipStart) || text.starts_with(kEmptyZip)) {
        readTorchZip(*source, file);
    } else if (isTorchLegacy(source->bytes())) {
        readTorchLegacy(*source, file);
    } else if (isJson(text)) {
        return openShards(path);
    } else if (text.size() >= 9 && text[8] == '{') {
        readSafetensors(*source, file);
    } else {
        refuseUnknown(path, text);
    }
    return file;
}

}  // namespace duo::io
