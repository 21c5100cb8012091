// Pairs of models tuned for one split: where there are such, and which runs take them.
#include <algorithm>

#include "state/studio_private.h"

namespace duo::ui {
namespace {

const ModelListing* listingOf(const ModelsListed& models, const std::string& file) {
    const auto found = std::ranges::find(models.files, file, &ModelListing::file);
    return found == models.files.end() ? nullptr : &*found;
}

bool alikeInSize(const ModelsListed& models, const std::string& file, const std::string& other) {
    if (file == other) return true;
    const ModelListing *a = listingOf(models, file), *b = listingOf(models, other);
    return a != nullptr && b != nullptr && a->depth == b->depth && a->parameters == b->parameters;
}

}  // namespace

// They were tuned from the folder's own pair: beside other models they mean nothing.
std::vector<int> Studio::specialisedSplits() const {
    std::vector<int> splits;
    if (!listed_ || settings_.files() != listed_->suggested) return splits;
    for (const SpecialisedPair& pair : listed_->specialised) {
        if (pair.split <= settings_.scaleCount()) splits.push_back(pair.split);
    }
    std::ranges::sort(splits);
    return splits;
}

bool Studio::hasSpecialised(int split) const {
    const std::vector<int> splits = specialisedSplits();
    return std::ranges::find(splits, split) != splits.end();
}

ModelFiles Studio::specialisedAt(int split) const {
    return hasSpecialised(split) ? duo::filesAt(settings_.files(), listed_->specialised, split)
                                 : settings_.files();
}

ModelFiles Studio::filesAt(int split) const {
    return settings_.specialised() ? specialisedAt(split) : settings_.files();
}

// Plain splits share the drafter's scales, so they are one run; it comes first, as it has plain
// VAR, which the others are compared to.
std::vector<RunPtr> Studio::sweepEachByItsPair(const GenerationRequest& request,
                                               const std::vector<int>& splits) {
    std::vector<int> plain, own;
    for (const int split : splits) {
        (filesAt(split) == settings_.files() ? plain : own).push_back(split);
    }
    std::vector<RunPtr> runs;
    if (!plain.empty()) runs.push_back(sweep(request, plain));
    for (const int split : own) runs.push_back(sweep(request, {split}));
    return runs;
}

// Weights tuned for a split cost what the family's own do, so that each teaches what to expect of
// the other; but only where they are alike in size.
ModelFiles Studio::Private::costFiles(const ModelFiles& family, const ModelFiles& files) const {
    const bool alike = q.listed_ && alikeInSize(*q.listed_, files.drafter, family.drafter) &&
                       alikeInSize(*q.listed_, files.refiner, family.refiner);
    return alike ? family : files;
}

}  // namespace duo::ui
