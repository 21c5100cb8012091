#include "fetch/disk_room.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <limits>

#include "base/error.h"

namespace duo::fetch {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kKeptFree = std::int64_t{64} << 20;

}  // namespace

std::int64_t freeBytes(const std::string& folder) {
    std::error_code failed;
    fs::path place = fs::absolute(folder, failed);
    while (!failed && !fs::exists(place, failed) && place.has_relative_path())
        place = place.parent_path();
    const fs::space_info space = fs::space(place, failed);
    if (failed || space.available > std::numeric_limits<std::int64_t>::max())
        return std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(space.available);
}

void requireRoom(const std::string& folder, std::int64_t bytes, const std::string& what) {
    const std::int64_t there = freeBytes(folder);
    if (bytes <= there - kKeptFree || bytes <= 0) return;
    throw Error(ErrorKind::File,
                "The folder '" + folder + "' has too little room for " + what + ": " +
                    sizeText(bytes) + " are still needed, " + sizeText(there) + " are free.",
                "Free some space, or choose a folder on another disk.");
}

std::string sizeText(std::int64_t bytes) {
    constexpr std::array<const char*, 4> kUnits{"kB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    for (; value >= 999.5 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
    char text[32];
    std::snprintf(text, sizeof text, "%.*f %s", value < 9.95 ? 1 : 0, value, kUnits[unit]);
    return text;
}

}  // namespace duo::fetch
