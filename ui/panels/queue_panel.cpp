#include "panels/queue_panel.h"

#include <QProgressBar>
#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "panels/panel_parts.h"
#include "state/run_titles.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

QString statusText(const Run& run) {
    const QString percent = QueueRow::tr("%1 %").arg(std::lround(run.progress * 100));
    switch (run.state) {
        case RunState::Waiting:
            return QueueRow::tr("Waiting");
        case RunState::Loading:
            return QueueRow::tr("Loading models");
        case RunState::Running:
            return run.secondsLeft < 0 ? percent
                                       : QueueRow::tr("%1, %2 left", "percent, time")
                                             .arg(percent, roughDurationWords(run.secondsLeft));
        default:
            return {};
    }
}

}  // namespace

QueueRow::QueueRow(Tag tag, QWidget* parent)
    : QWidget(parent),
      tag_(tag),
      title_(new ElidedLabel),
      status_(new ElidedLabel),
      progress_(new QProgressBar),
      up_(parts::iconButton("up", tr("Run earlier"))),
      cancel_(parts::iconButton("close", tr("Remove this run"))) {
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    progress_->setFixedHeight(fontMetrics().height() / 3);
    status_->setForegroundRole(QPalette::PlaceholderText);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme::kGap / 2);
    grid->setVerticalSpacing(theme::kGap / 4);
    grid->addWidget(title_, 0, 0);
    grid->addWidget(status_, 1, 0);
    grid->addWidget(progress_, 2, 0, 1, 3);
    grid->addWidget(up_, 0, 1, 2, 1);
    grid->addWidget(cancel_, 0, 2, 2, 1);
    grid->setColumnStretch(0, 1);
    connect(up_, &QToolButton::clicked, this, [this] { emit movedUp(tag_); });
    connect(cancel_, &QToolButton::clicked, this, [this] { emit cancelled(tag_); });
}

void QueueRow::showRun(const Run& run, const QString& title, bool first) {
    waiting_ = run.state == RunState::Waiting;
    title_->setText(title);
    status_->setText(statusText(run));
    progress_->setVisible(!waiting_);
    // No end is known while the models are read: the bar runs to and fro.
    progress_->setRange(0, run.state == RunState::Loading ? 0 : 1000);
    progress_->setValue(static_cast<int>(run.progress * 1000));
    progress_->setAccessibleName(tr("Progress of %1").arg(title));
    up_->setVisible(waiting_);
    up_->setEnabled(waiting_ && !first);
    cancel_->setAccessibleName(tr("Remove %1").arg(title));
}

QueuePanel::QueuePanel(RunQueue& queue, const ModelLibrary& models, QWidget* parent)
    : QWidget(parent),
      queue_(queue),
      models_(models),
      empty_(parts::hintLabel(
          tr("The queue is empty. Ctrl+Enter starts a run; further runs wait here."))),
      rowsLayout_(new QVBoxLayout),
      clear_(new QToolButton) {
    setAccessibleName(tr("Queue"));
    rowsLayout_->setSpacing(theme::kGap + theme::kGap / 2);
    clear_->setText(tr("Clear the queue"));
    clear_->setAccessibleName(clear_->text());
    clear_->setToolTip(tr("Removes the waiting runs. The current run continues."));
    clear_->setFocusPolicy(Qt::StrongFocus);
    QVBoxLayout* column = parts::column(this);
    column->addWidget(empty_);
    column->addLayout(rowsLayout_);
    column->addWidget(clear_, 0, Qt::AlignRight);
    column->addStretch(1);
    connect(clear_, &QToolButton::clicked, this, [this] { queue_.clearWaiting(); });
    connect(&queue_, &RunQueue::queueChanged, this, &QueuePanel::showQueue);
    connect(&queue_, &RunQueue::runAdded, this, &QueuePanel::showQueue);
    connect(&queue_, &RunQueue::runChanged, this, &QueuePanel::showRun);
    showQueue();
}

