#include "views/sweep_plan.h"

#include <QStringList>
#include <algorithm>

namespace duo::ui {

QString SweepPlan::whyNot() const {
    if (!models_.loaded()) return tr("The models are not loaded yet.");
    if (settings_.classes().empty()) return tr("Choose a class first.");
    return {};
}

std::vector<GenerationRequest> SweepPlan::requests() const {
    const std::vector<ClassCount>& classes = settings_.classes();
    if (classes.empty()) return {};
    GenerationRequest request = settings_.request(settings_.seed());
    request.rng = RngKind::Counter;  // so that the splits share the drafter's scales
    request.labels = {classes.front().label};
    if (choice_.rows == SweepModel::Rows::Classes) {
        for (const ClassCount& c : classes) {
            if (std::find(request.labels.begin(), request.labels.end(), c.label) ==
                request.labels.end()) {
                request.labels.push_back(c.label);
            }
        }
    }
    request.batch = std::min(settings_.batch(), static_cast<int>(request.labels.size()));
    const int count = choice_.rows == SweepModel::Rows::Seeds ? choice_.seeds : 1;
    std::vector<GenerationRequest> requests(count, request);
    for (int i = 0; i < count; ++i) requests[i].seed = request.seed + static_cast<quint64>(i);
    return requests;
}

QString SweepPlan::text() const {
    const std::vector<GenerationRequest> planned = requests();
    if (planned.empty()) return whyNot();
    const std::vector<int>& labels = planned.front().labels;
    const auto rows = static_cast<int>(planned.size() * labels.size());
    const std::vector<int> chosen = splits();
    const auto columns = static_cast<int>(chosen.size());
    QStringList ownPairs;
    for (const int split : chosen) {
        if (models_.filesAt(split) != settings_.files()) ownPairs << QString::number(split);
    }
    const QString subject = labels.size() > 1 ? tr("classes: %1").arg(labels.size())
                                              : models_.className(labels.front());
    QString text = tr("%1 · seed %2 · splits: %3 · pictures: %4")
                       .arg(subject, QString::number(settings_.seed()))
                       .arg(columns)
                       .arg(rows * columns);
    if (!ownPairs.isEmpty()) text += tr(" · by their own pair: N = %1").arg(ownPairs.join(", "));
    if (settings_.rng() == RngKind::Published) {
        text += tr(" · draws by position, because published draws depend on N");
    }
    return text;
}

}  // namespace duo::ui
