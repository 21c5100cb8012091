#include "window/chart_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "charts/memory_chart.h"
#include "charts/speed_chart.h"
#include "charts/units.h"
#include "views/compare_words.h"
#include "widgets/theme.h"

namespace duo::ui {

ChartPanel::ChartPanel(Studio& studio, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      memory_(new MemoryChart),
      speed_(new SpeedChart),
      summary_(new QLabel),
      compare_(new QPushButton(theme::icon("compare"), tr("Measure plain VAR"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::kInset, 0, theme::kInset, theme::kGap);
    column->setSpacing(theme::kGap / 2);
    column->addWidget(buildHeader());
    auto* charts = new QSplitter(Qt::Horizontal);
    memory_->layout()->setContentsMargins(0, 0, theme::kGap, 0);
    speed_->layout()->setContentsMargins(theme::kGap, 0, 0, 0);
    charts->addWidget(memory_);
    charts->addWidget(speed_);
    charts->setChildrenCollapsible(false);
    column->addWidget(charts, 1);
    connectStudio();
    follow(studio_.current());
}

QWidget* ChartPanel::buildHeader() {
    auto* header = new QWidget;
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    summary_->setAccessibleName(tr("Figures of the run"));
    compare_->setToolTip(
        tr("Decode the same pictures with the drafter alone and show its figures beside these"));
    connect(compare_, &QPushButton::clicked, this, [this] {
        if (run_) studio_.compareWithPlainVar(run_);
    });
    row->addWidget(summary_, 1);
    row->addWidget(compare_);
    return header;
}

void ChartPanel::connectStudio() {
    connect(&studio_, &Studio::runChanged, this, [this](const RunPtr& run) {
        if (run->comparison) return refresh();  // its figures belong beside another run's
        if (run->state != RunState::Waiting) follow(run);
    });
    connect(&studio_.selection(), &Selection::pictureChanged, this, [this] {
        const PicturePtr& picture = studio_.selection().picture();
        if (const RunPtr run = picture ? runOf(studio_, *picture) : nullptr) follow(run);
    });
    connect(&studio_.selection(), &Selection::scaleChanged, speed_, &SpeedChart::setSelected);
    connect(speed_, &SpeedChart::scaleClicked, this, &ChartPanel::scaleClicked);
    connect(memory_, &MemoryChart::scaleClicked, this, &ChartPanel::scaleClicked);
}

void ChartPanel::follow(const RunPtr& run) {
    if (run && run->comparison) return;
    run_ = run;
    memory_->setRun(run_);
    speed_->setRun(run_);
    refresh();
}

void ChartPanel::refresh() {
    const RunPtr plain = run_ ? studio_.plainVarOf(run_) : nullptr;
    speed_->setComparison(plain);
    const bool done = run_ && run_->state == RunState::Done && run_->kind == RunKind::Generate;
    compare_->setEnabled(done && !plain);
    summary_->setText(summary());
    summary_->setToolTip(summary_->text());
}

QString ChartPanel::summary() const {
    if (!run_) return tr("Figures appear with the first run");
    if (run_->state != RunState::Done) return run_->title;
    const JobReport& report = run_->report;
    QString text = tr("%1: tokens in %2, VQ-VAE %3")
                       .arg(run_->title, millisecondsWords(report.decodeMs),
                            millisecondsWords(report.vqvaeMs));
    const RunPtr plain = studio_.plainVarOf(run_);
    if (plain && plain->state == RunState::Done && report.decodeMs > 0) {
        text += tr(" · %1× as fast as plain VAR (%2)")
                    .arg(figure(plain->report.decodeMs / report.decodeMs, 3),
                         millisecondsWords(plain->report.decodeMs));
    }
    return text;
}

}  // namespace duo::ui
