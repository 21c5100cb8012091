// The pictures in a folder and below it, and a count of everything there that is none.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace duo::io {

// Files that were passed over for one reason.
struct SkippedFiles {
    std::string reason;  // for people, a plural in -s: "hidden files"
    std::int64_t count = 0;
    std::string example;  // path of the first one
};

struct PictureList {
    std::vector<std::string> files;  // sorted by path; folders of listFolders
    std::vector<SkippedFiles> skipped;
};

// The suffix decides (.png, .jpg, .jpeg, .webp, .bmp, .tif, .tiff, in any case), not the content;
// animated WebP files are skipped all the same. Hidden files and folders (their names begin with a
// dot), links to folders, dangling links and folders without read permission are skipped.
// Error(File): the folder cannot be read.
PictureList listPictures(const std::string& folder);

// The folders in a folder, sorted, links to folders included; the rest is skipped. Error(File): the
// folder cannot be read.
PictureList listFolders(const std::string& folder);

void addSkipped(std::vector<SkippedFiles>& all, const std::vector<SkippedFiles>& more);

// "Skipped: 3 hidden files (for example ._a.png), 1 other file (for example notes.txt)." Empty
// where nothing was skipped.
std::string skippedText(const std::vector<SkippedFiles>& skipped);

}  // namespace duo::io
