// The menus and the tool bar of the main window.
#include <QAction>
#include <QActionGroup>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

#include "panels/queue_panel.h"
#include "window/main_window.h"

namespace duo::ui {
namespace {

QWidget* spring() {
    auto* space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    return space;
}

}  // namespace

void MainWindow::buildMenus() {
    const WindowActions& a = actions_;
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addActions({a.openPicture, a.openEvaluation, a.followRun});
    file->addSeparator();
    file->addActions({a.savePicture, a.exportAnimation, a.exportNpz});
    file->addSeparator();
    file->addAction(a.quit);
    QMenu* run = menuBar()->addMenu(tr("&Run"));
    run->addAction(a.generate);
    run->addAction(a.live);
    run->addSeparator();
    run->addActions({a.stopNextScale, a.stopAfterPicture, a.discard, a.clearQueue});
    run->addSeparator();
    run->addAction(a.comparePlain);
    QMenu* view = menuBar()->addMenu(tr("&View"));
    view->addActions(a.views->actions());
    view->addAction(a.addToCompare);
    view->addSeparator();
    view->addActions({a.previousScale, a.nextScale, a.finishedScale, a.playScales});
    view->addSeparator();
    for (QDockWidget* dock : findChildren<QDockWidget*>())
        view->addAction(dock->toggleViewAction());
    view->addSeparator();
    view->addMenu(tr("&Theme"))->addActions(a.themes->actions());
    view->addMenu(tr("La&nguage"))->addActions(a.languages->actions());
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({a.hints, a.shortcuts, a.about});
}

void MainWindow::buildToolBar() {
    QToolBar* bar = addToolBar(tr("Tool bar"));
    bar->setObjectName("toolBar");
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addAction(actions_.generate);
    if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(actions_.generate))) {
        button->setObjectName("primary");
    }
    auto* stop = new QToolButton;
    stop->setObjectName("stopButton");
    stop->setDefaultAction(actions_.stopNextScale);
    stop->setText(tr("Stop"));
    stop->setPopupMode(QToolButton::MenuButtonPopup);
    stop->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* menu = new QMenu(stop);
    menu->addActions(
        {actions_.stopNextScale, actions_.stopAfterPicture, actions_.discard, actions_.clearQueue});
    stop->setMenu(menu);
    // The action's text would come back with its every change; the button says one word.
    connect(actions_.stopNextScale, &QAction::changed, stop, [stop] { stop->setText(tr("Stop")); });
    bar->addWidget(stop);
    bar->addAction(actions_.live);
    bar->addWidget(new QueueButton(studio_));
    bar->addWidget(spring());
    for (QAction* view : actions_.views->actions()) bar->addAction(view);
}

}  // namespace duo::ui
