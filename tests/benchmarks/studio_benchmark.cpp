// Times what the studio promises, over the real core and the demo family:
//   duo_studio_benchmark [REPEATS [PICTURES]]
// - what previews cost: whole runs with and without them, taking turns, and the time that the core
//   itself spends on them beside the time it decodes;
// - live mode: from a change of N to its first picture painted in the window, and to the finished
//   one.
// Without QT_QPA_PLATFORM and DISPLAY it draws offscreen.
#include <QtWidgets>
#include <algorithm>
#include <cstdio>

#include "views/single_view.h"
#include "widgets/image_canvas.h"
#include "window/main_window.h"

namespace duo::ui {
namespace {

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

double worst(const std::vector<double>& values) {
    return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

template <class Condition>
void turnUntil(Condition condition) {
    while (!condition()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

double since(const QElapsedTimer& clock) {
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

// ---- Previews ----------------------------------------------------------------------------------

struct Timed {
    double wallMs = 0;  // from the request to the last picture in this process
    JobReport report;
};

Timed timeRun(Studio& studio, PreviewKind previews, int pictures) {
    CoreClient& core = studio.core();
    GenerateCommand command{0, studio.settings().files(), studio.settings().compute(),
                            studio.settings().request(7)};
    command.request.labels.assign(pictures, 0);
    command.request.batch = pictures;
    command.request.previews = previews;
    Timed timed;
    bool ended = false;
    QElapsedTimer clock;
    QObject context;
    QObject::connect(&core, &CoreClient::jobEnded, &context, [&](Tag, const Event& event) {
        timed.wallMs = since(clock);
        if (const auto* done = std::get_if<JobDone>(&event)) timed.report = done->report;
        ended = true;
    });
    clock.start();
    core.enqueue(command);
    turnUntil([&] { return ended; });
    return timed;
}

void benchmarkPreviews(Studio& studio, int repeats, int pictures) {
    std::vector<double> with, without, inCore;
    for (int i = -1; i < repeats; ++i) {  // the first round warms up
        const Timed plain = timeRun(studio, PreviewKind::None, pictures);
        const Timed shown = timeRun(studio, PreviewKind::Linear, pictures);
        if (i < 0) continue;
        without.push_back(plain.wallMs);
        with.push_back(shown.wallMs);
        inCore.push_back(shown.report.previewMs / shown.report.decodeMs);
    }
    std::vector<double> ratios;
    for (int i = 0; i < repeats; ++i) ratios.push_back(with[i] / without[i]);
    std::printf("previews, batch %d, median of %d: run with %.1f ms, without %.1f ms\n", pictures,
                repeats, median(with), median(without));
    std::printf("  with over without, run by run: %.3f; in the core %.2f %% of the decode\n",
                median(ratios), 100 * median(inCore));
}

// ---- Live mode ---------------------------------------------------------------------------------

// When the canvas was painted with a picture of this run.
class Painted : public QObject {
  public:
    Painted(MainWindow& window, Studio& studio) : canvas_(window.findChild<SingleView*>()) {
        canvas_->findChild<ImageCanvas*>()->installEventFilter(this);
        connect(&studio.queue(), &RunQueue::runAdded, this, [this](const RunPtr& run) {
            run_ = run;
            firstMs_ = lastMs_ = -1;
        });
    }
    void start() { clock_.start(), run_ = nullptr, firstMs_ = lastMs_ = -1; }
    double firstMs() const { return firstMs_; }
    double lastMs() const { return lastMs_; }

  protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() != QEvent::Paint || !run_ || run_->pictures.empty()) return false;
        const Picture& picture = *run_->pictures.front();
        if (firstMs_ < 0 && !picture.at(-1).isNull()) firstMs_ = since(clock_);
        if (lastMs_ < 0 && !picture.final.isNull()) lastMs_ = since(clock_);
        return false;
    }

  private:
    QWidget* canvas_;
    RunPtr run_;
    QElapsedTimer clock_;
    double firstMs_ = -1, lastMs_ = -1;
};

void benchmarkLive(Studio& studio, MainWindow& window, int repeats) {
    Painted painted(window, studio);
    studio.settings().setSeedMode(SeedMode::Fixed);
    studio.settings().setClasses({{0, 1}});
    painted.start();
    studio.live().setOn(true);
    turnUntil([&] { return painted.lastMs() >= 0; });
    std::vector<double> first, last, cut;
    const int scales = studio.settings().scaleCount();
    for (int i = 0; i < repeats; ++i) {
        painted.start();
        studio.settings().setSplit(i % (scales + 1));
        turnUntil([&] { return painted.lastMs() >= 0; });
        first.push_back(painted.firstMs());
        last.push_back(painted.lastMs());
        // A drag: the next change comes while the run before is still at work.
        painted.start();
        studio.settings().setSplit((i + 5) % (scales + 1));
        turnUntil([&] { return painted.firstMs() >= 0; });
        painted.start();
        studio.settings().setSplit((i + 2) % (scales + 1));
        turnUntil([&] { return painted.firstMs() >= 0; });
        cut.push_back(painted.firstMs());
    }
    studio.live().setOn(false);
    std::printf("live, %d changes of N: first picture after %.0f ms (worst %.0f)\n", repeats,
                median(first), worst(first));
    std::printf(
        "  finished after %.0f ms (worst %.0f); first, in the middle of a run: %.0f ms "
        "(worst %.0f)\n",
        median(last), worst(last), median(cut), worst(cut));
}

int benchmark(int repeats, int pictures) {
    const QTemporaryDir data;
    Studio studio(Studio::Options{{DUO_CLI, "serve"}, DUO_MODELS "/demo", data.path()});
    MainWindow window(studio);
    window.show();
    studio.start();
    turnUntil([&] { return studio.models().loaded().has_value() && !studio.core().running(); });
    benchmarkPreviews(studio, repeats, 1);
    benchmarkPreviews(studio, repeats, pictures);
    benchmarkLive(studio, window, repeats);
    return 0;
}

}  // namespace
}  // namespace duo::ui

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && qEnvironmentVariableIsEmpty("DISPLAY")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName("duoscale-benchmark");
    QApplication::setApplicationName("duoscale-benchmark");
    return duo::ui::benchmark(argc > 1 ? std::max(1, std::atoi(argv[1])) : 15,
                              argc > 2 ? std::max(1, std::atoi(argv[2])) : 4);
}
