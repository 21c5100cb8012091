#include "state/remedies.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>
#include <algorithm>

#include "state/run_notices.h"

namespace duo::ui {

Remedies::Remedies(NoticeCentre& notices, CoreClient& core, GenerationSettings& settings,
                   RunQueue& queue, const LiveMode& live)
    : core_(core), settings_(settings), queue_(queue), live_(live) {
    connect(&notices, &NoticeCentre::remedyAsked, this, &Remedies::apply);
}

void Remedies::apply(const Notice& notice) {
    if (notice.remedy == Notice::Remedy::RestartCore) core_.restart();
    if (notice.remedy == Notice::Remedy::OpenFolder) {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(notice.file).absolutePath()));
    }
    const RunPtr failed = queue_.run(notice.run);
    if (!failed) return;
    auto repeated = std::make_shared<Run>(*failed);
    switch (notice.remedy) {
        case Notice::Remedy::HalveBatch:
            repeated->request.batch = std::max(failed->request.batch / 2, 1);
            settings_.setBatch(repeated->request.batch);
            break;
        case Notice::Remedy::OtherPrecision:
            repeated->compute.precision = precisionInstead(failed->compute.precision);
            settings_.setCompute(repeated->compute);
            break;
        case Notice::Remedy::RunAgain:
        case Notice::Remedy::RestartCore:
            break;
        case Notice::Remedy::None:
        case Notice::Remedy::ChooseModels:
        case Notice::Remedy::ChooseFolder:
        case Notice::Remedy::OpenFolder:
        case Notice::Remedy::UseModels:
            return;
    }
    // Live mode answers a changed setting by itself.
    if (!(failed->live && live_.isOn())) queue_.again(repeated);
}

}  // namespace duo::ui
