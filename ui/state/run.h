// A job and its results as the window knows them: plain values in shared pointers. RunQueue owns
// the runs, RunRecorder fills them in. GUI thread only.
#pragma once

#include <QDateTime>
#include <QImage>
#include <QString>
#include <memory>
#include <vector>

#include "bridge/core_client.h"

namespace duo::ui {

// One picture of a run. It outlives its run in history, views and sweeps.
struct Picture {
    int index = 0;      // in the request
    quint32 image = 0;  // of the seed's stream
    int label = kNoClass;
    QString labelName;
    int split = -1;                 // N; -1 where models alternate
    std::vector<int> sides;         // of the scales
    std::vector<ModelRole> models;  // of each scale
    QImage final;                   // null until the VQ-VAE has decoded it
    std::vector<QImage> scales;     // [k]: the preview after scale k, null where none came
    std::vector<std::vector<std::int32_t>> tokens;  // [k]: side² codes, or empty
    std::vector<TokenInsight> insight;              // [k], empty vectors where none was asked for
    QString provenance;                             // JSON of protocol/provenance.h
    QString parameters;                             // the common one-line text
    QString file;                                   // where it was saved, or empty
    double decodeMs = 0;  // its share of the run's decode; 0 where unknown

    int scaleCount() const { return static_cast<int>(sides.size()); }
    // The codes of all scales, coarse to fine; empty if those of a scale are not known.
    std::vector<std::int32_t> allTokens() const;
    // What to show at scale k (clamped): scales[k], or the final picture at the last one; may be
    // null. k < 0: the finished picture, or until it is there the finest scale that came.
    QImage at(int k) const;
    // The scale that at(k) shows (clamped). k < 0: the last one of a finished picture, else the
    // finest that came; -1 while none came.
    int scaleAt(int k) const;
};
using PicturePtr = std::shared_ptr<Picture>;

// One scale of the batch at work, measured.
struct ScaleFigures {
    bool done = false;
    int side = 0;
    ModelRole model = ModelRole::Drafter;
    std::int64_t tokens = 0;  // over the batch
    double ms = 0;            // transformer + sampling + pyramid
    double transformerMs = 0, samplingMs = 0, pyramidMs = 0, previewMs = 0;
    bool prefill = false;
    bool kept = false;      // taken over from an earlier run: not decoded, its times are 0
    MemorySnapshot memory;  // at its end
};

// Scales that a run takes over from an earlier one (ScaleCache). Its pictures are the same without.
struct TakenOver {
    TokenPrefix prefix;  // 0 scales: everything is decoded
    QString provenance;  // of the earlier run's first picture: it names the models of these scales
};

struct MemoryPoint {
    double ms = 0;   // since the run had its models
    int scale = -1;  // the scale that had just ended, -1 for samples between
    bool handOver = false;
    MemorySnapshot memory;
};

// A split of a sweep.
struct SplitFigures {
    int split = 0;
    bool done = false;
    double decodeMs = 0, vqvaeMs = 0;
    std::int64_t peakBytes = 0;
};

enum class RunKind { Generate, Sweep };
enum class RunState { Waiting, Loading, Running, Done, Failed, Cancelled };

struct Run {
    Tag tag = 0;
    RunKind kind = RunKind::Generate;
    RunState state = RunState::Waiting;
    bool live = false;        // of live mode: dropped when a newer one is asked for
    bool comparison = false;  // plain VAR, asked for beside another run
    PicturePtr remade;        // of an earlier session, decoded again for its scales; or null
    bool stopping = false;    // told to stop; it ends within a scale or a batch
    ModelFiles files;         // that decode it
    ModelFiles family;  // the plain pair: the same, but where the files are tuned for the split
    ComputeOptions compute;
    GenerationRequest request;
    std::vector<int> splits;  // of a sweep
    TakenOver takenOver;      // no part of the request, which asks for the same pictures

    QDateTime begun;
    double progress = 0;               // 0 … 1
    double secondsLeft = -1;           // -1: not known
    std::vector<PicturePtr> pictures;  // of a sweep: splits × labels, by split and then by index
    std::vector<ScaleFigures> scales;  // of the batch at work or the last one
    std::vector<MemoryPoint> memory;
    std::vector<SplitFigures> splitFigures;
    JobReport report;   // when Done
    JobFailed failure;  // when Failed

    bool specialised() const { return files != family; }
    bool isActive() const {  // waits or is at work
        return state == RunState::Waiting || state == RunState::Loading ||
               state == RunState::Running;
    }
};
using RunPtr = std::shared_ptr<Run>;

// Equal for two requests that decode the same pictures but for the models of their scales.
GenerationRequest withoutModels(GenerationRequest request);

// The same, with the weights of these models alone: the core keeps models of other splits at hand,
// which are no part of a run that does not use them.
MemorySnapshot withWeightsOf(const std::vector<ModelFacts>& models, MemorySnapshot memory);

}  // namespace duo::ui

Q_DECLARE_METATYPE(duo::ui::PicturePtr)
