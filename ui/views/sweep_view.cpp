#include "views/sweep_view.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QSlider>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <set>

#include "charts/cost_chart.h"
#include "views/sweep_controls.h"
#include "views/sweep_export.h"
#include "views/sweep_grid.h"
#include "views/sweep_line.h"
#include "views/sweep_status.h"
#include "widgets/image_canvas.h"
#include "widgets/pages.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr double kWorthTheChart = 1.3;  // so much larger are pictures for which the chart goes

QHBoxLayout* rowOf(QWidget* owner) {
    auto* row = new QHBoxLayout(owner);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGap);
    return row;
}

}  // namespace

SweepView::SweepView(const Parts& parts, QWidget* parent)
    : QWidget(parent),
      parts_(parts),
      model_(new SweepModel([&models = parts.models](int label) { return models.className(label); },
                            this)),
      grid_(new SweepGrid(model_)),
      controls_(new SweepControls),
      export_(new SweepExport(parts.models, parts.files, parts.notices, *model_, this)),
      chart_(new CostChart),
      pages_(new Pages),
      empty_(new ImageCanvas),
      splitter_(new QSplitter(Qt::Vertical)),
      status_(new SweepLine(tr("State of the sweep"))),
      cell_(new SweepLine(tr("Figures of the chosen picture"))),
      fit_(new QToolButton),
      size_(new QSlider(Qt::Horizontal)),
      chartShown_(new QToolButton),
      open_(new QPushButton(tr("Open"))),
      compare_(new QPushButton(tr("Compare"))),
      use_(new QPushButton(theme::icon("check"), tr("Use this N"))) {
    controls_->exportButton().setMenu(export_->menu());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildTop());
    column->addWidget(buildPages(), 1);
    connectGrid();
    connectSize();
    connectState();
    controls_->setScaleCount(parts_.settings.scaleCount());
    model_->setScale(parts_.selection.scale());
    showSplit();
    showStatus();
    showCell();
    showNewestSweep();
}

QWidget* SweepView::buildTop() {
    auto* top = new QWidget;
    auto* column = new QVBoxLayout(top);
    column->setContentsMargins(theme::kInset, theme::kGap, theme::kInset, theme::kGap);
    column->setSpacing(theme::kGap / 2);
    column->addWidget(controls_);
    auto* second = new QHBoxLayout;
    second->addWidget(status_, 1);
    second->addWidget(buildSize());
    column->addLayout(second);
    return top;
}

QWidget* SweepView::buildSize() {
    auto* owner = new QWidget;
    auto* row = rowOf(owner);
    fit_->setIcon(theme::icon("fit"));
    fit_->setAutoRaise(true);
    fit_->setCheckable(true);
    fit_->setChecked(true);
    fit_->setFocusPolicy(Qt::StrongFocus);
    fit_->setToolTip(tr("The largest size that shows all splits"));
    fit_->setAccessibleName(tr("Fit the splits into the width"));
    size_->setRange(SweepGrid::kMinEdge, SweepGrid::kMaxEdge);
    size_->setValue(grid_->edge());
    size_->setFixedWidth(fontMetrics().averageCharWidth() * 14);
    size_->setToolTip(tr("Size of the pictures (Ctrl and wheel)"));
    size_->setAccessibleName(tr("Size of the pictures"));
    chartShown_->setIcon(theme::icon("chart"));
    chartShown_->setAutoRaise(true);
    chartShown_->setCheckable(true);
    chartShown_->setChecked(true);
    chartShown_->setFocusPolicy(Qt::StrongFocus);
    chartShown_->setToolTip(tr("Time and memory against N"));
    chartShown_->setAccessibleName(tr("Show the chart of time and memory"));
    row->addWidget(chartShown_);
    row->addWidget(fit_);
    row->addWidget(size_);
    return owner;
}

