// Finds the files of a model family in a folder, by family.json or by their names. Torch-free.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/class_names.h"
#include "protocol/decode_plan.h"
#include "protocol/generation_request.h"
#include "protocol/specialised_pair.h"

namespace duo {

// The names of a family's classes, in its folder; see ClassNames.
inline constexpr const char* kClassListFile = "classes.tsv";

// folder holds family.json ({"vqvae": …, "drafter": …, "refiner": …}, paths relative to it), or
// vqvae/drafter/refiner.safetensors, or published names: vae_*.pth, drafter_N.pth, refiner_N.pth
// (the N nearest to split, where one is given), else var_dN.pth, else other published VARs (the
// deepest drafts, the shallowest refines). Error(File) naming folder and what is missing; a VQ-VAE
// and one VAR must be there.
ModelFiles findModels(const std::string& folder, std::optional<int> split = std::nullopt);

// The folder's drafter_N and refiner_N (.safetensors before .pth), by N. Empty if the folder cannot
// be read.
std::vector<SpecialisedPair> findSpecialisedPairs(const std::string& folder);

// The folder that DUOSCALE_MODELS names, else models/demo of the source tree or installation that
// holds the program. Error(File) if there is none.
std::string defaultModelFolder();

// Sets the guidance of the scales of published models that state one: 0 for those tuned to need
// none, which halves their rows. Error(File), Error(Checkpoint) if such a file cannot be read.
void takePublishedGuidance(DecodePlan& plan, const ModelFiles& files);

// The class list beside a transformer, else the names that its file holds, else the list beside the
// VQ-VAE if it has as many classes, else ImageNet's names for 1000 classes, else no names.
// Error(File) if the list beside a transformer has another number of classes. classes: 0 if no
// transformer says how many; then the list beside the VQ-VAE may have any number.
ClassNames classNamesFor(const ModelFiles& files, int classes);

}  // namespace duo
