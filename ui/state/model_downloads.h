// The catalogue of published models and their downloads, as the core tells of them. GUI thread
// only.
#pragma once

#include <QObject>
#include <optional>
#include <string>
#include <vector>

#include "bridge/core_client.h"
#include "state/notice_centre.h"

namespace duo::ui {

class ModelDownloads : public QObject {
    Q_OBJECT
  public:
    // Both outlive this.
    ModelDownloads(CoreClient& core, NoticeCentre& notices);

    // Asks what this folder has; empty: the core's folder for downloads.
    void look(const QString& folder);
    // Nothing until the core has answered.
    const std::optional<CatalogueListed>& catalogue() const { return catalogue_; }

    struct Wish {
        QStringList files;
        QString folder;
        QString mirror;     // address, or empty
        QString precision;  // "bf16", "int8", or empty: as published
    };
    // One at a time: does nothing while isWorking.
    void get(const Wish& wish);
    void stop();
    bool isWorking() const { return getting_ != 0; }
    // The files that are downloaded now, or were last.
    const std::vector<GetProgress>& progress() const { return progress_; }
    // The end of the last download; nothing before one.
    const std::optional<ModelsGot>& got() const { return got_; }

  signals:
    void catalogueChanged();
    void progressChanged();
    void ended();                          // got() says how
    void failed(const QString& sentence);  // nothing was downloaded or listed; with a hint below

  private:
    void takeCatalogue(Tag tag, const CatalogueListed& listed);
    void takeProgress(const GettingModels& getting);
    void takeEnd(Tag tag, const ModelsGot& got);
    void takeFailure(Tag tag, const JobFailed& failure);
    void tellEnd();

    CoreClient& core_;
    NoticeCentre& notices_;
    std::optional<CatalogueListed> catalogue_;
    std::vector<GetProgress> progress_;
    std::optional<ModelsGot> got_;
    Tag looking_ = 0, getting_ = 0;  // 0: nothing is asked
};

// The sum over all files.
struct DownloadSum {
    double bytes = 0, totalBytes = 0, bytesPerSecond = 0;
    int files = 0, ended = 0;
    double secondsLeft() const {
        return bytesPerSecond > 0 ? (totalBytes - bytes) / bytesPerSecond : -1;
    }
};
// Files whose size the server has not told yet count with that of the catalogue.
DownloadSum sumOf(const std::vector<GetProgress>& files,
                  const std::optional<CatalogueListed>& catalogue);

}  // namespace duo::ui
