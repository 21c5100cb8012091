// The window's one controller: turns settings into runs, events into pictures and figures, and
// tells every view what changed. No widget in here; tests drive it without a window.
#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "bridge/core_client.h"
#include "state/generation_settings.h"
#include "state/history_store.h"
#include "state/predictor.h"
#include "state/run.h"
#include "state/selection.h"

namespace duo::ui {

// Something a person should know, beside what it concerns, with what can be done about it.
struct Notice {
    enum class Place { Models, Run, Core, History, Export };
    enum class Remedy {
        None,
        HalveBatch,
        OtherPrecision,
        ChooseModels,
        RestartCore,
        RunAgain,
        ChooseFolder
    };
    Place place = Place::Run;
    bool error = true;
    QString text, hint;
    Remedy remedy = Remedy::None;
    Tag run = 0;
};

class Studio : public QObject {
    Q_OBJECT
  public:
    struct Options {
        QStringList core;     // program and arguments of the core
        QString modelFolder;  // empty: the core's default
        QString dataFolder;   // history, measured costs
    };
    explicit Studio(Options options, QObject* parent = nullptr);
    ~Studio() override;

    void start();  // the core; returns at once

    GenerationSettings& settings() { return settings_; }
    Selection& selection() { return selection_; }
    HistoryStore& history() { return history_; }
    CoreClient& core() { return core_; }
    // Of the models loaded last; nothing before.
    const std::optional<ModelsLoaded>& loaded() const { return loaded_; }
    const std::optional<ModelsListed>& listed() const { return listed_; }
    QString className(int label) const;

    // Runs of this session, newest last; the queue is those that wait or run.
    const std::vector<RunPtr>& runs() const { return runs_; }
    RunPtr run(Tag tag) const;
    RunPtr current() const;  // at work, else the last one; may be null
    // "golden retriever, N = 8, seed 7", in the language of the moment.
    QString titleOf(const Run& run) const;

    RunPtr generate();
    // Plain VAR of the run's pictures, measured beside it.
    RunPtr compareWithPlainVar(const RunPtr& run);
    // pictures of one request at these splits, decoded by filesAt() of a split that stands alone,
    // else by the plain pair.
    RunPtr sweep(const GenerationRequest& request, const std::vector<int>& splits);
    // The same in as many runs as it takes for every split to be decoded by filesAt() of it.
    std::vector<RunPtr> sweepEachByItsPair(const GenerationRequest& request,
                                           const std::vector<int>& splits);
    RunPtr again(const RunPtr& run);
    void stop(StopWhen when);  // the run at work
    void stopAll();            // it, and the queue
    void clearQueue();
    void cancel(Tag tag);
    // The measured plain-VAR run that matches this run but for its split, or null.
    RunPtr plainVarOf(const RunPtr& run) const;

    bool live() const { return live_; }
    void setLive(bool live);

    void listModels(const QString& folder);
    void loadModels();  // those of the next run
    // Splits that the chosen family has a pair tuned for, rising.
    std::vector<int> specialisedSplits() const;
    bool hasSpecialised(int split) const;
    // What decodes a run at this split, as the settings are: its own pair where one is wanted and
    // there, else the family's.
    ModelFiles filesAt(int split) const;
    ModelFiles filesNow() const { return filesAt(settings_.split()); }
    // The same, whether such pairs are wanted or not.
    ModelFiles specialisedAt(int split) const;
    std::optional<Prediction> predict(int split) const;
    std::optional<int> batchWhereMemoryIsSaved(int split) const;
    MemorySnapshot memory() const { return memory_; }

    // From a picture file; false with a notice where it holds no settings.
    bool takeSettings(const QString& file, GenerationSettings::Take take);
    bool takeSettings(const PicturePtr& picture, GenerationSettings::Take take);
    void remedy(const Notice& notice);  // does what the notice's button says (but ChooseModels,
                                        // ChooseFolder: those ask, and are the window's)

    // Bytes of a file made by the core, written to `file`; a notice tells failure and success.
    void exportAnimation(const PicturePtr& picture, const QString& file);
    void exportNpz(const std::vector<PicturePtr>& pictures, const QString& file);
    void savePicture(const PicturePtr& picture, const QString& file);

  signals:
    void runAdded(const duo::ui::RunPtr& run);
    void runChanged(const duo::ui::RunPtr& run);  // state, progress or figures
    void scaleFinished(const duo::ui::RunPtr& run, int scale);
    void pictureFinished(const duo::ui::RunPtr& run, const duo::ui::PicturePtr& picture);
    void handedOver(const duo::ui::RunPtr& run, int nextScale);
    void queueChanged();
    void modelsLoaded();
    void modelsListed();
    void liveChanged(bool live);
    void memorySampled(const duo::MemorySnapshot& memory);
    void noticed(const duo::ui::Notice& notice);
    void noticeOver(duo::ui::Notice::Place place);  // what was wrong there is no more
    void predictionsChanged();

  private:
    struct Private;
    GenerationSettings settings_;
    Selection selection_;
    HistoryStore history_;
    CoreClient core_;
    std::optional<ModelsLoaded> loaded_;
    std::optional<ModelsListed> listed_;
    std::vector<RunPtr> runs_;
    MemorySnapshot memory_;
    bool live_ = false;
    std::unique_ptr<Private> d;
};

}  // namespace duo::ui

Q_DECLARE_METATYPE(duo::ui::RunPtr)
Q_DECLARE_METATYPE(duo::ui::PicturePtr)
