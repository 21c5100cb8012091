#include "ui/window/studio_window.h"

#include <QtTest>
#include <fstream>

#include "ui/support/demo_family.h"
#include "window/language.h"

namespace duo::ui::test {

bool waitFor(const std::function<bool()>& condition, int milliseconds) {
    return QTest::qWaitFor(condition, milliseconds);
}

StudioWindow::StudioWindow(const QStringList& core)
    : core_(core.isEmpty() ? QStringList{DUO_CLI, "serve"} : core) {
    QSettings().clear();
    speak("en");
    open();
}

StudioWindow::~StudioWindow() {
    window_->close();
    window_.reset();
    studio_.reset();
}

void StudioWindow::open() {
    studio_ = std::make_unique<Studio>(Studio::Options{core_, demoFamilyFolder(), data_.path()});
    QSettings store;
    studio_->settings().restore(store);
    window_ = std::make_unique<MainWindow>(*studio_);
    window_->resize(1440, 900);
    window_->show();
    window_->activateWindow();
    // Shortcuts are those of the active window.
    static_cast<void>(QTest::qWaitForWindowActive(window_.get()));
    studio_->start();
}

void StudioWindow::restart() {
    window_->close();
    window_.reset();
    studio_.reset();
    open();
}

bool StudioWindow::waitUntilLoaded() {
    return waitFor([this] { return studio_->models().loaded().has_value(); });
}

bool StudioWindow::waitUntilIdle(int milliseconds) {
    return waitFor(
        [this] { return !studio_->core().running() && studio_->core().waiting().empty(); },
        milliseconds);
}

int finishedPictures(const RunPtr& run) {
    return static_cast<int>(std::count_if(run->pictures.begin(), run->pictures.end(),
                                          [](const PicturePtr& p) { return !p->final.isNull(); }));
}

Watchdog::Watchdog() {
    clock_.start();
    startTimer(5, Qt::PreciseTimer);
}

// Milliseconds less those in which this thread waited for a processor.
double Watchdog::now() const {
    long long worked = 0, waited = 0;  // nanoseconds
    std::ifstream("/proc/thread-self/schedstat") >> worked >> waited;
    return static_cast<double>(clock_.nsecsElapsed() - waited) / 1e6;
}

void Watchdog::reset() {
    last_ = now();
    longest_ = 0;
}

void Watchdog::timerEvent(QTimerEvent*) {
    const double time = now();
    longest_ = std::max(longest_, time - last_);
    last_ = time;
}

}  // namespace duo::ui::test