QWidget* SweepView::buildPages() {
    empty_->setFocusPolicy(Qt::NoFocus);
    auto* sheet = new QWidget;
    auto* column = new QVBoxLayout(sheet);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(grid_, 1);
    column->addWidget(buildBottom());
    splitter_->addWidget(sheet);
    chartBox_ = new QWidget;
    auto* inset = new QVBoxLayout(chartBox_);
    inset->setContentsMargins(theme::kInset, 0, theme::kInset, theme::kGap / 2);
    inset->addWidget(chart_);
    splitter_->addWidget(chartBox_);
    splitter_->setChildrenCollapsible(false);
    // Lower than grid and chart together: a window that shrinks has the chart give way.
    pages_->setMinimumHeight(fontMetrics().height() * 6);
    pages_->addWidget(empty_);
    pages_->addWidget(splitter_);
    return pages_;
}

QWidget* SweepView::buildBottom() {
    auto* bottom = new QWidget;
    auto* row = new QHBoxLayout(bottom);
    row->setContentsMargins(theme::kInset, theme::kGap / 2, theme::kInset, theme::kGap / 2);
    row->setSpacing(theme::kGap);
    open_->setToolTip(tr("Show the picture large (Enter)"));
    compare_->setToolTip(tr("Add the picture to Compare (C)"));
    use_->setToolTip(tr("Generate with this split from now on (U)"));
    row->addWidget(cell_, 1);
    row->addWidget(open_);
    row->addWidget(compare_);
    row->addWidget(use_);
    return bottom;
}

void SweepView::connectGrid() {
    connect(controls_, &SweepControls::started, this, &SweepView::start);
    connect(controls_, &SweepControls::cancelled, this, &SweepView::cancel);
    connect(controls_, &SweepControls::choiceChanged, this, &SweepView::showStatus);
    const auto open = [this](const QModelIndex& index) {
        if (const PicturePtr picture = model_->picture(index)) emit opened(picture);
    };
    connect(grid_, &SweepGrid::opened, this, open);
    connect(grid_, &SweepGrid::compareAsked, this, &SweepView::compareCell);
    connect(grid_, &SweepGrid::splitAsked, this, &SweepView::useSplit);
    connect(grid_, &SweepGrid::currentMoved, this, &SweepView::showCell);
    connect(open_, &QPushButton::clicked, this, [this, open] { open(grid_->cell()); });
    connect(compare_, &QPushButton::clicked, this, [this] { compareCell(grid_->cell()); });
    connect(use_, &QPushButton::clicked, this, [this] {
        if (grid_->cell().isValid()) useSplit(model_->split(grid_->cell().column()));
    });
    connect(chart_, &CostChart::splitClicked, this, [this](int split) {
        const int row = std::max(grid_->cell().row(), 0);
        if (const int column = model_->columnOf(split); column >= 0 && model_->rowCount() > 0) {
            grid_->setCell(model_->index(row, column));
        }
    });
}

void SweepView::connectSize() {
    connect(chartShown_, &QToolButton::clicked, this, [this](bool shown) {
        chartPlaced_ = true;
        chartBox_->setVisible(shown);
    });
    connect(splitter_, &QSplitter::splitterMoved, this, [this] { chartPlaced_ = true; });
    connect(fit_, &QToolButton::clicked, grid_, &SweepGrid::setFitted);
    connect(size_, &QSlider::valueChanged, this, [this](int edge) {
        grid_->setEdge(edge);
        fit_->setChecked(false);
    });
    connect(grid_, &SweepGrid::edgeChanged, this, [this](int edge) {
        const QSignalBlocker quiet(size_);
        size_->setValue(edge);
        fit_->setChecked(grid_->isFitted());
    });
}