// Rows of runs that stay are kept, so that a button keeps its focus.
void QueuePanel::setRows(const std::vector<RunPtr>& queue) {
    std::vector<QueueRow*> rows;
    for (const RunPtr& run : queue) {
        const auto old = rowOf(run->tag);
        rows.push_back(old != rows_.end() ? std::exchange(*old, nullptr) : newRow(run->tag));
    }
    for (QueueRow* gone : rows_) {
        if (gone == nullptr) continue;
        gone->hide();
        gone->deleteLater();
    }
    rows_ = std::move(rows);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        rowsLayout_->insertWidget(static_cast<int>(i), rows_[i]);
    }
}

QueueRow* QueuePanel::newRow(Tag tag) {
    auto* row = new QueueRow(tag, this);
    connect(row, &QueueRow::cancelled, this, [this](Tag cancelled) { queue_.cancel(cancelled); });
    connect(row, &QueueRow::movedUp, this, [this](Tag moved) {
        if (queue_.moveUp(moved)) showQueue();
    });
    return row;
}

std::vector<QueueRow*>::iterator QueuePanel::rowOf(Tag tag) {
    return std::find_if(rows_.begin(), rows_.end(),
                        [tag](const QueueRow* row) { return row != nullptr && row->tag() == tag; });
}

void QueuePanel::showQueue() {
    const std::vector<RunPtr> queue = queue_.queued();
    const auto isOf = [](const QueueRow* row, const RunPtr& run) { return row->tag() == run->tag; };
    if (!std::equal(rows_.begin(), rows_.end(), queue.begin(), queue.end(), isOf)) setRows(queue);
    int waiting = 0;
    for (std::size_t i = 0; i < queue.size(); ++i) {
        rows_[i]->showRun(*queue[i], titleOf(*queue[i], models_), waiting == 0);
        if (queue[i]->state == RunState::Waiting) ++waiting;
    }
    empty_->setVisible(queue.empty());
    clear_->setVisible(waiting > 1);
}

void QueuePanel::showRun(const RunPtr& run) {
    const auto row = rowOf(run->tag);
    const bool atWork = run->state == RunState::Loading || run->state == RunState::Running;
    if (row != rows_.end() && atWork && !(*row)->isWaiting()) {
        (*row)->showRun(*run, titleOf(*run, models_), false);
    } else if (row != rows_.end() || run->isActive()) {
        showQueue();
    }
}

QueueButton::QueueButton(RunQueue& queue, const ModelLibrary& models, QWidget* parent)
    : QToolButton(parent),
      queue_(queue),
      popup_(new QFrame(this, Qt::Popup)),
      panel_(new QueuePanel(queue, models)) {
    setIcon(theme::icon("queue"));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setFocusPolicy(Qt::StrongFocus);
    popup_->setFrameShape(QFrame::StyledPanel);
    auto* layout = new QVBoxLayout(popup_);
    layout->setContentsMargins(theme::kInset, theme::kInset, theme::kInset, theme::kInset);
    layout->addWidget(panel_);
    layout->setSizeConstraint(QLayout::SetMinAndMaxSize);
    panel_->setMinimumWidth(fontMetrics().averageCharWidth() * 48);
    connect(this, &QToolButton::clicked, this, &QueueButton::showQueue);
    connect(&queue_, &RunQueue::queueChanged, this, &QueueButton::showCount);
    connect(&queue_, &RunQueue::runAdded, this, &QueueButton::showCount);
    connect(&queue_, &RunQueue::runChanged, this, &QueueButton::showCount);
    showCount();
}

void QueueButton::showCount() {
    const int count = static_cast<int>(queue_.queued().size());
    const QString shown = count == 0 ? tr("Queue") : tr("Queue (%1)").arg(count);
    if (shown == text()) return;
    setText(shown);
    setAccessibleName(tr("Queue, %n run(s)", nullptr, count));
    setToolTip(accessibleName());
}

void QueueButton::showQueue() {
    popup_->adjustSize();
    const QRect screen = this->screen()->availableGeometry();
    QPoint corner = mapToGlobal(QPoint(0, height()));
    corner.setX(std::clamp(corner.x(), screen.left(),
                           std::max(screen.left(), screen.right() - popup_->width())));
    popup_->move(corner);
    popup_->show();
    panel_->setFocus();
}

}  // namespace duo::ui
