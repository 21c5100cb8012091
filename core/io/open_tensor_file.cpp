// Detects a weight file's format by its first bytes.
#include <string_view>

#include "io/bad_file.h"
#include "io/mapped_file.h"
#include "io/safetensors.h"
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

}  // namespace

TensorFile openTensorFile(const std::string& path) {
    const auto source = std::make_shared<const MappedFile>(path);
    TensorFile file;
    file.path = path;
    file.mapping = source;
    file.mapped = source->bytes();
    const std::string_view text(reinterpret_cast<const char*>(file.mapped.data()),
                                file.mapped.size());
    if (text.starts_with(kZipStart) || text.starts_with(kEmptyZip)) {
        readTorchZip(*source, file);
    } else if (isTorchLegacy(file.mapped)) {
        readTorchLegacy(*source, file);
    } else if (text.size() >= 9 && text[8] == '{') {
        readSafetensors(*source, file);
    } else {
        refuseUnknown(path, text);
    }
    return file;
}

}  // namespace duo::io
