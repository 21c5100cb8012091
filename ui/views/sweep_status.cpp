#include "views/sweep_status.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "widgets/units.h"

namespace duo::ui {
namespace {

struct SweepStatus {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::SweepStatus)
};

// The grid shows no titles if it has one row.
QString subjectText(const SweepModel& sweep, const ModelLibrary& models) {
    if (sweep.rowCount() != 1) return {};
    const Run& run = *sweep.runs().front();
    return SweepStatus::tr(" · %1 · seed %2")
        .arg(models.className(run.request.labels.front()), QString::number(run.request.seed));
}

QString workingText(const SweepModel& sweep) {
    double progress = 0, secondsLeft = 0;
    for (const RunPtr& run : sweep.runs()) {
        const auto cells = static_cast<double>(run->splits.size() * run->request.labels.size());
        progress += (run->state == RunState::Done ? 1 : run->progress) * cells;
        secondsLeft = std::max(secondsLeft, run->secondsLeft);
    }
    progress /= std::max(sweep.cellCount(), 1);
    const QLocale locale;
    QString text = SweepStatus::tr("%1 of %2 pictures · %3 %")
                       .arg(sweep.finishedPictures().size())
                       .arg(sweep.cellCount())
                       .arg(locale.toString(progress * 100, 'f', 0));
    if (secondsLeft > 0 && sweep.runs().size() == 1) {
        text += SweepStatus::tr(" · about %1 left").arg(roughDurationWords(secondsLeft));
    }
    return text;
}

QString endedText(const SweepModel& sweep) {
    const auto finished = static_cast<int>(sweep.finishedPictures().size());
    if (finished < sweep.cellCount()) {
        return SweepStatus::tr("Stopped: %1 of %2 pictures finished")
            .arg(finished)
            .arg(sweep.cellCount());
    }
    return SweepStatus::tr("Done: %1 of %2 pictures").arg(finished).arg(sweep.cellCount());
}

}  // namespace

QString sweepStatus(const SweepModel& sweep, const ModelLibrary& models) {
    const auto failed = std::ranges::find(sweep.runs(), RunState::Failed,
                                          [](const RunPtr& run) { return run->state; });
    if (!sweep.isWorking() && failed != sweep.runs().end()) {
        return QString::fromStdString((*failed)->failure.message);
    }
    return (sweep.isWorking() ? workingText(sweep) : endedText(sweep)) + subjectText(sweep, models);
}

}  // namespace duo::ui
