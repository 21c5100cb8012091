// Room for the picture. Focus mode leaves the picture and the rail alone: it hides menus, tool
// bars, docks and the status bar, and brings those back that were there. Full screen takes the
// window's frame away. Escape ends both.
#pragma once

#include <QList>
#include <QObject>
#include <QPointer>

class QAction;
class QMainWindow;
class QWidget;

namespace duo::ui {

class FocusMode : public QObject {
    Q_OBJECT
  public:
    // The actions are checkable; this does what they say.
    FocusMode(QMainWindow& window, QAction& focus, QAction& fullScreen);

    void end();  // of focus mode alone

  signals:
    void toggled(bool on);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void setOn(bool on);
    void setFullScreen(bool on);

    QMainWindow& window_;
    QAction &focus_, &fullScreen_;
    QList<QPointer<QWidget>> hidden_;  // by focus mode
};

}  // namespace duo::ui
