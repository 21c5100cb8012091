#include "io/picture_list.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/error.h"

namespace duo::io {
namespace {

namespace fs = std::filesystem;

bool hasPictureSuffix(const fs::path& file) {
    constexpr std::array<std::string_view, 7> kSuffixes{".png", ".jpg", ".jpeg", ".webp",
                                                        ".bmp", ".tif", ".tiff"};
    std::string suffix = file.extension().string();
    std::ranges::transform(suffix, suffix.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::find(kSuffixes, suffix) != kSuffixes.end();
}

// An extended WebP (chunk VP8X) tells in bit 1 of its flags. Such files lie beside our own
// pictures: they show how a picture came about, scale by scale.
bool isAnimatedWebp(const fs::path& file) {
    std::array<char, 21> head{};
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(head.data(), head.size())) return false;
    const std::string_view text(head.data(), head.size());
    return text.starts_with("RIFF") && text.substr(8, 8) == "WEBPVP8X" && (head[20] & 2) != 0;
}

void count(std::vector<SkippedFiles>& skipped, const std::string& reason, const fs::path& file) {
    addSkipped(skipped, {{reason, 1, file.string()}});
}

[[noreturn]] void refuseFolder(const std::string& folder, const std::error_code& failure) {
    throw Error(ErrorKind::File,
                "The folder '" + folder + "' cannot be read: " + failure.message() + ".");
}

// Why an entry is not read as a picture; empty if it is a picture or a folder to search.
std::string whySkipped(const fs::directory_entry& entry) {
    std::error_code failure;
    const bool folder = entry.is_directory(failure);
    if (entry.path().filename().string().starts_with('.')) {
        return folder ? "hidden folders" : "hidden files";
    }
    if (folder) return "";
    if (!entry.exists(failure)) return "dangling links";
    if (!entry.is_regular_file(failure)) return "special files";
    if (!hasPictureSuffix(entry.path())) return "other files";
    return isAnimatedWebp(entry.path()) ? "animations" : "";
}

}  // namespace

PictureList listPictures(const std::string& folder) {
    PictureList list;
    std::error_code failure;
    fs::recursive_directory_iterator walk(folder, fs::directory_options::skip_permission_denied,
                                          failure);
    for (; !failure && walk != fs::recursive_directory_iterator(); walk.increment(failure)) {
        const std::string reason = whySkipped(*walk);
        if (!reason.empty()) {
            count(list.skipped, reason, walk->path());
            walk.disable_recursion_pending();
        } else if (!walk->is_directory()) {
            list.files.push_back(walk->path().string());
        } else if (walk->is_symlink()) {
            count(list.skipped, "linked folders", walk->path());  // they may lead in a circle
        }
    }
    if (failure) refuseFolder(folder, failure);
    // Paths compare part by part, so that a folder's files stay together.
    std::ranges::sort(list.files, [](const std::string& a, const std::string& b) {
        return fs::path(a) < fs::path(b);
    });
    return list;
}

PictureList listFolders(const std::string& folder) {
    PictureList list;
    std::error_code failure, unreadable;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
        std::string reason = whySkipped(entry);
        if (reason.empty() && !entry.is_directory(unreadable)) reason = "stray files";
        if (reason.empty()) {
            list.files.push_back(entry.path().string());
        } else {
            count(list.skipped, reason, entry.path());
        }
    }
    if (failure) refuseFolder(folder, failure);
    std::ranges::sort(list.files);
    return list;
}

void addSkipped(std::vector<SkippedFiles>& all, const std::vector<SkippedFiles>& more) {
    for (const SkippedFiles& some : more) {
        const auto known = std::ranges::find(all, some.reason, &SkippedFiles::reason);
        if (known != all.end()) {
            known->count += some.count;
        } else {
            all.push_back(some);
        }
    }
}

std::string skippedText(const std::vector<SkippedFiles>& skipped) {
    std::string text;
    for (const SkippedFiles& some : skipped) {
        text += text.empty() ? "Skipped: " : ", ";
        text += std::to_string(some.count);
        text += ' ';
        text += some.reason.substr(0, some.reason.size() - (some.count == 1 ? 1 : 0));
        text += " (for example " + fs::path(some.example).filename().string() + ")";
    }
    return text.empty() ? text : text + ".";
}

}  // namespace duo::io
