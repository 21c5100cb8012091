#include "window/chart_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include "charts/memory_chart.h"
#include "charts/speed_chart.h"
#include "panels/panel_parts.h"
#include "state/run_titles.h"
#include "views/compare_words.h"
#include "widgets/theme.h"
#include "widgets/units.h"

namespace duo::ui {

ChartPanel::ChartPanel(const Selection& selection, const ModelLibrary& models, RunQueue& queue,
                       QWidget* parent)
    : QWidget(parent),
      selection_(selection),
      models_(models),
      queue_(queue),
      memory_(new MemoryChart),
      speed_(new SpeedChart),
      titleBar_(new QWidget),
      summary_(new ElidedLabel),
      compare_(new QToolButton) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::kInset, 0, theme::kInset, theme::kGap);
    column->setSpacing(theme::kGap / 2);
    buildTitleBar();
    auto* charts = new QSplitter(Qt::Horizontal);
    memory_->layout()->setContentsMargins(0, 0, theme::kGap, 0);
    speed_->layout()->setContentsMargins(theme::kGap, 0, 0, 0);
    charts->addWidget(memory_);
    charts->addWidget(speed_);
    charts->setChildrenCollapsible(false);
    column->addWidget(charts, 1);
    connectState();
    follow(queue_.current());
}

void ChartPanel::buildTitleBar() {
    titleBar_->setObjectName("dockTitle");
    titleBar_->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(titleBar_);
    row->setContentsMargins(theme::kInset, 1, theme::kGap / 2, 1);
    row->setSpacing(theme::kGap);
    summary_->setForegroundRole(QPalette::PlaceholderText);
    summary_->setAccessibleName(tr("Figures of the run"));
    compare_->setText(tr("Measure plain VAR"));
    compare_->setIcon(theme::icon("compare"));
    compare_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    compare_->setAutoRaise(true);
    compare_->setFocusPolicy(Qt::StrongFocus);
    compare_->setToolTip(
        tr("Decode the same pictures with the drafter alone and show its figures beside these"));
    connect(compare_, &QToolButton::clicked, this, [this] {
        if (run_) queue_.compareWithPlainVar(run_);
    });
    QToolButton* close = parts::iconButton("chevron-down", tr("Close the charts"));
    connect(close, &QToolButton::clicked, this, &ChartPanel::closeAsked);
    row->addWidget(new QLabel(tr("Charts")));
    row->addWidget(summary_, 1);
    row->addWidget(compare_);
    row->addWidget(close);
}

void ChartPanel::connectState() {
    connect(&queue_, &RunQueue::runChanged, this, [this](const RunPtr& run) {
        if (run->comparison) return refresh();  // its figures belong beside another run's
        if (run->state != RunState::Waiting) follow(run);
    });
    connect(&selection_, &Selection::pictureChanged, this, &ChartPanel::followPicture);
    connect(&selection_, &Selection::scaleChanged, speed_, &SpeedChart::setSelected);
    connect(speed_, &SpeedChart::scaleClicked, this, &ChartPanel::scaleClicked);
    connect(memory_, &MemoryChart::scaleClicked, this, &ChartPanel::scaleClicked);
}

void ChartPanel::follow(const RunPtr& run) {
    if (run && run->comparison) return;
    run_ = run;
    for (Chart* chart : {static_cast<Chart*>(memory_), static_cast<Chart*>(speed_)}) {
        chart->setGrowOnly(run_ && run_->live);
    }
    memory_->setRun(run_);
    speed_->setRun(run_);
    refresh();
}

void ChartPanel::followPicture() {
    const PicturePtr& picture = selection_.picture();
    if (picture) follow(queue_.runOf(*picture));
}

void ChartPanel::refresh() {
    const RunPtr plain = run_ ? queue_.plainVarOf(run_) : nullptr;
    speed_->setComparison(plain);
    const bool done = run_ && run_->state == RunState::Done && run_->kind == RunKind::Generate;
    compare_->setEnabled(done && !plain);
    summary_->setText(summary());
}

QString ChartPanel::summary() const {
    if (!run_ && selection_.picture()) return tr("Pictures of earlier sessions have no figures");
    if (!run_) return tr("Figures appear with the first run");
    if (run_->state != RunState::Done) return titleOf(*run_, models_);
    const JobReport& report = run_->report;
    QString text = tr("%1: tokens in %2, VQ-VAE %3")
                       .arg(titleOf(*run_, models_), durationWords(report.decodeMs / 1000),
                            durationWords(report.vqvaeMs / 1000));
    const RunPtr plain = queue_.plainVarOf(run_);
    if (plain && plain->state == RunState::Done && report.decodeMs > 0) {
        text += tr(" · %1× the speed of plain VAR (%2)")
                    .arg(figure(plain->report.decodeMs / report.decodeMs, 3),
                         durationWords(plain->report.decodeMs / 1000));
    }
    return text;
}

}  // namespace duo::ui
