#include "window/panel_docks.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolBar>
#include <QToolButton>

#include "panels/panel_parts.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

QWidget* makeTitleBar(QDockWidget* dock, bool left) {
    auto* bar = new QWidget;
    bar->setObjectName("dockTitle");
    bar->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(theme::kInset, 1, theme::kGap / 2, 1);
    auto* title = new ElidedLabel(dock->windowTitle());
    QToolButton* collapse = parts::iconButton(left ? "chevron-left" : "chevron-right",
                                              PanelDocks::tr("Collapse %1").arg(title->text()));
    QObject::connect(collapse, &QToolButton::clicked, dock, &QDockWidget::close);
    row->addWidget(title, 1);
    row->addWidget(collapse);
    return bar;
}

}  // namespace

PanelDocks::PanelDocks(QMainWindow& window) : QObject(&window), window_(window) {}

QDockWidget* PanelDocks::add(Qt::DockWidgetArea area, const QString& name, const QString& title,
                             const QKeySequence& key, QWidget* content, QWidget* titleBar) {
    auto* dock = new QDockWidget(title, &window_);
    dock->setObjectName(name);
    dock->setWidget(content);
    dock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    dock->setTitleBarWidget(
        titleBar != nullptr ? titleBar : makeTitleBar(dock, area == Qt::LeftDockWidgetArea));
    window_.addDockWidget(area, dock);
    QAction* toggle = dock->toggleViewAction();
    toggle->setShortcut(key);
    toggle->setToolTip(
        tr("Show or hide: %1 (%2)").arg(title, key.toString(QKeySequence::NativeText)));
    window_.addAction(toggle);
    connect(dock, &QDockWidget::visibilityChanged, this, &PanelDocks::refresh);
    return dock;
}

void PanelDocks::addButton(QDockWidget* dock, const QString& icon, const QString& text,
                           std::function<void()> opened) {
    QToolBar* bar = edgeOf(dock);
    QAction* action = bar->addAction(theme::icon(icon), text);
    connect(action, &QAction::triggered, this, [dock, opened = std::move(opened)] {
        dock->show();
        opened();
    });
    if (QWidget* button = bar->widgetForAction(action)) button->setFocusPolicy(Qt::TabFocus);
}

QToolBar* PanelDocks::edgeOf(QDockWidget* dock) {
    for (const Edge& edge : edges_) {
        if (edge.dock == dock) return edge.bar;
    }
    const bool left = window_.dockWidgetArea(dock) == Qt::LeftDockWidgetArea;
    auto* bar = new QToolBar(dock->windowTitle());
    bar->setObjectName(dock->objectName() + "Edge");
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonIconOnly);
    bar->toggleViewAction()->setVisible(false);  // shown and hidden by the dock alone
    window_.addToolBar(left ? Qt::LeftToolBarArea : Qt::RightToolBarArea, bar);
    bar->setVisible(false);
    edges_.push_back({dock, bar});
    return bar;
}

void PanelDocks::refresh() {
    for (const Edge& edge : edges_) edge.bar->setVisible(edge.dock->isHidden());
}

}  // namespace duo::ui
