#include "window/main_window.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QProgressBar>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include "charts/chart.h"
#include "panels/class_panel.h"
#include "panels/history_panel.h"
#include "panels/model_panel.h"
#include "panels/notice_bar.h"
#include "panels/queue_panel.h"
#include "panels/run_panel.h"
#include "panels/sampling_panel.h"
#include "state/run_titles.h"
#include "views/compare_view.h"
#include "views/runs_view.h"
#include "views/single_view.h"
#include "views/sweep_tabs.h"
#include "views/sweep_view.h"
#include "widgets/fold_box.h"
#include "widgets/input_rules.h"
#include "widgets/scale_rail.h"
#include "widgets/scrubber.h"
#include "window/chart_panel.h"
#include "window/first_hints.h"
#include "window/help_dialogs.h"
#include "window/picture_dialogs.h"
#include "window/rail_panel.h"
#include "window/side_column.h"
#include "window/window_bars.h"

namespace duo::ui {
namespace {

constexpr int kLayoutVersion = 1;
constexpr int kLowWindow = 800;                       // pixels; 1280 × 720 is below
constexpr int kChartsHeight = 220, kLowCharts = 120;  // the latter: as low as they go

// A picture, an evaluation or a folder; empty where there is none of them.
QString droppedFile(const QMimeData& data) {
    for (const QUrl& url : data.urls()) {
        if (!url.isLocalFile()) continue;
        const QFileInfo file(url.toLocalFile());
        const QString suffix = file.suffix().toLower();
        if (suffix == "png" || suffix == "json" || file.isDir()) return file.filePath();
    }
    return {};
}

// Takes what the docks leave. What its views would like to have is no reason to press the docks.
class Centre : public QWidget {
  public:
    QSize sizeHint() const override { return minimumSizeHint(); }
};

QDockWidget* dock(QMainWindow* window, Qt::DockWidgetArea area, const QString& name,
                  const QString& title, QWidget* content) {
    auto* result = new QDockWidget(title, window);
    result->setObjectName(name);
    result->setWidget(content);
    result->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    window->addDockWidget(area, result);
    return result;
}

}  // namespace

MainWindow::MainWindow(Studio& studio, QWidget* parent)
    : QMainWindow(parent),
      studio_(studio),
      actions_(this),
      dialogs_(new PictureDialogs(studio.selection(), studio.queue(), studio.history(),
                                  studio.files(), this)) {
    new InputRules(this);
    setObjectName("mainWindow");
    setWindowTitle("Duoscale");
    setAcceptDrops(true);
    setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowTabbedDocks);
    buildCentre();
    buildSides();
    fillMenuBar(*this, actions_);
    makeToolBar(*this, actions_, new QueueButton(studio_.queue(), studio_.models()));
    buildStatus();
    connectActions();
    connectPanels();
    connectStudio();
    listMemory();
    restore();
    refreshState();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre() {
    stack_ = new QStackedWidget;
    stack_->addWidget(single_ =
                          new SingleView({studio_.settings(), studio_.selection(), studio_.models(),
                                          studio_.queue(), studio_.recorder(), studio_.files()}));
    stack_->addWidget(
        compare_ = new CompareView({studio_.settings(), studio_.selection(), studio_.models(),
                                    studio_.queue(), studio_.recorder(), studio_.history()}));
    stack_->addWidget(sweep_ = new SweepTabs({studio_.settings(), studio_.selection(),
                                              studio_.models(), studio_.queue(), studio_.recorder(),
                                              studio_.files(), studio_.notices()}));
    stack_->addWidget(runs_ = new RunsView(studio_.notices()));
    notices_ = new NoticeBar(studio_.notices(), {Notice::Place::Run, Notice::Place::Core,
                                                 Notice::Place::History, Notice::Place::Export});
    rail_ = new RailPanel({studio_.settings(), studio_.selection(), studio_.models(),
                           studio_.costs(), studio_.queue(), studio_.recorder()});
    auto* centre = new Centre;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(notices_);
    column->addWidget(stack_, 1);
    column->addWidget(rail_);
    setCentralWidget(centre);
}

void MainWindow::buildSides() {
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    column_ = new SideColumn;
    const auto add = [this](const QString& key, const QString& title, auto* panel, bool open) {
        FoldBox* fold = column_->add(key, title, panel, open);
        fold->setSummary(panel->summary());
        connect(panel, &std::remove_pointer_t<decltype(panel)>::summaryChanged, fold,
                &FoldBox::setSummary);
    };
    add("classes", tr("Classes"), classes_ = new ClassPanel(studio_.settings(), studio_.models()),
        true);
    add("run", tr("Seed and count"), run_ = new RunPanel(studio_.settings(), studio_.queue()),
        true);
    add("sampling", tr("Sampling"),
        sampling_ = new SamplingPanel(studio_.settings(), studio_.models()), true);
    add("models", tr("Models"),
        models_ = new ModelPanel({studio_.settings(), studio_.models(), studio_.core(),
                                  studio_.queue(), studio_.notices()}),
        false);
    dock(this, Qt::LeftDockWidgetArea, "settingsDock", tr("Settings"), column_);
    history_ = new HistoryPanel(
        {studio_.history(), studio_.selection(), studio_.queue(), studio_.files()});
    dock(this, Qt::RightDockWidgetArea, "historyDock", tr("History"), history_);
    charts_ = new ChartPanel(studio_.selection(), studio_.models(), studio_.queue());
    QDockWidget* charts = dock(this, Qt::BottomDockWidgetArea, "chartsDock", tr("Charts"), charts_);
    charts->setTitleBarWidget(charts_->titleBar());
    connect(charts_, &ChartPanel::closeAsked, charts, &QDockWidget::close);
}

void MainWindow::buildStatus() {
    coreState_ = new QLabel;
    runState_ = new QLabel;
    progress_ = new QProgressBar;
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    progress_->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    progress_->setAccessibleName(tr("Progress of the run"));
    statusBar()->addWidget(runState_, 1);
    statusBar()->addPermanentWidget(progress_);
    statusBar()->addPermanentWidget(coreState_);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::connectActions() {
    const WindowActions& a = actions_;
    connect(a.generate, &QAction::triggered, this, [this] {
        studio_.queue().generate();
        classes_->noteRecent();
    });
    connect(a.stopNextScale, &QAction::triggered, this,
            [this] { studio_.queue().stop(StopWhen::NextScale); });
    connect(a.stopAfterPicture, &QAction::triggered, this,
            [this] { studio_.queue().stop(StopWhen::AfterBatch); });
    connect(a.discard, &QAction::triggered, this, [this] { studio_.queue().stop(StopWhen::Now); });
    connect(a.clearQueue, &QAction::triggered, this, [this] { studio_.queue().clearWaiting(); });
    connect(a.live, &QAction::toggled, this, [this](bool on) { studio_.live().setOn(on); });
    connect(a.comparePlain, &QAction::triggered, this, [this] {
        if (const RunPtr run = studio_.queue().current()) studio_.queue().compareWithPlainVar(run);
    });
    connect(a.openPicture, &QAction::triggered, dialogs_, &PictureDialogs::openSettings);
    connect(a.openEvaluation, &QAction::triggered, sweep_, &SweepTabs::chooseEvaluation);
    connect(a.followRun, &QAction::triggered, runs_, &RunsView::chooseFolder);
    connect(a.savePicture, &QAction::triggered, dialogs_, &PictureDialogs::savePicture);
    connect(a.exportAnimation, &QAction::triggered, dialogs_, &PictureDialogs::exportAnimation);
    connect(a.exportNpz, &QAction::triggered, dialogs_, &PictureDialogs::exportNpz);
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
    connect(a.single, &QAction::triggered, this, [this] { stack_->setCurrentWidget(single_); });
    connect(a.compare, &QAction::triggered, this, [this] { stack_->setCurrentWidget(compare_); });
    connect(a.sweep, &QAction::triggered, this, [this] { stack_->setCurrentWidget(sweep_); });
    connect(a.runs, &QAction::triggered, this, [this] { stack_->setCurrentWidget(runs_); });
    connect(a.addToCompare, &QAction::triggered, this, [this] {
        if (studio_.selection().picture())
            studio_.selection().addCompared(studio_.selection().picture());
    });
    connect(a.previousScale, &QAction::triggered, this, [this] { stepScale(-1); });
    connect(a.nextScale, &QAction::triggered, this, [this] { stepScale(1); });
    connect(a.finishedScale, &QAction::triggered, this, [this] { rail_->showScale(-1); });
    connect(a.playScales, &QAction::triggered, this, [this] { rail_->scrubber().togglePlay(); });
    connect(a.themes, &QActionGroup::triggered, this, [this](QAction* choice) {
        emit themeChosen(static_cast<ThemeKind>(choice->data().toInt()));
    });
    connect(a.languages, &QActionGroup::triggered, this,
            [this](QAction* choice) { emit languageChosen(choice->data().toString()); });
    connect(a.hints, &QAction::triggered, this, &MainWindow::showHints);
    connect(a.shortcuts, &QAction::triggered, this, [this] { showShortcuts(this); });
    connect(a.about, &QAction::triggered, this, [this] { showAbout(this); });
}

void MainWindow::connectPanels() {
    connect(classes_, &ClassPanel::generateAsked, actions_.generate, &QAction::trigger);
    const auto openInSingle = [this](const PicturePtr& picture) {
        studio_.selection().setPicture(picture);
        actions_.single->trigger();
    };
    connect(history_, &HistoryPanel::lookedAt, this,
            [this](const PicturePtr& picture) { studio_.selection().setPicture(picture); });
    connect(history_, &HistoryPanel::opened, this, openInSingle);
    connect(&sweep_->sweep(), &SweepView::opened, this, openInSingle);
    connect(sweep_, &SweepTabs::evaluationShown, actions_.sweep, &QAction::trigger);
    connect(runs_, &RunsView::followed, actions_.runs, &QAction::trigger);
    // The charts are of what is looked at: the sweep, or the run of the picture.
    connect(stack_, &QStackedWidget::currentChanged, this, [this] {
        const RunPtr sweep = sweep_->sweep().newestRun();
        if (stack_->currentWidget() != sweep_) {
            charts_->followPicture();
        } else if (sweep) {
            charts_->follow(sweep);
        }
    });
    connect(charts_, &ChartPanel::scaleClicked, rail_, &RailPanel::showScale);
    for (Chart* chart : findChildren<Chart*>()) {
        connect(chart, &Chart::exported, &studio_.notices(), &NoticeCentre::tellSaved);
    }
    connect(notices_, &NoticeBar::chooseModels, models_, &ModelPanel::chooseFolder);
}

void MainWindow::connectStudio() {
    connect(&studio_.queue(), &RunQueue::runChanged, this, &MainWindow::refreshState);
    connect(&studio_.queue(), &RunQueue::queueChanged, this, &MainWindow::refreshState);
    connect(&studio_.models(), &ModelLibrary::modelsLoaded, this, &MainWindow::refreshState);
    connect(&studio_.core(), &CoreClient::stateChanged, this, &MainWindow::refreshState);
    connect(&studio_.selection(), &Selection::pictureChanged, this, &MainWindow::refreshState);
    connect(&studio_.settings(), &GenerationSettings::changed, this, &MainWindow::refreshState);
    connect(&studio_.live(), &LiveMode::toggled, actions_.live, &QAction::setChecked);
    connect(&studio_.queue(), &RunQueue::runAdded, this, [this] {
        if (hints_ != nullptr) hints_->end();
    });
}

void MainWindow::refreshState() {
    const RunPtr run = studio_.queue().current();
    const bool working =
        run && (run->state == RunState::Loading || run->state == RunState::Running);
    const bool finished =
        studio_.selection().picture() && !studio_.selection().picture()->final.isNull();
    for (QAction* stop : {actions_.stopNextScale, actions_.stopAfterPicture, actions_.discard}) {
        stop->setEnabled(working);
    }
    actions_.allowGenerate(!studio_.settings().classes().empty());
    actions_.clearQueue->setEnabled(!studio_.core().waiting().empty());
    actions_.comparePlain->setEnabled(run && run->state == RunState::Done);
    actions_.addToCompare->setEnabled(studio_.selection().picture() != nullptr);
    for (QAction* save : {actions_.savePicture, actions_.exportAnimation})
        save->setEnabled(finished);
    actions_.exportNpz->setEnabled(run && !run->pictures.empty());
    progress_->setVisible(working);
    progress_->setValue(run ? static_cast<int>(run->progress * 1000) : 0);
    runState_->setText(run ? titleOf(*run, studio_.models()) : tr("Ready"));
    const CoreState state = studio_.core().state();
    const QString device = studio_.models().loaded()
                               ? QString::fromStdString(studio_.models().loaded()->family.device)
                               : QString();
    coreState_->setText(
        state == CoreState::Ready
            ? (device.isEmpty() ? tr("Core ready") : tr("Core ready on %1").arg(device))
            : studio_.core().stateText());
}

void MainWindow::stepScale(int by) {
    const int last = studio_.settings().scaleCount() - 1;
    const int scale = studio_.selection().scale();
    const int from = scale < 0 ? last + 1 : scale;
    const int to = std::clamp(from + by, 0, last + 1);
    rail_->showScale(to > last ? -1 : to);
}

void MainWindow::showHints() {
    delete hints_;
    hints_ = new FirstHints(
        {{classes_, tr("Pick what to draw"),
          tr("Click a class, or search one by name or number. Ctrl+click adds another: several "
             "classes make a batch.")},
         {rail_, tr("Choose where the models change hands"),
          tr("Drag the divider: the large drafter decodes the scales left of it, the small refiner "
             "the rest. Fewer draft steps are quicker and lighter.")},
         {stack_, tr("Generate with Ctrl+Enter"),
          tr("Every scale arrives in turn. Scrub through them below; Compare and Sweep show what a "
             "split point costs and what it gives.")}},
        this);
    connect(hints_, &FirstHints::ended, this, &MainWindow::hintsSeen);
    hints_->begin();
}

void MainWindow::setThemeShown(ThemeKind kind) {
    for (QAction* choice : actions_.themes->actions()) {
        choice->setChecked(choice->data().toInt() == static_cast<int>(kind));
    }
}

void MainWindow::setLanguageShown(const QString& code) {
    for (QAction* choice : actions_.languages->actions()) {
        choice->setChecked(choice->data().toString() == code);
    }
}

// A sweep's folder opens its evaluation; any other folder the run that goes on there.
void MainWindow::openDropped(const QString& file) {
    const QString measured = file + "/sweep.json";
    if (file.endsWith(".json", Qt::CaseInsensitive)) {
        sweep_->openEvaluation(file);
    } else if (!QFileInfo(file).isDir()) {
        studio_.files().takeSettings(file, GenerationSettings::Take::All);
    } else if (QFileInfo::exists(measured)) {
        sweep_->openEvaluation(measured);
    } else {
        runs_->follow(file);
    }
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    const bool low = height() < kLowWindow;
    rail_->rail().setLow(low);
    if (low == low_) return;
    low_ = low;
    resizeDocks({findChild<QDockWidget*>("chartsDock")}, {low ? kLowCharts : kChartsHeight},
                Qt::Vertical);
}

bool MainWindow::event(QEvent* event) {
    if (event->type() == QEvent::ThemeChange) emit desktopThemeChanged();
    return QMainWindow::event(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    save();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!droppedFile(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    openDropped(droppedFile(*event->mimeData()));
    event->acceptProposedAction();
}

// The keys are those of every earlier version.
void MainWindow::listMemory() {
    memory_.addValue(
        "geometry", [this] { return saveGeometry(); },
        [this](const QVariant& value) { restoreGeometry(value.toByteArray()); });
    memory_.addValue(
        "layout", [this] { return saveState(kLayoutVersion); },
        [this](const QVariant& value) {
            restoreState(value.toByteArray(), kLayoutVersion);
            low_ = value.isValid() && height() < kLowWindow;  // a remembered height of charts stays
        });
    memory_.addPart("column", column_);
    memory_.addPart("classes", classes_);
    memory_.addPart("sampling", sampling_);
    memory_.addPart("models", models_);
    memory_.addPart("history", history_);
    memory_.addPart("single", single_);
    memory_.addPart("compare", compare_);
    memory_.addPart("sweep", sweep_);
    memory_.addPart("runs", runs_);
    // Last: an evaluation or a run that is opened again shows itself.
    memory_.addValue(
        "view", [this] { return stack_->currentIndex(); },
        [this](const QVariant& value) {
            const int view = std::clamp(value.toInt(), 0, stack_->count() - 1);
            actions_.views->actions()[view]->trigger();
        });
}

void MainWindow::save() const {
    QSettings store;
    studio_.settings().save(store);
    memory_.save(store);
}

void MainWindow::restore() {
    QSettings store;
    resize(QSize(1440, 900).boundedTo(screen()->availableGeometry().size()));
    resizeDocks({findChild<QDockWidget*>("chartsDock")}, {kChartsHeight}, Qt::Vertical);
    resizeDocks({findChild<QDockWidget*>("historyDock")}, {260}, Qt::Horizontal);
    memory_.restore(store);
}

}  // namespace duo::ui
