#include "state/studio.h"

#include <QJsonDocument>
#include <QStandardPaths>

#include "state/studio_private.h"

namespace duo::ui {
namespace {

constexpr int kCostDelayMs = 2000;  // live mode measures several times a second

QString dataFolderOf(const Studio::Options& options) {
    return options.dataFolder.isEmpty()
               ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)
               : options.dataFolder;
}

}  // namespace

Studio::Studio(Options options, QObject* parent)
    : QObject(parent),
      settings_(this),
      selection_(this),
      history_(dataFolderOf(options) + "/history"),
      core_(options.core),
      d(std::make_unique<Private>(*this, std::move(options))) {}

Studio::~Studio() {
    core_.disconnect(this);
    history_.disconnect(this);
}

Studio::Private::Private(Studio& studio, Options studioOptions)
    : q(studio), options(std::move(studioOptions)) {
    options.dataFolder = dataFolderOf(options);
    QDir().mkpath(options.dataFolder);
    QFile costs(options.dataFolder + "/costs.json");
    if (costs.open(QIODevice::ReadOnly)) {
        predictor = Predictor::fromJson(QJsonDocument::fromJson(costs.readAll()).object());
    }
    files.setMaxThreadCount(1);
    liveTimer.setSingleShot(true);
    costTimer.setSingleShot(true);
    costTimer.setInterval(kCostDelayMs);
    connectCore();
    connectSettings();
}

Studio::Private::~Private() {
    if (costTimer.isActive()) saveCosts();
    files.waitForDone();
}

void Studio::Private::connectCore() {
    connect(&q.core_, &CoreClient::jobEvent, &q,
            [this](Tag tag, const Event& event) { take(tag, event); });
    connect(&q.core_, &CoreClient::jobEnded, &q,
            [this](Tag tag, const Event& event) { end(tag, event); });
    connect(&q.core_, &CoreClient::stateChanged, &q,
            [this](CoreState state, const QString& sentence) { tellCoreState(state, sentence); });
    connect(&q.core_, &CoreClient::queueChanged, &q, &Studio::queueChanged);
    connect(&q.core_, &CoreClient::memorySampled, &q, [this](const MemorySnapshot& memory) {
        q.memory_ = memory;
        emit q.memorySampled(memory);
    });
    connect(&q.core_, &CoreClient::modelsListed, &q,
            [this](Tag tag, const ModelsListed& models) { takeListing(tag, models); });
    connect(&q.core_, &CoreClient::exported, &q,
            [this](Tag tag, const std::vector<std::uint8_t>& bytes) { takeExport(tag, bytes); });
    connect(&q.core_, &CoreClient::questionFailed, &q,
            [this](Tag tag, const JobFailed& failure) { failQuestion(tag, failure); });
}

void Studio::Private::connectSettings() {
    connect(&q.settings_, &GenerationSettings::changed, &q, [this] {
        if (q.live_ && !takingSeed) liveTimer.start();
        emit q.predictionsChanged();
    });
    connect(&liveTimer, &QTimer::timeout, &q, [this] { startLive(); });
    connect(&costTimer, &QTimer::timeout, &q, [this] { saveCosts(); });
    connect(&q.selection_, &Selection::pictureChanged, &q, [this] {
        const PicturePtr& picture = q.selection_.picture();
        if (following || !picture) return;
        userChose = true;
        liveIndex = picture->index;
    });
    connect(
        &q.history_, &HistoryStore::failed, &q,
        [this](const QString& sentence, const QString& hint) {
            notify({Notice::Place::History, true, sentence, hint, Notice::Remedy::ChooseFolder, 0});
        });
}

void Studio::start() {
    // Runs asked for at once wait until it is known which models there are.
    core_.hold(true);
    core_.start();
    listModels(d->options.modelFolder);
    d->firstListing = d->listing;
}

QString Studio::className(int label) const {
    if (label == kNoClass) return tr("no class");
    if (loaded_ && label >= 0 && label < static_cast<int>(loaded_->family.classNames.size())) {
        const QString name = QString::fromStdString(loaded_->family.classNames[label]);
        if (!name.isEmpty()) return name.section(',', 0, 0);
    }
    return tr("class %1").arg(label);
}

RunPtr Studio::run(Tag tag) const {
    const auto found = std::find_if(runs_.rbegin(), runs_.rend(),
                                    [tag](const RunPtr& run) { return run->tag == tag; });
    return found == runs_.rend() || tag == 0 ? nullptr : *found;
}

RunPtr Studio::current() const {
    const auto running = core_.running();
    const RunPtr atWork = running ? run(*running) : nullptr;
    if (atWork || runs_.empty()) return atWork;
    return runs_.back();
}

std::optional<Prediction> Studio::predict(int split) const {
    return d->predictor.predict(d->costKeyNow(split), split);
}

std::optional<int> Studio::batchWhereMemoryIsSaved(int split) const {
    return d->predictor.batchWhereMemoryIsSaved(d->costKeyNow(split), split);
}

}  // namespace duo::ui
