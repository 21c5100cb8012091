// Which models there are, which are taken, and what is known of those that are loaded.
#include <QDir>
#include <algorithm>

#include "state/studio_private.h"

namespace duo::ui {
namespace {

bool isListed(const ModelsListed& models, const std::string& file) {
    return std::any_of(models.files.begin(), models.files.end(),
                       [&](const ModelListing& listing) { return listing.file == file; });
}

// Files of the listed folder are there where they are listed; of others nothing is known.
bool isGone(const ModelsListed& models, const std::string& file) {
    const QString folder = QString::fromStdString(models.folder) + "/";
    return QString::fromStdString(file).startsWith(folder) && !isListed(models, file);
}

}  // namespace

void Studio::listModels(const QString& folder) {
    d->askedFolder = folder;
    d->listing = core_.listModels(folder);
}

void Studio::loadModels() {
    d->load();
}

void Studio::Private::takeListing(Tag tag, const ModelsListed& models) {
    if (tag != listing) return;  // a newer one was asked for
    q.listed_ = models;
    adoptSuggested(models, tag == firstListing);
    emit q.noticeOver(Notice::Place::Models);
    emit q.modelsListed();
    load();
    refit();
    q.core_.hold(false);
}

// At the start files that were chosen before are kept, wherever they lie. Later a person asks for
// another folder because of what is in it.
void Studio::Private::adoptSuggested(const ModelsListed& models, bool atStart) {
    const ModelFiles& now = q.settings_.files();
    const auto good = [&](const std::string& file) {
        return atStart ? !isGone(models, file) : isListed(models, file);
    };
    const bool named = !now.vqvae.empty() && !(now.drafter.empty() && now.refiner.empty());
    const bool kept = named && good(now.vqvae) && (now.drafter.empty() || good(now.drafter)) &&
                      (now.refiner.empty() || good(now.refiner));
    if (!kept) q.settings_.setFiles(models.suggested);
}

// Before all that waits; a load of the same that waits already is enough.
void Studio::Private::load() {
    const Load wanted{q.filesNow(), q.settings_.files(), q.settings_.compute()};
    if (wanted.files.vqvae.empty()) return;
    std::vector<Tag> stale;
    for (const auto& [tag, load] : loads) {
        if (load.files == wanted.files && load.compute == wanted.compute) return;
        stale.push_back(tag);
    }
    for (const Tag tag : stale) q.core_.stop(tag);
    const Tag tag = q.core_.enqueue(LoadCommand{0, wanted.files, wanted.compute}, true);
    loads[tag] = wanted;
}

void Studio::Private::takeLoaded(const ModelsLoaded& loaded, const ModelFiles& family,
                                 const ComputeOptions& compute) {
    for (const ModelFacts& model : loaded.models) {
        digests[model.file] = QString::fromStdString(model.digest);
    }
    devices[compute.device] = QString::fromStdString(loaded.family.device);
    const bool same =
        q.loaded_ && q.loaded_->family == loaded.family && q.loaded_->models == loaded.models;
    q.loaded_ = loaded;
    loadedFamily = family;
    if (family == q.settings_.files()) {
        q.settings_.setScaleCount(static_cast<int>(loaded.family.sides.size()));
        fitClasses();
        refit();
        emit q.noticeOver(Notice::Place::Models);
    }
    if (same) return;
    emit q.modelsLoaded();
    emit q.predictionsChanged();
}

// Classes of another family mean nothing here. The first one is as good as any to begin with.
void Studio::Private::fitClasses() {
    const int classes = q.loaded_->family.classes;
    std::vector<ClassCount> fitting = q.settings_.classes();
    std::erase_if(fitting, [classes](const ClassCount& c) { return c.label >= classes; });
    if (fitting.empty() && !q.settings_.classes().empty()) fitting.push_back({0, 1});
    q.settings_.setClasses(fitting);
}

void Studio::Private::failLoad(const JobFailed& failure) {
    // A core that died is told as its own affair; the next one loads anew.
    if (q.core_.state() == CoreState::Restarting) load();
    if (q.core_.state() != CoreState::Ready) return;
    notify(
        {Notice::Place::Models, true, QString::fromStdString(failure.message),
         QString::fromStdString(failure.hint),
         failure.kind == ErrorKind::Internal ? Notice::Remedy::None : Notice::Remedy::ChooseModels,
         0});
}

}  // namespace duo::ui
