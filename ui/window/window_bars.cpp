#include "window/window_bars.h"

#include <QAction>
#include <QActionGroup>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

#include "window/main_window.h"
#include "window/window_actions.h"

namespace duo::ui {
namespace {

// Shows icons alone for the views and Live where their words do not fit: a view behind the arrow of
// a tool bar is a view that nobody finds.
class MainToolBar : public QToolBar {
  public:
    using QToolBar::QToolBar;
    QSize minimumSizeHint() const override { return {0, QToolBar::minimumSizeHint().height()}; }

  protected:
    void resizeEvent(QResizeEvent* event) override {
        QToolBar::resizeEvent(event);
        if (full_ == 0) full_ = sizeHint().width();  // with all words, which it begins with
        setToolButtonStyle(width() < full_ ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    }

  private:
    int full_ = 0;
};

QWidget* spring() {
    auto* space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return space;
}

}  // namespace

QWidget* makeRestartButton(const WindowActions& actions) {
    auto* button = new QToolButton;
    button->setDefaultAction(actions.restartCore);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setVisible(actions.restartCore->isVisible());
    QObject::connect(
        actions.restartCore, &QAction::visibleChanged, button,
        [button, action = actions.restartCore] { button->setVisible(action->isVisible()); });
    return button;
}

void fillMenuBar(QMainWindow& window, const WindowActions& a) {
    QMenuBar* bar = window.menuBar();
    QMenu* file = bar->addMenu(MainWindow::tr("&File"));
    file->addActions({a.openPicture, a.openEvaluation, a.followRun, a.getModels});
    file->addSeparator();
    file->addActions({a.savePicture, a.exportAnimation, a.exportNpz});
    file->addSeparator();
    file->addAction(a.quit);
    QMenu* run = bar->addMenu(MainWindow::tr("&Run"));
    run->addAction(a.generate);
    run->addAction(a.live);
    run->addSeparator();
    run->addActions({a.stopNextScale, a.stopAfterPicture, a.discard, a.clearQueue});
    run->addSeparator();
    run->addActions({a.keep, a.comparePlain, a.restartCore});
    QMenu* view = bar->addMenu(MainWindow::tr("&View"));
    view->addActions(a.views->actions());
    view->addAction(a.addToCompare);
    view->addSeparator();
    view->addActions({a.previousScale, a.nextScale, a.finishedScale, a.playScales});
    view->addSeparator();
    for (QDockWidget* dock : window.findChildren<QDockWidget*>())
        view->addAction(dock->toggleViewAction());
    view->addActions({a.focusMode, a.fullScreen});
    view->addSeparator();
    view->addMenu(MainWindow::tr("&Theme"))->addActions(a.themes->actions());
    view->addMenu(MainWindow::tr("La&nguage"))->addActions(a.languages->actions());
    QMenu* help = bar->addMenu(MainWindow::tr("&Help"));
    help->addActions({a.guide, a.tour, a.whatsThis, a.shortcuts, a.about});
}

void makeToolBar(QMainWindow& window, const WindowActions& actions, QWidget* queue) {
    auto* bar = new MainToolBar(MainWindow::tr("Tool bar"));
    window.addToolBar(bar);
    bar->setObjectName("toolBar");
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* generate = new QToolButton;
    generate->setObjectName("primary");
    generate->setProperty("primary", true);
    generate->setDefaultAction(actions.generate);
    generate->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addWidget(generate);
    bar->addAction(actions.restartCore);
    auto* stop = new QToolButton;
    stop->setObjectName("stopButton");
    stop->setDefaultAction(actions.stopNextScale);
    stop->setText(MainWindow::tr("Stop"));
    stop->setPopupMode(QToolButton::MenuButtonPopup);
    stop->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* menu = new QMenu(stop);
    menu->addActions(
        {actions.stopNextScale, actions.stopAfterPicture, actions.discard, actions.clearQueue});
    stop->setMenu(menu);
    // The action's text would come back with its every change; the button says one word.
    QObject::connect(actions.stopNextScale, &QAction::changed, stop,
                     [stop] { stop->setText(MainWindow::tr("Stop")); });
    bar->addWidget(stop);
    bar->addAction(actions.live);
    bar->addWidget(queue);
    bar->addWidget(spring());
    for (QAction* view : actions.views->actions()) bar->addAction(view);
}

}  // namespace duo::ui
