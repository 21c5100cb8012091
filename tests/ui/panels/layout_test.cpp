// Every panel in a narrow column, in words as long as Russian ones: nothing is cut or pushed out.
// Writes a picture of each in both themes.
#include "panels/class_panel.h"
#include "panels/history_panel.h"
#include "panels/model_panel.h"
#include "panels/notice_bar.h"
#include "panels/queue_panel.h"
#include "panels/run_panel.h"
#include "panels/sampling_panel.h"
#include "panels/thumbnail_view.h"
#include "state/class_list_model.h"
#include "ui/panels/panel_test.h"
#include "widgets/fold_box.h"
#include "widgets/theme.h"

namespace duo::ui::test {
namespace {

constexpr int kColumn = 300;

// Makes every text nearly half as long again, as a translation may be.
class LongTranslator : public QTranslator {
  public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* text, const char*, int) const override {
        QStringList words = QString::fromUtf8(text).split(' ');
        for (QString& word : words) {
            const auto more = static_cast<int>(std::lround(word.size() * 0.4));
            if (!word.contains('%')) word += QString(more, QChar(0x0449));
        }
        return words.join(' ');
    }
};

class LayoutTest : public PanelTest {
  protected:
    LayoutTest() { theme::apply(*qApp, ThemeKind::Dark); }

    static void openFolds(QWidget& panel) {
        for (FoldBox* fold : panel.findChildren<FoldBox*>()) fold->setOpen(true);
    }
    static void expectFits(QWidget& panel, const char* name) {
        panel.ensurePolished();
        EXPECT_LE(panel.minimumSizeHint().width(), kColumn) << name;
    }
    void check(bool longWords) {
        LongTranslator translator;
        if (longWords) QCoreApplication::installTranslator(&translator);
        ModelPanel models({studio().settings(), studio().models(), studio().core(),
                           studio().queue(), studio().downloads()});
        ClassPanel classes(studio().settings(), studio().models());
        RunPanel run(studio().settings(), studio().queue());
        SamplingPanel sampling(studio().settings(), studio().models());
        HistoryPanel history({studio().history(), studio().selection(), studio().queue(),
                              studio().files(), studio().scalesAgain()});
        QueuePanel queuePanel(studio().queue(), studio().models());
        NoticeBar notice(studio().notices(), {Notice::Place::Run});
        settings().setClasses({{1, 2}, {2, 1}});
        generate();
        studio().notices().tell({Notice::Place::Run, true,
                                 "The memory of the device ran out: 9.1 GB were asked for.",
                                 "Decode fewer pictures together.", Notice::Remedy::HalveBatch, 0});
        ASSERT_TRUE(waitFor([this] { return studio().history().rowCount() > 0; }));
        history.view().setCurrentIndex(history.view().model()->index(0, 0));
        openFolds(sampling);
        const std::pair<QWidget*, const char*> panels[] = {
            {&models, "models"},     {&classes, "classes"}, {&run, "run"},
            {&sampling, "sampling"}, {&history, "history"}, {&queuePanel, "queue-done"},
            {&notice, "notice"}};
        for (const auto& [panel, name] : panels) {
            expectFits(*panel, name);
            show(*panel, 320, panel == &history ? 640 : 0);
            screenshot(*panel, QString(name) + (longWords ? "-long" : ""));
        }
        if (longWords) QCoreApplication::removeTranslator(&translator);
    }
};

TEST_F(LayoutTest, PanelsFitTheirColumn) {
    load();
    check(false);
}

TEST_F(LayoutTest, PanelsFitTheirColumnInLongWords) {
    load();
    check(true);
}

TEST_F(LayoutTest, AQueueOfThree) {
    QueuePanel panel(studio().queue(), studio().models());
    settings().setClasses({{207, 4}});
    const RunPtr first = queue();
    queue(), queue();
    first->state = RunState::Running;
    first->progress = 0.4;
    first->secondsLeft = 12;
    emit studio().queue().runChanged(first);
    expectFits(panel, "queue");
    show(panel);
    screenshot(panel, "queue");
}

TEST_F(LayoutTest, BeforeAnythingIsThere) {
    ModelPanel models({studio().settings(), studio().models(), studio().core(), studio().queue(),
                       studio().downloads()});
    ClassPanel classes(studio().settings(), studio().models());
    HistoryPanel history({studio().history(), studio().selection(), studio().queue(),
                          studio().files(), studio().scalesAgain()});
    QueuePanel queuePanel(studio().queue(), studio().models());
    settings().setClasses({});
    const std::pair<QWidget*, const char*> panels[] = {{&models, "models-empty"},
                                                       {&classes, "classes-empty"},
                                                       {&history, "history-empty"},
                                                       {&queuePanel, "queue-empty"}};
    for (const auto& [panel, name] : panels) {
        expectFits(*panel, name);
        show(*panel, 320, panel == &history ? 400 : 0);
        screenshot(*panel, name);
    }
}

}  // namespace
}  // namespace duo::ui::test
