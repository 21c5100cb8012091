// Models tuned for one split, stored with a family's own as drafter_N and refiner_N.
#pragma once

#include <string>
#include <vector>

#include "protocol/generation_request.h"

namespace duo {

struct SpecialisedPair {
    int split = 0;
    std::string drafter, refiner;  // one may be empty: the family's own is used
    bool operator==(const SpecialisedPair&) const = default;
};

// The split in a specialised model's file name: 8 for "folder/drafter_8.pth" with the prefix
// "drafter_"; -1 if there is none.
int specialisedSplit(const std::string& file, const std::string& prefix);

// Whether the name of one of the files says that it is tuned for this split.
bool isSpecialised(const ModelFiles& files, int split);

// The files to use at this split: the split's pair if there is one, otherwise the family's.
ModelFiles filesAt(const ModelFiles& family, const std::vector<SpecialisedPair>& pairs, int split);

}  // namespace duo
