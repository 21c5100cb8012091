// Measures a split curve: every split of the training-free pair in one sweep, every specialised
// pair at its own split. Goes on where it stopped: what is measured lies in the run's folder in
// blocks of pictures.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "eval/evaluate.h"
#include "progress_bar.h"
#include "protocol/commands.h"
#include "sample/manifest.h"
#include "split_curve.h"

namespace duo::cli {

// One pair of models and the splits it is measured at.
struct CurveGroup {
    std::string pair;  // "training-free" or "specialised"
    ModelFiles files;
    std::vector<int> splits;
};

// The folder's plain pair (drafter.safetensors or the deepest var_dN, refiner.safetensors or the
// shallowest) at all the splits, and drafter_N with refiner_N where a split has
// them (one of both stands beside the plain other). A split that
// needs a model the folder lacks is left out. Error(File) where nothing is left.
std::vector<CurveGroup> curveGroups(const std::string& folder, const std::vector<int>& splits,
                                    int scaleCount);

struct CurveJob {
    sample::SampleManifest manifest;
    std::string folder;
    std::vector<CurveGroup> groups;
    ComputeOptions compute;
    GenerationRequest request;                          // its labels are replaced block by block
    const eval::FeatureExtractor* extractor = nullptr;  // null: speed and memory alone
};

// -> points of each group and split, without quality where there is no extractor. reference: the
// features they are compared with; null likewise. Error(Cancelled) says how far it came.
std::vector<CurvePoint> measureCurve(const CurveJob& job, const eval::FeatureSet* reference,
                                     ProgressBar& bar, std::stop_token stop);

CurveQuality qualityOf(const eval::FeatureExtractor& extractor, const eval::FeatureSet& made,
                       const eval::FeatureSet& reference);

}  // namespace duo::cli
