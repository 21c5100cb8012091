// What the sweep's view says: what a start would decode, how far it is, what came of it.
#include <QLocale>
#include <QPushButton>
#include <algorithm>
#include <cmath>

#include "views/sweep_controls.h"
#include "views/sweep_grid.h"
#include "views/sweep_line.h"
#include "views/sweep_view.h"
#include "widgets/image_canvas.h"

namespace duo::ui {

QString SweepView::statusText() const {
    return status_->text();
}

QString SweepView::plannedText() const {
    const GenerationSettings& settings = studio_.settings();
    const std::vector<GenerationRequest> planned = requests();
    if (planned.empty()) return whyNot();
    const auto rows = static_cast<int>(planned.size() * planned.front().labels.size());
    const std::vector<int> choice = controls_->choice().splits(settings.scaleCount());
    const auto splits = static_cast<int>(choice.size());
    QStringList ownPairs;
    for (const int split : choice) {
        if (studio_.filesAt(split) != settings.files()) ownPairs << QString::number(split);
    }
    QString subject = studio_.className(planned.front().labels.front());
    if (planned.front().labels.size() > 1) {
        subject = tr("classes: %1").arg(planned.front().labels.size());
    }
    QString text = tr("%1 · seed %2 · splits: %3 · pictures: %4")
                       .arg(subject, QString::number(settings.seed()))
                       .arg(splits)
                       .arg(rows * splits);
    if (!ownPairs.isEmpty()) text += tr(" · by their own pair: N = %1").arg(ownPairs.join(", "));
    if (settings.rng() == RngKind::Published) {
        text += tr(" · drawn by counter, as reference draws depend on N");
    }
    return text;
}

// The grid shows no titles where there is one row.
QString SweepView::subjectText() const {
    if (model_->rowCount() != 1) return {};
    const Run& run = *model_->runs().front();
    return tr(" · %1 · seed %2")
        .arg(studio_.className(run.request.labels.front()), QString::number(run.request.seed));
}

QString SweepView::workingText() const {
    double progress = 0, secondsLeft = 0;
    for (const RunPtr& run : model_->runs()) {
        const auto cells = static_cast<double>(run->splits.size() * run->request.labels.size());
        progress += (run->state == RunState::Done ? 1 : run->progress) * cells;
        secondsLeft = std::max(secondsLeft, run->secondsLeft);
    }
    progress /= std::max(model_->cellCount(), 1);
    const QLocale locale;
    QString text = tr("%1 of %2 pictures · %3 %")
                       .arg(model_->finishedPictures().size())
                       .arg(model_->cellCount())
                       .arg(locale.toString(progress * 100, 'f', 0));
    if (secondsLeft > 0 && model_->runs().size() == 1) {
        text += tr(" · about %1 s left").arg(locale.toString(std::ceil(secondsLeft), 'f', 0));
    }
    return text + subjectText();
}

QString SweepView::endedText() const {
    const auto finished = static_cast<int>(model_->finishedPictures().size());
    for (const RunPtr& run : model_->runs()) {
        if (run->state == RunState::Failed) return QString::fromStdString(run->failure.message);
    }
    if (finished < model_->cellCount()) {
        return tr("Cancelled: %1 of %2 pictures are there").arg(finished).arg(model_->cellCount()) +
               subjectText();
    }
    return tr("Done: %1 of %2 pictures").arg(finished).arg(model_->cellCount()) + subjectText();
}

void SweepView::showStatus() {
    const bool working = model_->isWorking();
    controls_->setWorking(working);
    controls_->setWhyNot(whyNot(), plannedText());
    status_->setLine(working                  ? workingText()
                     : model_->runs().empty() ? plannedText()
                                              : endedText());
    const QString why = whyNot();
    empty_->setEmptyText(
        tr("Every split, side by side"),
        why.isEmpty()
            ? tr("A sweep decodes one picture with every split N and shows time, speed-up, "
                 "memory and the difference to plain VAR. The drafter's scales are decoded "
                 "once for all splits. Choose rows and splits above and start.")
            : why);
}

void SweepView::showCell() {
    const QModelIndex index = grid_->currentIndex();
    const bool there = model_->picture(index) != nullptr;
    cell_->setLine(model_->sentence(index));
    open_->setEnabled(there);
    compare_->setEnabled(there);
    use_->setEnabled(index.isValid());
    use_->setText(index.isValid() ? tr("Use N = %1").arg(model_->split(index.column()))
                                  : tr("Use this N"));
}

}  // namespace duo::ui
