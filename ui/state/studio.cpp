#include "state/studio.h"

#include <QDir>
#include <QStandardPaths>

namespace duo::ui {
namespace {

Studio::Options withDataFolder(Studio::Options options) {
    if (options.dataFolder.isEmpty()) {
        options.dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    }
    QDir().mkpath(options.dataFolder);
    return options;
}

}  // namespace

Studio::Studio(Options options)
    : options_(withDataFolder(std::move(options))),
      history_(options_.dataFolder + "/history"),
      core_(options_.core),
      models_(core_, settings_, notices_),
      downloads_(core_, notices_),
      costs_(settings_, models_, options_.dataFolder + "/costs.json"),
      files_(core_, settings_, notices_),
      queue_(core_, settings_, models_, costs_, notices_),
      follower_(selection_),
      recorder_(core_, {queue_, models_, costs_, history_, follower_, notices_}),
      scalesAgain_(selection_, models_, settings_, queue_),
      live_(settings_, queue_),
      tried_(recorder_),
      ghost_(selection_, queue_, tried_),
      swaps_(core_, settings_, queue_),
      remedies_(notices_, core_, settings_, queue_, live_) {
    wire();
}

// What parts tell each other without knowing each other.
void Studio::wire() {
    QObject::connect(&core_, &CoreClient::stateChanged, &notices_, &NoticeCentre::tellCoreState);
    QObject::connect(&history_, &HistoryStore::failed, &notices_,
                     [this](const QString& sentence, const QString& hint) {
                         notices_.tell({Notice::Place::History, true, sentence, hint,
                                        Notice::Remedy::ChooseFolder, 0});
                     });
    QObject::connect(&queue_, &RunQueue::runAdded, &follower_, [this](const RunPtr& run) {
        if (!run->remade) follower_.resume();
    });
    QObject::connect(&notices_, &NoticeCentre::remedyAsked, &models_, [this](const Notice& notice) {
        if (notice.remedy == Notice::Remedy::UseModels) models_.list(notice.file);
    });
    QObject::connect(&live_, &LiveMode::toggled, &follower_, [this](bool on) {
        if (on) follower_.resume();
    });
}

void Studio::start() {
    core_.hold(true);
    core_.start();
    models_.openFirst(options_.modelFolder);
}

}  // namespace duo::ui
