#include "state/model_downloads.h"

#include <QDir>
#include <algorithm>
#include <utility>

namespace duo::ui {

ModelDownloads::ModelDownloads(CoreClient& core, NoticeCentre& notices)
    : core_(core), notices_(notices) {
    connect(&core_, &CoreClient::catalogueListed, this, &ModelDownloads::takeCatalogue);
    connect(&core_, &CoreClient::gettingModels, this, &ModelDownloads::takeProgress);
    connect(&core_, &CoreClient::modelsGot, this, &ModelDownloads::takeEnd);
    connect(&core_, &CoreClient::questionFailed, this, &ModelDownloads::takeFailure);
}

void ModelDownloads::look(const QString& folder) {
    looking_ = core_.listCatalogue(folder);
}

void ModelDownloads::get(const Wish& wish) {
    if (isWorking() || wish.files.isEmpty()) return;
    GetModelsCommand command{
        0, {}, wish.folder.toStdString(), wish.mirror.toStdString(), wish.precision.toStdString()};
    for (const QString& file : wish.files) command.names.push_back(file.toStdString());
    progress_.clear();
    got_.reset();
    getting_ = core_.getModels(std::move(command));
    emit progressChanged();
}

void ModelDownloads::stop() {
    if (isWorking()) core_.stopGetting(getting_);
}

void ModelDownloads::takeCatalogue(Tag tag, const CatalogueListed& listed) {
    if (tag != looking_) return;  // a newer one was asked for
    looking_ = 0;
    catalogue_ = listed;
    emit catalogueChanged();
}

void ModelDownloads::takeProgress(const GettingModels& getting) {
    if (getting.tag != getting_) return;
    progress_ = getting.files;
    emit progressChanged();
}

void ModelDownloads::takeEnd(Tag tag, const ModelsGot& got) {
    if (tag != getting_) return;
    getting_ = 0;
    got_ = got;
    tellEnd();
    look(QString::fromStdString(got.folder));
    emit ended();
}

void ModelDownloads::takeFailure(Tag tag, const JobFailed& failure) {
    if (tag != looking_ && tag != getting_) return;
    const bool download = tag == getting_;
    (download ? getting_ : looking_) = 0;
    const QString hint = QString::fromStdString(failure.hint);
    emit failed(QString::fromStdString(failure.message) + (hint.isEmpty() ? "" : "\n" + hint));
    emit progressChanged();
    if (download && catalogue_) look(QString::fromStdString(catalogue_->folder));
}

// The dialog may be closed by then: the folder is offered beside the picture.
void ModelDownloads::tellEnd() {
    const auto arrived = std::ranges::count_if(
        got_->files, [](const GotFile& file) { return file.message.empty(); });
    if (arrived == 0) return;
    const QString folder = QString::fromStdString(got_->folder);
    notices_.tell({Notice::Place::Models,
                   false,
                   tr("The downloaded models are in %1.").arg(QDir::toNativeSeparators(folder)),
                   {},
                   Notice::Remedy::UseModels,
                   0,
                   folder});
}

DownloadSum sumOf(const std::vector<GetProgress>& files,
                  const std::optional<CatalogueListed>& catalogue) {
    DownloadSum sum;
    for (const GetProgress& file : files) {
        double total = static_cast<double>(file.totalBytes);
        if (total == 0 && catalogue) {
            const auto listed =
                std::ranges::find(catalogue->files, file.file, &CatalogueFile::file);
            if (listed != catalogue->files.end()) total = static_cast<double>(listed->bytes);
        }
        ++sum.files;
        const bool ended = file.phase == GetPhase::Done || file.phase == GetPhase::Failed ||
                           file.phase == GetPhase::Stopped;
        sum.ended += ended ? 1 : 0;
        sum.bytes += static_cast<double>(file.bytes);
        sum.totalBytes += std::max(total, static_cast<double>(file.bytes));
        sum.bytesPerSecond += file.bytesPerSecond;
    }
    return sum;
}

}  // namespace duo::ui