// The chart gives way where the pictures need the room or become much larger by it, until someone
// says otherwise.
void SweepView::placeChart() {
    if (chartPlaced_ || model_->cellCount() == 0) return;
    const int room = splitter_->height();
    const int chart = std::max(chartBox_->minimumSizeHint().height(), fontMetrics().height() * 11);
    const int bottom = fit_->sizeHint().height() + theme::kGap;
    const int oneRow = grid_->heightOf(1) + bottom;
    const bool larger =
        grid_->isFitted() &&
        grid_->edgeIn(room - bottom) > kWorthTheChart * grid_->edgeIn(room - bottom - chart);
    const bool fits = room >= oneRow + chart && !larger;
    chartBox_->setVisible(fits);
    chartShown_->setChecked(fits);
    if (!fits) return;
    const int rows = std::min(grid_->heightOf(model_->rowCount()) + bottom, room - chart);
    splitter_->setSizes({rows, room - rows});
}

void SweepView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeChart();
}

void SweepView::connectState() {
    connect(&parts_.queue, &RunQueue::runChanged, this, &SweepView::takeRun);
    connect(&parts_.recorder, &RunRecorder::scaleFinished, this, &SweepView::takeRun);
    connect(&parts_.recorder, &RunRecorder::pictureFinished, this, &SweepView::takeRun);
    connect(&parts_.selection, &Selection::scaleChanged, model_, &SweepModel::setScale);
    connect(&parts_.models, &ModelLibrary::modelsLoaded, this, &SweepView::showStatus);
    connect(&parts_.settings, &GenerationSettings::changed, this, [this] {
        controls_->setScaleCount(parts_.settings.scaleCount());
        showSplit();
        showStatus();
    });
}

// ---- Start and cancel --------------------------------------------------------------------------

SweepPlan SweepView::plan() const {
    return {parts_.settings, parts_.models, controls_->choice()};
}

void SweepView::start() {
    if (!plan().whyNot().isEmpty() || model_->isWorking()) return;
    const std::vector<int> splits = plan().splits();
    std::vector<RunPtr> runs;
    for (const GenerationRequest& request : plan().requests()) {
        for (RunPtr& run : parts_.queue.sweepEachByItsPair(request, splits)) {
            runs.push_back(std::move(run));
        }
    }
    if (!runs.empty()) showRuns(std::move(runs), controls_->choice().rows);
}

void SweepView::showRuns(std::vector<RunPtr> runs, SweepModel::Rows rows) {
    model_->setRuns(std::move(runs), rows);
    chart_->setPoints(model_->costs());
    pages_->setCurrentWidget(model_->cellCount() > 0 ? static_cast<QWidget*>(splitter_) : empty_);
    grid_->setFocus();
    layout()->activate();
    placeChart();
    showStatus();
    showCell();
}

// A window that opens while a sweep is there, as after a change of language, shows it.
void SweepView::showNewestSweep() {
    const std::vector<RunPtr>& runs = parts_.queue.runs();
    const auto newest = std::find_if(runs.rbegin(), runs.rend(),
                                     [](const RunPtr& run) { return run->kind == RunKind::Sweep; });
    if (newest == runs.rend()) return chartBox_->hide();
    // With the other runs of its sheet: a split with a tuned pair is a run of its own.
    std::vector<RunPtr> sheet;
    std::set<int> splits;
    for (auto run = newest; run != runs.rend(); ++run) {
        if ((*run)->kind != RunKind::Sweep || (*run)->request != (*newest)->request) continue;
        const bool again = std::any_of((*run)->splits.begin(), (*run)->splits.end(),
                                       [&](int split) { return splits.count(split) > 0; });
        if (again) break;
        splits.insert((*run)->splits.begin(), (*run)->splits.end());
        sheet.insert(sheet.begin(), *run);
    }
    const bool one = (*newest)->request.labels.size() == 1;
    showRuns(sheet, one ? SweepModel::Rows::One : SweepModel::Rows::Classes);
}

RunPtr SweepView::newestRun() const {
    return model_->runs().empty() ? nullptr : model_->runs().back();
}

