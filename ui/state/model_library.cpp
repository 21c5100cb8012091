#include "state/model_library.h"

#include <algorithm>
#include <utility>

#include "state/class_words.h"
#include "state/error_words.h"

namespace duo::ui {
namespace {

const ModelListing* listingOf(const ModelsListed& models, const std::string& file) {
    const auto found = std::ranges::find(models.files, file, &ModelListing::file);
    return found == models.files.end() ? nullptr : &*found;
}

// Nothing is known of files outside the listed folder.
bool isGone(const ModelsListed& models, const std::string& file) {
    const QString folder = QString::fromStdString(models.folder) + "/";
    return QString::fromStdString(file).startsWith(folder) && listingOf(models, file) == nullptr;
}

bool haveEqualSize(const ModelsListed& models, const std::string& file, const std::string& other) {
    if (file == other) return true;
    const ModelListing *a = listingOf(models, file), *b = listingOf(models, other);
    return a != nullptr && b != nullptr && a->depth == b->depth && a->parameters == b->parameters;
}

}  // namespace

ModelLibrary::ModelLibrary(CoreClient& core, GenerationSettings& settings, NoticeCentre& notices)
    : core_(core), settings_(settings), notices_(notices) {
    connect(&core_, &CoreClient::modelsListed, this, &ModelLibrary::takeListing);
    connect(&core_, &CoreClient::questionFailed, this, &ModelLibrary::failListing);
    connect(&core_, &CoreClient::jobEvent, this, &ModelLibrary::takeJobEvent);
    connect(&core_, &CoreClient::jobEnded, this, &ModelLibrary::endJob);
    connect(&core_, &CoreClient::stateChanged, this, &ModelLibrary::takeCoreState);
}

// ---- Listing -----------------------------------------------------------------------------------

void ModelLibrary::openFirst(const QString& folder) {
    folderGiven_ = !folder.isEmpty();
    list(folder);
    firstListing_ = listing_;
}

void ModelLibrary::list(const QString& folder) {
    askedFolder_ = folder;
    listing_ = core_.listModels(folder);
}

void ModelLibrary::takeListing(Tag tag, const ModelsListed& models) {
    if (tag != listing_) return;  // a newer one was asked for
    listed_ = models;
    adoptSuggested(models, tag == firstListing_ && !folderGiven_);
    notices_.clear(Notice::Place::Models);
    emit modelsListed();
    load();
    emit settingsFitted();
    core_.hold(false);
}

// At the start, files that were chosen before are kept, wherever they are. Later a person asks for
// another folder because of what is in it.
void ModelLibrary::adoptSuggested(const ModelsListed& models, bool atStart) {
    const ModelFiles& now = settings_.files();
    const auto good = [&](const std::string& file) {
        return atStart ? !isGone(models, file) : listingOf(models, file) != nullptr;
    };
    const bool named = !now.vqvae.empty() && !(now.drafter.empty() && now.refiner.empty());
    const bool kept = named && good(now.vqvae) && (now.drafter.empty() || good(now.drafter)) &&
                      (now.refiner.empty() || good(now.refiner));
    if (!kept) settings_.setFiles(models.suggested);
}

void ModelLibrary::failListing(Tag tag, const JobFailed& failure) {
    if (tag != listing_) return;
    // A dead core has a notice of its own; the next core is asked again.
    askAgain_ = failure.kind == ErrorKind::Internal;
    if (askAgain_) return;
    core_.hold(false);
    const ErrorWords words = errorWords(failure.kind, failure.message, failure.hint);
    notices_.tell(
        {Notice::Place::Models, true, words.text, words.hint, Notice::Remedy::ChooseModels, 0});
    if (tag == firstListing_ && folderGiven_) {
        settings_.setFiles({});
    } else {
        load();  // files that were chosen before may lie elsewhere
    }
}

void ModelLibrary::takeCoreState(CoreState state) {
    if (state != CoreState::Ready || !std::exchange(askAgain_, false)) return;
    const bool first = listing_ == firstListing_;
    list(QString(askedFolder_));
    if (first) firstListing_ = listing_;
}

// ---- Loading -----------------------------------------------------------------------------------

void ModelLibrary::load() {
    const Load wanted{filesNow(), settings_.files(), settings_.compute()};
    if (wanted.files.vqvae.empty()) return;
    std::vector<Tag> stale;
    for (const auto& [tag, load] : loads_) {
        if (load.files == wanted.files && load.compute == wanted.compute) return;
        stale.push_back(tag);
    }
    for (const Tag tag : stale) core_.stop(tag);
    const Tag tag = core_.enqueue(LoadCommand{0, wanted.files, wanted.compute}, true);
    loads_[tag] = wanted;
}

void ModelLibrary::takeJobEvent(Tag tag, const Event& event) {
    const auto load = loads_.find(tag);
    const auto* loaded = std::get_if<ModelsLoaded>(&event);
    if (load == loads_.end() || loaded == nullptr) return;
    takeLoaded(*loaded, load->second.family, load->second.compute);
}

void ModelLibrary::endJob(Tag tag, const Event& event) {
    if (loads_.erase(tag) == 0) return;
    if (const auto* failure = std::get_if<JobFailed>(&event)) failLoad(*failure);
}

void ModelLibrary::failLoad(const JobFailed& failure) {
    // A dead core has a notice of its own; the next core loads again.
    if (core_.state() == CoreState::Restarting) load();
    if (core_.state() != CoreState::Ready) return;
    const ErrorWords words = errorWords(failure.kind, failure.message, failure.hint);
    notices_.tell(
        {Notice::Place::Models, true, words.text, words.hint,
         failure.kind == ErrorKind::Internal ? Notice::Remedy::None : Notice::Remedy::ChooseModels,
         0});
}

void ModelLibrary::takeLoaded(const ModelsLoaded& loaded, const ModelFiles& family,
                              const ComputeOptions& compute) {
    for (const ModelFacts& model : loaded.models) {
        digests_[model.file] = QString::fromStdString(model.digest);
    }
    devices_[compute.device] = QString::fromStdString(loaded.family.device);
    const bool same =
        loaded_ && loaded_->family == loaded.family && loaded_->models == loaded.models;
    loaded_ = loaded;
    loadedFamily_ = family;
    if (family == settings_.files()) {
        settings_.setScaleCount(static_cast<int>(loaded.family.sides.size()));
        fitClasses();
        emit settingsFitted();
        notices_.clear(Notice::Place::Models);
    }
    if (!same) emit modelsLoaded();
}

// Labels beyond the family's classes are dropped. The first class replaces them if none is left.
void ModelLibrary::fitClasses() {
    const int classes = loaded_->family.classes;
    std::vector<ClassCount> fitting = settings_.classes();
    std::erase_if(fitting, [classes](const ClassCount& c) { return c.label >= classes; });
    if (fitting.empty() && !settings_.classes().empty()) fitting.push_back({0, 1});
    settings_.setClasses(fitting);
}

bool ModelLibrary::hasLoadedAnother(const ModelFiles& family) const {
    return loadedFamily_ && family != *loadedFamily_;
}

QString ModelLibrary::className(int label) const {
    if (label == kNoClass) return tr("no class");
    if (loaded_ && label >= 0 && label < static_cast<int>(loaded_->family.classNames.size())) {
        const QString name = QString::fromStdString(loaded_->family.classNames[label]);
        if (!name.isEmpty()) return classNameHere(name.section(',', 0, 0));
    }
    return tr("class %1").arg(label);
}

// ---- Tuned pairs -------------------------------------------------------------------------------

// Pairs were tuned from the folder's own pair: with other models they mean nothing.
std::vector<int> ModelLibrary::specialisedSplits() const {
    std::vector<int> splits;
    if (!listed_ || settings_.files() != listed_->suggested) return splits;
    for (const SpecialisedPair& pair : listed_->specialised) {
        if (pair.split <= settings_.scaleCount()) splits.push_back(pair.split);
    }
    std::ranges::sort(splits);
    return splits;
}

bool ModelLibrary::hasSpecialised(int split) const {
    const std::vector<int> splits = specialisedSplits();
    return std::ranges::find(splits, split) != splits.end();
}

ModelFiles ModelLibrary::specialisedAt(int split) const {
    return hasSpecialised(split) ? duo::filesAt(settings_.files(), listed_->specialised, split)
                                 : settings_.files();
}

ModelFiles ModelLibrary::filesAt(int split) const {
    return settings_.specialised() ? specialisedAt(split) : settings_.files();
}

// ---- Costs -------------------------------------------------------------------------------------

ModelFiles ModelLibrary::costFiles(const ModelFiles& family, const ModelFiles& files) const {
    const bool alike = listed_ && haveEqualSize(*listed_, files.drafter, family.drafter) &&
                       haveEqualSize(*listed_, files.refiner, family.refiner);
    return alike ? family : files;
}

QString ModelLibrary::digestOf(const std::string& file) const {
    const auto known = digests_.find(file);
    return known == digests_.end() ? QString::fromStdString(file) : known->second;
}

QString ModelLibrary::deviceOf(const std::string& asked) const {
    const auto known = devices_.find(asked);
    return known == devices_.end() ? QString::fromStdString(asked) : known->second;
}

}  // namespace duo::ui
