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
#include "widgets/image_canvas.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

QHBoxLayout* rowOf(QWidget* owner) {
    auto* row = new QHBoxLayout(owner);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGap);
    return row;
}

}  // namespace

SweepView::SweepView(Studio& studio, QWidget* parent)
    : QWidget(parent),
      studio_(studio),
      model_(new SweepModel([&studio](int label) { return studio.className(label); }, this)),
      grid_(new SweepGrid(model_)),
      controls_(new SweepControls),
      export_(new SweepExport(studio, *model_, this)),
      chart_(new CostChart),
      pages_(new QStackedWidget),
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
    connectStudio();
    controls_->setScaleCount(studio_.settings().scaleCount());
    model_->setScale(studio_.selection().scale());
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
    fit_->setToolTip(tr("As large as lets all splits be seen"));
    fit_->setAccessibleName(tr("Fit the splits into the width"));
    size_->setRange(SweepGrid::kLeastEdge, SweepGrid::kMostEdge);
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
    pages_->setMinimumHeight(fontMetrics().height() * 10);
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
    connect(open_, &QPushButton::clicked, this, [this, open] { open(grid_->currentIndex()); });
    connect(compare_, &QPushButton::clicked, this, [this] { compareCell(grid_->currentIndex()); });
    connect(use_, &QPushButton::clicked, this, [this] {
        if (grid_->currentIndex().isValid())
            useSplit(model_->split(grid_->currentIndex().column()));
    });
    connect(chart_, &CostChart::splitClicked, this, [this](int split) {
        const int row = std::max(grid_->currentIndex().row(), 0);
        if (const int column = model_->columnOf(split); column >= 0 && model_->rowCount() > 0) {
            grid_->setCurrentIndex(model_->index(row, column));
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

// The chart gives way where the pictures need the room, until someone says otherwise.
void SweepView::placeChart() {
    if (chartPlaced_ || model_->cellCount() == 0) return;
    const int room = splitter_->height();
    const int chart = std::max(chartBox_->minimumSizeHint().height(), fontMetrics().height() * 11);
    const int bottom = fit_->sizeHint().height() + theme::kGap;
    const int oneRow = grid_->heightOf(1) + bottom;
    const bool fits = room >= oneRow + chart;
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

void SweepView::connectStudio() {
    connect(&studio_, &Studio::runChanged, this, &SweepView::takeRun);
    connect(&studio_, &Studio::scaleFinished, this, &SweepView::takeRun);
    connect(&studio_, &Studio::pictureFinished, this, &SweepView::takeRun);
    connect(&studio_.selection(), &Selection::scaleChanged, model_, &SweepModel::setScale);
    connect(&studio_, &Studio::modelsLoaded, this, &SweepView::showStatus);
    connect(&studio_.settings(), &GenerationSettings::changed, this, [this] {
        controls_->setScaleCount(studio_.settings().scaleCount());
        showSplit();
        showStatus();
    });
}

// ---- Start and cancel --------------------------------------------------------------------------

QString SweepView::whyNot() const {
    if (!studio_.loaded()) return tr("The models are not loaded yet.");
    if (studio_.settings().classes().empty()) return tr("Pick a class at the left first.");
    return {};
}

std::vector<GenerationRequest> SweepView::requests() const {
    const GenerationSettings& settings = studio_.settings();
    const SweepChoice& choice = controls_->choice();
    if (settings.classes().empty()) return {};
    GenerationRequest request = settings.request(settings.seed());
    request.rng = RngKind::Counter;  // so that the splits share the drafter's scales
    request.labels = {settings.classes().front().label};
    if (choice.rows == SweepModel::Rows::Classes) {
        for (const ClassCount& c : settings.classes()) {
            if (std::find(request.labels.begin(), request.labels.end(), c.label) ==
                request.labels.end()) {
                request.labels.push_back(c.label);
            }
        }
    }
    request.batch = std::min(settings.batch(), static_cast<int>(request.labels.size()));
    const int count = choice.rows == SweepModel::Rows::Seeds ? choice.seeds : 1;
    std::vector<GenerationRequest> requests(count, request);
    for (int i = 0; i < count; ++i) requests[i].seed = request.seed + static_cast<quint64>(i);
    return requests;
}

void SweepView::start() {
    if (!whyNot().isEmpty() || model_->isWorking()) return;
    const std::vector<int> splits = controls_->choice().splits(studio_.settings().scaleCount());
    std::vector<RunPtr> runs;
    for (const GenerationRequest& request : requests()) {
        for (RunPtr& run : studio_.sweepEachByItsPair(request, splits)) {
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

// A window that opens over a studio at work, as after a change of language, shows what is there.
void SweepView::showNewestSweep() {
    const std::vector<RunPtr>& runs = studio_.runs();
    const auto newest = std::find_if(runs.rbegin(), runs.rend(),
                                     [](const RunPtr& run) { return run->kind == RunKind::Sweep; });
    if (newest == runs.rend()) return chartBox_->hide();
    // With it those that filled its rows: splits that have a pair of their own are runs of their
    // own.
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
        const bool ended = run->state == RunState::Done || run->state == RunState::Failed ||
                           run->state == RunState::Cancelled;
        if (!ended) studio_.cancel(run->tag);
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

void SweepView::showSplit() {
    grid_->setCurrentSplit(studio_.settings().split());
    chart_->setCurrent(studio_.settings().split());
}

void SweepView::compareCell(const QModelIndex& index) {
    const PicturePtr picture = model_->picture(index);
    if (!picture) return;
    studio_.selection().addCompared(picture);
    status_->setLine(tr("Added to Compare: %1 of 4").arg(studio_.selection().compared().size()));
}

void SweepView::useSplit(int split) {
    studio_.settings().setSplit(split);
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
    const int scales = studio_.settings().scaleCount();
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