void SweepView::cancel() {
    for (const RunPtr& run : std::vector<RunPtr>(model_->runs().rbegin(), model_->runs().rend())) {
        if (run->isActive()) parts_.queue.cancel(run->tag);
    }
}

// ---- What it shows -----------------------------------------------------------------------------

void SweepView::takeRun(const RunPtr& run) {
    if (!model_->holds(run)) return;
    model_->refresh(run);
    chart_->setPoints(model_->costs());
    showStatus();
    showCell();
}

QString SweepView::statusText() const {
    return status_->text();
}

void SweepView::showStatus() {
    const QString why = plan().whyNot(), planned = plan().text();
    controls_->setWorking(model_->isWorking());
    controls_->setWhyNot(why, planned);
    status_->setLine(model_->runs().empty() ? planned : sweepStatus(*model_, parts_.models));
    empty_->setEmptyText(
        tr("Every split, side by side"),
        why.isEmpty()
            ? tr("A sweep decodes one picture with every split N and shows time, speed-up, "
                 "memory and the difference to plain VAR. The drafter's scales are decoded "
                 "once for all splits. Choose rows and splits above and start.")
            : why);
}

void SweepView::showCell() {
    const QModelIndex index = grid_->cell();
    const bool there = model_->picture(index) != nullptr;
    cell_->setLine(model_->sentence(index));
    open_->setEnabled(there);
    compare_->setEnabled(there);
    use_->setEnabled(index.isValid());
    use_->setText(index.isValid() ? tr("Use N = %1").arg(model_->split(index.column()))
                                  : tr("Use this N"));
}

void SweepView::showSplit() {
    grid_->setCurrentSplit(parts_.settings.split());
    chart_->setCurrent(parts_.settings.split());
}

void SweepView::compareCell(const QModelIndex& index) {
    const PicturePtr picture = model_->picture(index);
    if (!picture) return;
    parts_.selection.addCompared(picture);
    status_->setLine(tr("Added to Compare: %1 of 4").arg(parts_.selection.compared().size()));
}

void SweepView::useSplit(int split) {
    parts_.settings.setSplit(split);
    status_->setLine(tr("N = %1 is in use").arg(split));
}

// ---- What comes back ---------------------------------------------------------------------------

void SweepView::save(QSettings& store) const {
    const SweepChoice& choice = controls_->choice();
    store.setValue("sweepRows", static_cast<int>(choice.rows));
    store.setValue("sweepFrom", choice.from);
    store.setValue("sweepTo", choice.to);
    store.setValue("sweepSeeds", choice.seeds);
    store.setValue("sweepEdge", grid_->isFitted() ? 0 : grid_->edge());
    store.setValue("sweepChartPlaced", chartPlaced_);
    store.setValue("sweepChart", chartShown_->isChecked());
    store.setValue("sweepSplitter", splitter_->saveState());
}

void SweepView::restore(QSettings& store) {
    SweepChoice choice;
    const int scales = parts_.settings.scaleCount();
    choice.rows =
        static_cast<SweepModel::Rows>(std::clamp(store.value("sweepRows", 0).toInt(), 0, 2));
    choice.to = std::clamp(store.value("sweepTo", scales).toInt(), 0, scales);
    choice.from = std::clamp(store.value("sweepFrom", 0).toInt(), 0, choice.to);
    choice.seeds = std::clamp(store.value("sweepSeeds", choice.seeds).toInt(), 2, 32);
    controls_->setChoice(choice);
    if (const int edge = store.value("sweepEdge", 0).toInt(); edge > 0) grid_->setEdge(edge);
    fit_->setChecked(grid_->isFitted());
    chartPlaced_ = store.value("sweepChartPlaced", false).toBool();
    if (!chartPlaced_) return;
    splitter_->restoreState(store.value("sweepSplitter").toByteArray());
    chartShown_->setChecked(store.value("sweepChart", true).toBool());
    chartBox_->setVisible(chartShown_->isChecked());
}

}  // namespace duo::ui
