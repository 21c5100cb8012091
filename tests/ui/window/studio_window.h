// A real window over the real core, with data and preferences of its own.
#pragma once

#include <QTemporaryDir>
#include <functional>
#include <memory>

#include "state/studio.h"
#include "window/main_window.h"

namespace duo::ui::test {

class StudioWindow {
  public:
    // Starts the core and shows the window; the family may still be loading.
    explicit StudioWindow(const QStringList& core = {});
    ~StudioWindow();

    Studio& studio() { return *studio_; }
    MainWindow& window() { return *window_; }
    bool waitUntilLoaded();
    // Waits until every run has ended.
    bool waitUntilIdle(int milliseconds = 300000);
    // The one widget of this type, by object name where one is given.
    template <class T>
    T* find(const QString& name = {}) {
        return window_->findChild<T*>(name);
    }
    QString dataFolder() const { return data_.path(); }
    // Another window over the same data, as after a restart.
    void restart();

  private:
    void open();

    QStringList core_;
    QTemporaryDir data_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<MainWindow> window_;
};

int finishedPictures(const RunPtr& run);

bool waitFor(const std::function<bool()>& condition, int milliseconds = 120000);

// The longest time in which the event loop did not turn, in milliseconds. Time in which the thread
// was ready to run and the system gave the processor to others is not the window's, and not counted
// where Linux tells it.
class Watchdog : public QObject {
  public:
    Watchdog();
    double longestStall() const { return longest_; }
    void reset();

  protected:
    void timerEvent(QTimerEvent* event) override;

  private:
    double now() const;

    QElapsedTimer clock_;
    double last_ = 0, longest_ = 0;
};

}  // namespace duo::ui::test
