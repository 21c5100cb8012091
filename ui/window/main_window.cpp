#include "window/main_window.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QDockWidget>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include "panels/class_panel.h"
#include "panels/history_panel.h"
#include "panels/model_panel.h"
#include "panels/notice_bar.h"
#include "panels/run_panel.h"
#include "panels/sampling_panel.h"
#include "views/compare_view.h"
#include "views/runs_view.h"
#include "views/single_view.h"
#include "views/sweep_tabs.h"
#include "views/sweep_view.h"
#include "widgets/fold_box.h"
#include "widgets/scale_rail.h"
#include "widgets/scrubber.h"
#include "window/chart_panel.h"
#include "window/first_hints.h"
#include "window/rail_panel.h"
#include "window/side_column.h"

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
    : QMainWindow(parent), studio_(studio), actions_(this) {
    setObjectName("mainWindow");
    setWindowTitle("Duoscale");
    setAcceptDrops(true);
    setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowTabbedDocks);
    buildCentre();
    buildSides();
    buildMenus();
    buildToolBar();
    buildStatus();
    connectActions();
    connectPanels();
    connectStudio();
    restore();
    refreshState();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre() {
    stack_ = new QStackedWidget;
    stack_->addWidget(single_ = new SingleView(studio_));
    stack_->addWidget(compare_ = new CompareView(studio_));
    stack_->addWidget(sweep_ = new SweepTabs(studio_));
    stack_->addWidget(runs_ = new RunsView(studio_));
    notices_ = new NoticeBar(studio_, {Notice::Place::Run, Notice::Place::Core,
                                       Notice::Place::History, Notice::Place::Export});
    rail_ = new RailPanel(studio_);
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
    add("classes", tr("Classes"), classes_ = new ClassPanel(studio_), true);
    add("run", tr("Seed and count"), run_ = new RunPanel(studio_), true);
    add("sampling", tr("Sampling"), sampling_ = new SamplingPanel(studio_), true);
    add("models", tr("Models"), models_ = new ModelPanel(studio_), false);
    dock(this, Qt::LeftDockWidgetArea, "settingsDock", tr("Settings"), column_);
    history_ = new HistoryPanel(studio_);
    dock(this, Qt::RightDockWidgetArea, "historyDock", tr("History"), history_);
    charts_ = new ChartPanel(studio_);
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
    connect(a.generate, &QAction::triggered, this, [this] { studio_.generate(); });
    connect(a.stopNextScale, &QAction::triggered, this,
            [this] { studio_.stop(StopWhen::NextScale); });
    connect(a.stopAfterPicture, &QAction::triggered, this,
            [this] { studio_.stop(StopWhen::AfterBatch); });
    connect(a.discard, &QAction::triggered, this, [this] { studio_.stop(StopWhen::Now); });
    connect(a.clearQueue, &QAction::triggered, this, [this] { studio_.clearQueue(); });
    connect(a.live, &QAction::toggled, this, [this](bool on) { studio_.setLive(on); });
    connect(a.comparePlain, &QAction::triggered, this, [this] {
        if (const RunPtr run = studio_.current()) studio_.compareWithPlainVar(run);
    });
    connect(a.openPicture, &QAction::triggered, this, &MainWindow::openPicture);
    connect(a.openEvaluation, &QAction::triggered, sweep_, &SweepTabs::chooseEvaluation);
    connect(a.followRun, &QAction::triggered, runs_, &RunsView::chooseFolder);
    connect(a.savePicture, &QAction::triggered, this, &MainWindow::savePicture);
    connect(a.exportAnimation, &QAction::triggered, this, &MainWindow::exportAnimation);
    connect(a.exportNpz, &QAction::triggered, this, &MainWindow::exportNpz);
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
    connect(a.shortcuts, &QAction::triggered, this, &MainWindow::showShortcuts);
    connect(a.about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::connectPanels() {
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
    connect(notices_, &NoticeBar::chooseModels, models_, &ModelPanel::chooseFolder);
}

void MainWindow::connectStudio() {
    connect(&studio_, &Studio::runChanged, this, &MainWindow::refreshState);
    connect(&studio_, &Studio::queueChanged, this, &MainWindow::refreshState);
    connect(&studio_, &Studio::modelsLoaded, this, &MainWindow::refreshState);
    connect(&studio_.core(), &CoreClient::stateChanged, this, &MainWindow::refreshState);
    connect(&studio_.selection(), &Selection::pictureChanged, this, &MainWindow::refreshState);
    connect(&studio_, &Studio::liveChanged, actions_.live, &QAction::setChecked);
    connect(&studio_, &Studio::runAdded, this, [this] {
        if (hints_ != nullptr) hints_->end();
    });
}

void MainWindow::refreshState() {
    const RunPtr run = studio_.current();
    const bool working =
        run && (run->state == RunState::Loading || run->state == RunState::Running);
    const bool finished =
        studio_.selection().picture() && !studio_.selection().picture()->final.isNull();
    for (QAction* stop : {actions_.stopNextScale, actions_.stopAfterPicture, actions_.discard}) {
        stop->setEnabled(working);
    }
    actions_.clearQueue->setEnabled(!studio_.core().waiting().empty());
    actions_.comparePlain->setEnabled(run && run->state == RunState::Done);
    actions_.addToCompare->setEnabled(studio_.selection().picture() != nullptr);
    for (QAction* save : {actions_.savePicture, actions_.exportAnimation})
        save->setEnabled(finished);
    actions_.exportNpz->setEnabled(run && !run->pictures.empty());
    progress_->setVisible(working);
    progress_->setValue(run ? static_cast<int>(run->progress * 1000) : 0);
    runState_->setText(run ? studio_.titleOf(*run) : tr("Ready when you are"));
    const CoreState state = studio_.core().state();
    const QString device =
        studio_.loaded() ? QString::fromStdString(studio_.loaded()->family.device) : QString();
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
          tr("Search a class by name or number and press Enter. Several classes make a batch.")},
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

void MainWindow::showShortcuts() {
    QString rows;
    for (const QAction* action : QWidget::actions()) {
        if (action->shortcut().isEmpty()) continue;
        rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
                    .arg(action->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped(),
                         QString(action->text()).remove('&').toHtmlEscaped());
    }
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("Keyboard shortcuts"),
                        QStringLiteral("<table>%1</table>").arg(rows), QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::showAbout() {
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, tr("About Duoscale"),
        tr("<h3>Duoscale %1</h3><p>A studio for visual autoregressive models with Collaborative "
           "Decoding (CoDe, arXiv 2411.17787).</p><p>Free software under the GNU General Public "
           "License, version 3 or later.</p>")
            .arg(QCoreApplication::applicationVersion()),
        QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
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

void MainWindow::save() const {
    QSettings store;
    studio_.settings().save(store);
    store.beginGroup("window");
    store.setValue("geometry", saveGeometry());
    store.setValue("layout", saveState(kLayoutVersion));
    store.setValue("view", stack_->currentIndex());
    column_->save(store);
    classes_->save(store);
    sampling_->save(store);
    models_->save(store);
    history_->save(store);
    single_->save(store);
    compare_->save(store);
    sweep_->save(store);
    runs_->save(store);
    store.endGroup();
}

void MainWindow::restore() {
    QSettings store;
    store.beginGroup("window");
    resize(QSize(1440, 900).boundedTo(screen()->availableGeometry().size()));
    resizeDocks({findChild<QDockWidget*>("chartsDock")}, {kChartsHeight}, Qt::Vertical);
    resizeDocks({findChild<QDockWidget*>("historyDock")}, {260}, Qt::Horizontal);
    restoreGeometry(store.value("geometry").toByteArray());
    restoreState(store.value("layout").toByteArray(), kLayoutVersion);
    low_ = store.contains("layout") && height() < kLowWindow;  // what was remembered stays
    column_->restore(store);
    classes_->restore(store);
    sampling_->restore(store);
    models_->restore(store);
    history_->restore(store);
    single_->restore(store);
    compare_->restore(store);
    sweep_->restore(store);
    runs_->restore(store);
    // Last, as an evaluation or a run that comes back shows itself.
    const int view = std::clamp(store.value("view", 0).toInt(), 0, stack_->count() - 1);
    actions_.views->actions()[view]->trigger();
    store.endGroup();
}

}  // namespace duo::ui
