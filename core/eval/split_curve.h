// Measures quality, speed and memory against the split point: every split of the training-free pair
// in one sweep, every specialised pair at its own split. The measurements are kept in the run
// folder in blocks of pictures, so a run continues where it stopped.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "eval/evaluate.h"
#include "protocol/commands.h"
#include "protocol/run_files.h"

namespace duo::eval {

// One pair of models and the splits it is measured at.
struct CurveGroup {
    std::string pair;  // "training-free" or "specialised"
    ModelFiles files;
    std::vector<int> splits;
};

// The plain pair of the folder (drafter.safetensors or the deepest var_dN, refiner.safetensors or
// the shallowest) at all splits, and drafter_N with refiner_N at each split N that has them (the
// plain model stands in for one that is absent). Leaves out a split that needs a model which the
// folder lacks. Error(File) if no split is left.
std::vector<CurveGroup> curveGroups(const std::string& folder, const std::vector<int>& splits,
                                    int scaleCount);

struct CurveJob {
    SampleManifest manifest;
    std::string folder;
    std::vector<CurveGroup> groups;
    ComputeOptions compute;
    GenerationRequest request;                    // its labels are replaced block by block
    const FeatureExtractor* extractor = nullptr;  // null: speed and memory only
};

// What measuring needs from its caller.
struct CurveHooks {
    // Runs a sweep to its end and passes its events to the listener, in the calling thread: the
    // engine, or a fake of a test. Throws the job's failure.
    std::function<void(const SweepCommand&, const std::function<void(const Event&)>& listener)>
        sweep;
    // Blocks that are measured, of all; secondsLeft: -1 before the first block of this process.
    std::function<void(std::int64_t done, std::int64_t count, double secondsLeft)> progress;
    std::stop_token stop;
};

// -> a point for each group and split, by rising split, without quality if there is no extractor.
// reference: features to compare with; null if there is no extractor. Error(Cancelled).
std::vector<SplitPoint> measureCurve(const CurveJob& job, const FeatureSet* reference,
                                     const CurveHooks& hooks);

// Sets the point's quality from the features of its pictures.
void addQuality(SplitPoint& point, const FeatureExtractor& extractor, const FeatureSet& made,
                const FeatureSet& reference);

}  // namespace duo::eval
