// Models tuned for one split, which lie beside a family's own as drafter_N and refiner_N.
#pragma once

#include <string>
#include <vector>

#include "protocol/generation_request.h"

namespace duo {

struct SpecialisedPair {
    int split = 0;
    std::string drafter, refiner;  // one of them may be empty: the family's own stands in
    bool operator==(const SpecialisedPair&) const = default;
};

// The split that a file's name says its model is tuned for: 8 of "folder/drafter_8.pth" with the
// prefix "drafter_"; -1 where it says none.
int specialisedSplit(const std::string& file, const std::string& prefix);

// One of the files says by its name that it is tuned for this split.
bool isSpecialised(const ModelFiles& files, int split);

// The family's files at this split: those of the split's pair where there is one.
ModelFiles filesAt(const ModelFiles& family, const std::vector<SpecialisedPair>& pairs, int split);

}  // namespace duo
