// What the Studio keeps for itself. GUI thread only, as all of it.
#pragma once

#include <QElapsedTimer>
#include <QThreadPool>
#include <functional>
#include <map>

#include "state/batch_meter.h"
#include "state/studio.h"

namespace duo::ui {

struct Studio::Private {
    using Part = GenerationSettings::Part;

    Private(Studio& studio, Options studioOptions);
    ~Private();

    void connectCore();
    void connectSettings();

    // Runs (studio_runs.cpp).
    RunPtr add(RunPtr run, bool first = false);
    Tag send(const Run& run, bool first);
    void refit();  // waiting runs to the scales of the models that were loaded meanwhile
    void fit(GenerationRequest& request) const;
    RunPtr generateRun() const;
    QString titleOf(const Picture& picture, const Run& run) const;
    void startLive();
    void dropLive();
    void forgetOldRuns();

    // Pictures of a run (studio_pictures.cpp).
    void makePictures(Run& run) const;
    void describeScales(Run& run) const;
    Picture* picture(Run& run, int index, int sweepSplit) const;
    void takeScalePictures(Run& run, const ScaleDone& done);
    void takePicture(const RunPtr& run, const PictureDone& done);
    void follow(const RunPtr& run);

    // What the core tells (studio_events.cpp).
    void take(Tag tag, const Event& event);
    void takeOfRun(const RunPtr& run, const Event& event);
    void takeScale(const RunPtr& run, const ScaleDone& done);
    void tellCut(const Run& run, const BatchCut& cut);
    void takeHandOver(const RunPtr& run, const HandOver& handOver);
    void takeSplit(const RunPtr& run, const SweepSplitDone& done);
    void end(Tag tag, const Event& event);
    void endDone(const RunPtr& run, const JobDone& done);
    void endFailed(const RunPtr& run, const JobFailed& failure);
    void addMemoryPoint(Run& run, int scale, bool handOver, const MemorySnapshot& memory);

    // Progress (studio_progress.cpp).
    double scaleWeight(const Run& run, int scale) const;
    double pictureWeight(const Run& run) const;
    double totalWeight(const Run& run) const;
    void advance(Run& run, double weight);
    void rememberWeights(const Run& run);
    CostKey costKey(const ModelFiles& files, const ComputeOptions& compute,
                    const GenerationRequest& request) const;
    CostKey costKey(const Run& run) const;
    CostKey costKeyNow(int split) const;  // of what the settings ask for
    ModelFiles costFiles(const ModelFiles& family, const ModelFiles& files) const;
    void learn(const Run& run);
    double predictedSeconds(const Run& run) const;

    // Models (studio_models.cpp).
    void takeListing(Tag tag, const ModelsListed& models);
    void adoptSuggested(const ModelsListed& models, bool atStart);
    void takeLoaded(const ModelsLoaded& loaded, const ModelFiles& family,
                    const ComputeOptions& compute);
    void fitClasses();
    void load();
    void failLoad(const JobFailed& failure);

    // Notices and files (studio_notices.cpp, studio_files.cpp).
    void notify(Notice notice);
    Notice noticeOf(const Run& run) const;
    void tellCoreState(CoreState state, const QString& sentence);
    void failQuestion(Tag tag, const JobFailed& failure);
    void writeFile(const QString& file, std::function<QString()> write);
    void takeExport(Tag tag, const std::vector<std::uint8_t>& bytes);
    void saveCosts();

    Studio& q;
    Options options;
    Predictor predictor;
    QThreadPool files;  // one thread: files are written in order
    // The run at work.
    QElapsedTimer clock;     // since it began
    double doneWeight = 0;   // of the work its progress counts
    double workStartMs = 0;  // when its models were there, on the clock
    std::vector<ModelFacts> itsModels;
    std::optional<BatchMeter> meter;

    // Milliseconds of a picture at each scale and in the VQ-VAE, of the last finished run.
    std::vector<double> measuredWeights;

    struct Load {
        ModelFiles files, family;  // as a run's
        ComputeOptions compute;
    };
    std::map<Tag, Load> loads;
    Tag listing = 0, firstListing = 0;  // of the newest question, of the one at the start
    QString askedFolder;
    bool askAgain = false;                   // the core died before it could list the models
    std::map<Tag, QString> exports;          // tag -> file to write
    std::map<std::string, QString> digests;  // file -> digest of its weights
    std::map<std::string, QString> devices;  // asked for -> at work, e.g. auto -> cuda:0
    std::optional<ModelFiles> loadedFamily;

    QTimer liveTimer;         // fires in the event loop's next turn
    QTimer costTimer;         // until measured costs are written
    RunPtr lastLive;          // since live mode began
    bool takingSeed = false;  // a run takes it: nobody's change
    bool following = false;   // the selection moves by itself
    bool userChose = false;   // a picture, since the last run was asked for
    int liveIndex = 0;        // of the picture that live runs select
};

}  // namespace duo::ui
