// Which model files there are, which of them are loaded, and which pairs are tuned for one split.
// Asks the core, fits the settings to the answers, and owns both answers. GUI thread only.
#pragma once

#include <QObject>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bridge/core_client.h"
#include "state/generation_settings.h"
#include "state/notice_centre.h"

namespace duo::ui {

class ModelLibrary : public QObject {
    Q_OBJECT
  public:
    // All of them outlive the library.
    ModelLibrary(CoreClient& core, GenerationSettings& settings, NoticeCentre& notices);

    // The listing at the start; the core's queue is released after the answer. Without a folder it
    // is the core's default one, and files chosen in an earlier session are kept where they still
    // exist. A folder that is given wins: no other folder's files are used.
    void openFirst(const QString& folder);
    bool wasFolderGiven() const { return folderGiven_; }
    // A listing that a person asked for: files outside this folder give way to its own.
    void list(const QString& folder);
    // Loads the models of the next run, before all waiting runs.
    void load();

    // Nothing until the core has answered.
    const std::optional<ModelsListed>& listed() const { return listed_; }
    const std::optional<ModelsLoaded>& loaded() const { return loaded_; }
    // Another family than this one is loaded. False while nothing is loaded.
    bool hasLoadedAnother(const ModelFiles& family) const;
    // The short name, "golden retriever"; "class 207" where the loaded family has no name for it.
    QString className(int label) const;

    // The splits that the chosen family has a tuned pair for, ascending.
    std::vector<int> specialisedSplits() const;
    bool hasSpecialised(int split) const;
    // The files that decode a run at this split with the settings as they are: the tuned pair if it
    // is wanted and there is one, else the family's.
    ModelFiles filesAt(int split) const;
    ModelFiles filesNow() const { return filesAt(settings_.split()); }
    // The same as if tuned pairs were wanted.
    ModelFiles specialisedAt(int split) const;

    // What costs are remembered by. The family's files stand for a tuned pair of the same size:
    // it costs the same.
    ModelFiles costFiles(const ModelFiles& family, const ModelFiles& files) const;
    QString digestOf(const std::string& file) const;   // the file's name until it was loaded
    QString deviceOf(const std::string& asked) const;  // e.g. auto -> cuda:0 once models are there

    // A job of this family has its models.
    void takeLoaded(const ModelsLoaded& loaded, const ModelFiles& family,
                    const ComputeOptions& compute);

  signals:
    void modelsListed();
    void modelsLoaded();  // the loaded models or what is known of them changed
    // The settings now fit the models that exist or are loaded; waiting runs may not yet.
    void settingsFitted();

  private:
    struct Load {
        ModelFiles files, family;  // as of a run
        ComputeOptions compute;
    };
    void takeListing(Tag tag, const ModelsListed& models);
    void adoptSuggested(const ModelsListed& models, bool atStart);
    void fitClasses();
    void takeJobEvent(Tag tag, const Event& event);
    void endJob(Tag tag, const Event& event);
    void failLoad(const JobFailed& failure);
    void failListing(Tag tag, const JobFailed& failure);
    void takeCoreState(CoreState state);

    CoreClient& core_;
    GenerationSettings& settings_;
    NoticeCentre& notices_;
    std::optional<ModelsListed> listed_;
    std::optional<ModelsLoaded> loaded_;
    std::optional<ModelFiles> loadedFamily_;
    std::map<Tag, Load> loads_;           // waiting or at work
    Tag listing_ = 0, firstListing_ = 0;  // the newest question, the one at the start
    QString askedFolder_;
    bool folderGiven_ = false;
    bool askAgain_ = false;                   // the core died before it answered
    std::map<std::string, QString> digests_;  // file -> digest of its weights
    std::map<std::string, QString> devices_;  // asked for -> in use
};

}  // namespace duo::ui
