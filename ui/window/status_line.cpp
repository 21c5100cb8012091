#include "window/status_line.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <algorithm>

#include "panels/panel_parts.h"
#include "state/run_titles.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kProgressLetters = 20, kProgressSteps = 1000;

}  // namespace

StatusLine::StatusLine(const RunQueue& queue, const ModelLibrary& models, const CoreClient& core,
                       QWidget* parent)
    : QWidget(parent),
      queue_(queue),
      models_(models),
      core_(core),
      run_(new ElidedLabel),
      progress_(new QProgressBar),
      coreState_(new ElidedLabel) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::kGap / 2, 0, theme::kGap / 2, 0);
    row->setSpacing(theme::kGap);
    progress_->setRange(0, kProgressSteps);
    progress_->setTextVisible(false);
    progress_->setFixedWidth(fontMetrics().averageCharWidth() * kProgressLetters);
    progress_->setAccessibleName(tr("Progress of the run"));
    parts::keepRoom(*progress_);
    coreState_->setAlignment(Qt::AlignRight);
    row->addWidget(run_, 2);
    row->addWidget(progress_);
    row->addWidget(coreState_, 1);
    connect(&queue_, &RunQueue::runChanged, this, &StatusLine::refresh);
    connect(&queue_, &RunQueue::queueChanged, this, &StatusLine::refresh);
    connect(&models_, &ModelLibrary::modelsLoaded, this, &StatusLine::refresh);
    connect(&core_, &CoreClient::stateChanged, this, &StatusLine::refresh);
    refresh();
}

// A finished comparison is not what the window shows.
RunPtr StatusLine::told() const {
    const RunPtr current = queue_.current();
    if (!current || !current->comparison || current->state != RunState::Done) return current;
    const auto& runs = queue_.runs();
    const auto other = std::find_if(runs.rbegin(), runs.rend(),
                                    [](const RunPtr& run) { return !run->comparison; });
    return other == runs.rend() ? current : *other;
}

void StatusLine::refresh() {
    const RunPtr run = told();
    progress_->setVisible(run &&
                          (run->state == RunState::Loading || run->state == RunState::Running));
    progress_->setValue(run ? static_cast<int>(run->progress * kProgressSteps) : 0);
    run_->setText(run ? runText(*run) : tr("Ready"));
    coreState_->setText(coreText());
}

QString StatusLine::runText(const Run& run) const {
    const QString title = titleOf(run, models_);
    if (run.state != RunState::Cancelled) return title;
    const auto finished = std::ranges::count_if(
        run.pictures, [](const PicturePtr& picture) { return !picture->final.isNull(); });
    return tr("%1. Stopped: %2 of %3 pictures finished", "title")
        .arg(title, QString::number(finished), QString::number(run.pictures.size()));
}

QString StatusLine::coreText() const {
    if (core_.state() != CoreState::Ready) return core_.stateText().section('\n', 0, 0);
    if (!models_.loaded()) return tr("Core ready");
    const QString device = QString::fromStdString(models_.loaded()->family.device);
    return device.isEmpty() ? tr("Core ready") : tr("Core ready on %1").arg(device);
}

}  // namespace duo::ui
