#include "protocol/specialised_pair.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace duo {

int specialisedSplit(const std::string& file, const std::string& prefix) {
    const std::string stem = std::filesystem::path(file).stem().string();
    if (!stem.starts_with(prefix) || stem.size() == prefix.size()) return -1;
    int number = 0;
    const char* const end = stem.data() + stem.size();
    const auto [stop, error] = std::from_chars(stem.data() + prefix.size(), end, number);
    return error == std::errc{} && stop == end ? number : -1;
}

bool isSpecialised(const ModelFiles& files, int split) {
    return split >= 0 && (specialisedSplit(files.drafter, "drafter_") == split ||
                          specialisedSplit(files.refiner, "refiner_") == split);
}

ModelFiles filesAt(const ModelFiles& family, const std::vector<SpecialisedPair>& pairs, int split) {
    ModelFiles files = family;
    const auto pair = std::ranges::find(pairs, split, &SpecialisedPair::split);
    if (pair == pairs.end()) return files;
    if (!pair->drafter.empty()) files.drafter = pair->drafter;
    if (!pair->refiner.empty()) files.refiner = pair->refiner;
    return files;
}

}  // namespace duo
