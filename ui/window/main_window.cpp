#include "window/main_window.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QDockWidget>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "charts/chart.h"
#include "panels/class_panel.h"
#include "panels/history_panel.h"
#include "panels/model_panel.h"
#include "panels/notice_bar.h"
#include "panels/queue_panel.h"
#include "views/compare_view.h"
#include "views/runs_view.h"
#include "views/single_view.h"
#include "views/sweep_tabs.h"
#include "views/sweep_view.h"
#include "widgets/input_rules.h"
#include "widgets/pages.h"
#include "widgets/scale_rail.h"
#include "widgets/scrubber.h"
#include "window/chart_panel.h"
#include "window/file_drop.h"
#include "window/help_centre.h"
#include "window/help_dialogs.h"
#include "window/picture_dialogs.h"
#include "window/quit_guard.h"
#include "window/rail_panel.h"
#include "window/settings_column.h"
#include "window/status_line.h"
#include "window/tour.h"
#include "window/window_bars.h"
#include "window/window_place.h"

namespace duo::ui {
namespace {

constexpr int kLayoutVersion = 1;
constexpr int kLowWindow = 800;                       // pixels; 1280 × 720 is below
constexpr int kChartsHeight = 220, kLowCharts = 100;  // the latter: as low as they go
constexpr int kWideWindow = 1200, kHistoryWidth = 260;
constexpr QSize kFreshSize(1440, 900);

// Takes what the docks leave. What its views would like to have is no reason to press the docks.
class Centre : public QWidget {
  public:
    QSize sizeHint() const override { return minimumSizeHint(); }
};

}  // namespace

MainWindow::MainWindow(Studio& studio, QWidget* parent)
    : QMainWindow(parent),
      studio_(studio),
      actions_(this),
      docks_(*this),
      focusMode_(*this, *actions_.focusMode, *actions_.fullScreen),
      dialogs_(new PictureDialogs(studio.selection(), studio.queue(), studio.history(),
                                  studio.files(), this)),
      quitGuard_(new QuitGuard(studio.queue(), *this)) {
    new InputRules(this);
    setObjectName("mainWindow");
    setWindowTitle("Duoscale");
    setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowTabbedDocks);
    buildCentre();
    buildSides();
    fillMenuBar(*this, actions_);
    makeToolBar(*this, actions_, new QueueButton(studio_.queue(), studio_.models()));
    statusBar()->addWidget(new StatusLine(studio_.queue(), studio_.models(), studio_.core()), 1);
    statusBar()->addPermanentWidget(makeRestartButton(actions_));
    statusBar()->setSizeGripEnabled(false);
    auto* charts = new QToolButton;
    charts->setDefaultAction(findChild<QDockWidget*>("chartsDock")->toggleViewAction());
    charts->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    statusBar()->addPermanentWidget(charts);
    connectActions();
    connectViewActions();
    connectPanels();
    connectStudio();
    help_ = new HelpCentre(*this, actions_, *notices_, studio_.queue());
    drop_ = new FileDrop(*this, *sweep_, *runs_, studio_.files());
    listMemory();
    restore();
    refreshState();
    stack_->currentWidget()->setFocus();  // not what comes first on the window, a message
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre() {
    stack_ = new Pages;
    stack_->addWidget(single_ =
                          new SingleView({studio_.settings(), studio_.selection(), studio_.models(),
                                          studio_.queue(), studio_.recorder(), studio_.files(),
                                          studio_.tried(), studio_.ghost(), studio_.swaps()}));
    stack_->addWidget(
        compare_ = new CompareView({studio_.settings(), studio_.selection(), studio_.models(),
                                    studio_.queue(), studio_.recorder(), studio_.history()}));
    stack_->addWidget(sweep_ = new SweepTabs({studio_.settings(), studio_.selection(),
                                              studio_.models(), studio_.queue(), studio_.recorder(),
                                              studio_.files(), studio_.notices()}));
    stack_->addWidget(runs_ = new RunsView(studio_.notices()));
    notices_ = new NoticeBar(studio_.notices(),
                             {Notice::Place::Models, Notice::Place::Run, Notice::Place::Core,
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
    settings_ = new SettingsColumn(studio_);
    settings_->dockIn(docks_);
    history_ = new HistoryPanel({studio_.history(), studio_.selection(), studio_.queue(),
                                 studio_.files(), studio_.scalesAgain()});
    QDockWidget* history =
        docks_.add(Qt::RightDockWidgetArea, "historyDock", tr("History"), Qt::Key_F3, history_);
    docks_.addButton(history, "history", tr("History"), [this] { history_->setFocus(); });
    charts_ = new ChartPanel(studio_.selection(), studio_.models(), studio_.queue());
    QDockWidget* charts = docks_.add(Qt::BottomDockWidgetArea, "chartsDock", tr("Charts"),
                                     Qt::Key_F4, charts_, charts_->titleBar());
    charts->toggleViewAction()->setIcon(theme::icon("chart"));
    connect(charts_, &ChartPanel::closeAsked, charts, &QDockWidget::close);
}

void MainWindow::connectActions() {
    const WindowActions& a = actions_;
    connect(a.generate, &QAction::triggered, this, [this] {
        studio_.queue().generate();
        settings_->classes().noteRecent();
    });
    connect(a.stopNextScale, &QAction::triggered, this, &MainWindow::stop);
    connect(a.stopAfterPicture, &QAction::triggered, this,
            [this] { studio_.queue().stop(StopWhen::AfterBatch); });
    connect(a.discard, &QAction::triggered, this, [this] { studio_.queue().stop(StopWhen::Now); });
    connect(a.clearQueue, &QAction::triggered, this, [this] { studio_.queue().clearWaiting(); });
    connect(a.live, &QAction::toggled, this, [this](bool on) { studio_.live().setOn(on); });
    connect(a.keep, &QAction::triggered, this, [this] {
        studio_.recorder().keep(studio_.selection().picture());
        refreshState();
    });
    connect(a.restartCore, &QAction::triggered, this, [this] { studio_.core().restart(); });
    connect(a.comparePlain, &QAction::triggered, this, [this] {
        if (const RunPtr run = studio_.queue().current()) studio_.queue().compareWithPlainVar(run);
    });
    connect(a.openPicture, &QAction::triggered, dialogs_, &PictureDialogs::openSettings);
    connect(a.openEvaluation, &QAction::triggered, sweep_, &SweepTabs::chooseEvaluation);
    connect(a.followRun, &QAction::triggered, runs_, &RunsView::chooseFolder);
    connect(a.getModels, &QAction::triggered, &settings_->models(), &ModelPanel::getModels);
    connect(a.savePicture, &QAction::triggered, dialogs_, &PictureDialogs::savePicture);
    connect(a.exportAnimation, &QAction::triggered, dialogs_, &PictureDialogs::exportAnimation);
    connect(a.exportNpz, &QAction::triggered, dialogs_, &PictureDialogs::exportNpz);
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::connectViewActions() {
    const WindowActions& a = actions_;
    const QList<QAction*> views = a.views->actions();
    for (int i = 0; i < views.size(); ++i) {
        connect(views[i], &QAction::triggered, this, [this, i] { stack_->setCurrentIndex(i); });
    }
    connect(a.addToCompare, &QAction::triggered, this, [this] {
        if (studio_.selection().picture())
            studio_.selection().addCompared(studio_.selection().picture());
    });
    connect(a.previousScale, &QAction::triggered, this, [this] { stepScale(-1); });
    connect(a.nextScale, &QAction::triggered, this, [this] { stepScale(1); });
    connect(a.finishedScale, &QAction::triggered, this, [this] { rail_->showScale(-1); });
    rail_->addButton(a.focusMode);
    connect(&focusMode_, &FocusMode::toggled, this, [this](bool on) {
        single_->setBare(on);
        if (on) stack_->currentWidget()->setFocus();
    });
    connect(a.playScales, &QAction::triggered, this, [this] { rail_->scrubber().togglePlay(); });
    connect(a.themes, &QActionGroup::triggered, this, [this](QAction* choice) {
        emit themeChosen(static_cast<ThemeKind>(choice->data().toInt()));
    });
    connect(a.languages, &QActionGroup::triggered, this,
            [this](QAction* choice) { emit languageChosen(choice->data().toString()); });
    connect(a.tour, &QAction::triggered, this, &MainWindow::showTour);
    connect(a.shortcuts, &QAction::triggered, this, [this] { showShortcuts(this); });
    connect(a.about, &QAction::triggered, this, [this] { showAbout(this); });
}

void MainWindow::connectPanels() {
    connect(&settings_->classes(), &ClassPanel::generateAsked, actions_.generate,
            &QAction::trigger);
    const auto openInSingle = [this](const PicturePtr& picture) {
        studio_.selection().setPicture(picture);
        actions_.single->trigger();
    };
    connect(history_, &HistoryPanel::comparedSelected, actions_.compare, &QAction::trigger);
    connect(history_, &HistoryPanel::opened, this, openInSingle);
    connect(&sweep_->sweep(), &SweepView::opened, this, openInSingle);
    connect(runs_, &RunsView::opened, this, openInSingle);
    connect(sweep_, &SweepTabs::evaluationShown, actions_.sweep, &QAction::trigger);
    connect(runs_, &RunsView::followed, actions_.runs, &QAction::trigger);
    connect(runs_, &RunsView::familyWanted, &studio_.models(), &ModelLibrary::list);
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
    connect(notices_, &NoticeBar::chooseModels, &settings_->models(), &ModelPanel::chooseFolder);
}

void MainWindow::connectStudio() {
    connect(&studio_.queue(), &RunQueue::runChanged, this, &MainWindow::refreshState);
    connect(&studio_.queue(), &RunQueue::queueChanged, this, &MainWindow::refreshState);
    connect(&studio_.selection(), &Selection::pictureChanged, this, &MainWindow::refreshState);
    connect(&studio_.settings(), &GenerationSettings::changed, this, &MainWindow::refreshState);
    connect(&studio_.live(), &LiveMode::toggled, actions_.live, &QAction::setChecked);
    connect(&studio_.files(), &PictureFiles::pictureRead, &studio_.selection(),
            &Selection::setPicture);
    connect(&studio_.core(), &CoreClient::stateChanged, this, &MainWindow::refreshState);
    connect(&studio_.recorder(), &RunRecorder::pictureFinished, this, &MainWindow::refreshState);
    connect(&studio_.queue(), &RunQueue::runAdded, this, [this] {
        if (tour_ != nullptr) tour_->end();
    });
}

void MainWindow::refreshState() {
    const RunPtr run = studio_.queue().current();
    const bool working =
        run && (run->state == RunState::Loading || run->state == RunState::Running);
    const PicturePtr& shown = studio_.selection().picture();
    const bool finished = shown && !shown->final.isNull();
    for (QAction* stop : {actions_.stopNextScale, actions_.stopAfterPicture, actions_.discard}) {
        stop->setEnabled(working);
    }
    actions_.allowGenerate(!studio_.settings().classes().empty());
    actions_.clearQueue->setEnabled(!studio_.core().waiting().empty());
    actions_.comparePlain->setEnabled(run && run->state == RunState::Done);
    actions_.addToCompare->setEnabled(shown != nullptr);
    for (QAction* save : {actions_.savePicture, actions_.exportAnimation})
        save->setEnabled(finished);
    actions_.exportNpz->setEnabled(run && !run->pictures.empty());
    actions_.keep->setEnabled(shown && studio_.recorder().canKeep(*shown));
    actions_.restartCore->setVisible(studio_.core().state() == CoreState::Down);
}

// A sweep of several rows is several runs; all of them stop.
void MainWindow::stop() {
    const RunPtr run = studio_.queue().current();
    SweepView& sweep = sweep_->sweep();
    if (run && stack_->currentWidget() == sweep_ && sweep.model().holds(run)) {
        sweep.cancel();
    } else {
        studio_.queue().stop(StopWhen::NextScale);
    }
}

void MainWindow::stepScale(int by) {
    rail_->scrubber().pause();
    const int last = studio_.settings().scaleCount() - 1;
    const int scale = studio_.selection().scale();
    const int from = scale < 0 ? last + 1 : scale;
    const int to = std::clamp(from + by, 0, last + 1);
    rail_->showScale(to > last ? -1 : to);
}

void MainWindow::showTour() {
    delete tour_;
    tour_ = new Tour(firstSteps(settings_->classes(), *rail_, *findChild<QToolButton*>("primary")),
                     this);
    connect(tour_, &Tour::ended, this, &MainWindow::tourSeen);
    connect(tour_, &Tour::pageAsked, help_, &HelpCentre::open);
    tour_->begin();
}

void MainWindow::openFile(const QString& file) {
    drop_->open(file);
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
    if (!quitGuard_->mayClose()) return event->ignore();
    save();
    event->accept();
}

// The keys are those of every earlier version.
void MainWindow::listMemory() {
    memory_.addValue(
        "geometry", [this] { return saveGeometry(); },
        [this](const QVariant& value) {
            if (!restoreGeometry(value.toByteArray())) return;
            bringOnScreen(*this);
        });
    memory_.addValue(
        "layout", [this] { return saveState(kLayoutVersion); },
        [this](const QVariant& value) {
            const bool remembered = restoreState(value.toByteArray(), kLayoutVersion);
            low_ = remembered && height() < kLowWindow;  // a remembered height of charts stays
            placeDocks(remembered);
        });
    settings_->remember(memory_);
    memory_.addPart("history", history_);
    memory_.addPart("rail", rail_);
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

void MainWindow::save() {
    focusMode_.end();  // what it hides is there the next time
    QSettings store;
    studio_.settings().save(store);
    memory_.save(store);
}

void MainWindow::restore() {
    QSettings store;
    placeFresh(*this, kFreshSize);
    resizeDocks({findChild<QDockWidget*>("chartsDock")}, {kChartsHeight}, Qt::Vertical);
    resizeDocks({findChild<QDockWidget*>("historyDock")}, {kHistoryWidth}, Qt::Horizontal);
    memory_.restore(store);
}

// At first the picture has the room: the charts wait in their drawer, on small screens the history.
void MainWindow::placeDocks(bool remembered) {
    if (!remembered) {
        findChild<QDockWidget*>("chartsDock")->hide();
        findChild<QDockWidget*>("historyDock")->setVisible(width() >= kWideWindow);
    }
    docks_.refresh();
}

}  // namespace duo::ui
