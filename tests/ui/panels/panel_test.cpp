#include "ui/panels/panel_test.h"

#include "ui/support/demo_family.h"
#include "widgets/theme.h"

namespace duo::ui::test {

bool waitFor(const std::function<bool()>& condition, int milliseconds) {
    return QTest::qWaitFor(condition, milliseconds);
}

StudioInFolder::StudioInFolder()
    : studio(std::make_unique<Studio>(
          Studio::Options{{DUO_CLI, "serve"}, tinyFamilyFolder(), data.path()})) {}

void StudioInFolder::load() {
    // One thread: the tiny family gains nothing from more, and loses where cores are busy.
    studio->settings().setCompute({Precision::Float32, "cpu", 1});
    studio->start();
    ASSERT_TRUE(waitFor([this] { return studio->models().loaded().has_value(); }));
}

RunPtr PanelTest::generate() {
    const RunPtr run = studio().queue().generate();
    EXPECT_TRUE(waitFor([&] { return run->state == RunState::Done; }));
    return run;
}

Changes::Changes(GenerationSettings& settings) {
    connect(&settings, &GenerationSettings::changed, this, [this] { ++count_; });
}

void click(QWidget* widget) {
    ASSERT_NE(widget, nullptr);
    QTest::mouseClick(widget, Qt::LeftButton);
}

void show(QWidget& panel, int width, int height) {
    panel.resize(width, height > 0 ? height : panel.heightForWidth(width));
    panel.show();
    panel.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&panel));
    if (height == 0)
        panel.resize(width, std::max(panel.sizeHint().height(), panel.heightForWidth(width)));
    QCoreApplication::processEvents();
}

void screenshot(QWidget& panel, const QString& name) {
    const QDir folder(DUO_SCREENSHOTS);
    ASSERT_TRUE(folder.mkpath("."));
    for (const auto& [kind, suffix] :
         {std::pair{ThemeKind::Dark, "-dark.png"}, std::pair{ThemeKind::Light, "-light.png"}}) {
        theme::apply(*qApp, kind);
        QCoreApplication::processEvents();
        EXPECT_TRUE(panel.grab().save(folder.filePath("panel-" + name + suffix)));
    }
    theme::apply(*qApp, ThemeKind::Dark);
}

}  // namespace duo::ui::test
