// The panels around the pictures, each a dock. A collapsed panel leaves its buttons at the edge of
// the window; they open it again.
#pragma once

#include <QMainWindow>
#include <QObject>
#include <functional>
#include <vector>

class QDockWidget;
class QToolBar;

namespace duo::ui {

class PanelDocks : public QObject {
    Q_OBJECT
  public:
    explicit PanelDocks(QMainWindow& window);

    // titleBar: null: the title and a button that collapses the dock. key shows or hides it.
    QDockWidget* add(Qt::DockWidgetArea area, const QString& name, const QString& title,
                     const QKeySequence& key, QWidget* content, QWidget* titleBar = nullptr);
    // A button at the dock's edge, there while the dock is collapsed. It opens the dock and calls
    // opened.
    void addButton(QDockWidget* dock, const QString& icon, const QString& text,
                   std::function<void()> opened);

    // Shows the buttons of collapsed docks, and only these.
    void refresh();

  private:
    struct Edge {
        QDockWidget* dock;
        QToolBar* bar;
    };
    QToolBar* edgeOf(QDockWidget* dock);

    QMainWindow& window_;
    std::vector<Edge> edges_;
};

}  // namespace duo::ui
