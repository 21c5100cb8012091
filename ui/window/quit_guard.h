// Asks before the window closes while a run is not finished.
#pragma once

#include <QObject>

class QWidget;

namespace duo::ui {

class RunQueue;

class QuitGuard : public QObject {
    Q_OBJECT
  public:
    QuitGuard(const RunQueue& queue, QWidget& window);

    // False: a run is not finished and the person is being asked. After "Quit" the guard closes the
    // window itself.
    bool mayClose();

  private:
    void ask();

    const RunQueue& queue_;
    QWidget& window_;
    bool confirmed_ = false;
};

}  // namespace duo::ui
