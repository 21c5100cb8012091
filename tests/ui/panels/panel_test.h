// A Studio with data of its own for tests of the panels, at rest or over the real core.
#pragma once

#include <QTemporaryDir>
#include <functional>
#include <memory>

#include "state/studio.h"

namespace duo::ui::test {

// True as soon as the condition holds; false after a time no healthy machine needs.
bool waitFor(const std::function<bool()>& condition, int milliseconds = 60000);

// A Studio and its data folder.
struct StudioInFolder {
    StudioInFolder();
    // Starts the core and waits for the tiny family.
    void load();

    QTemporaryDir data;
    std::unique_ptr<Studio> studio;
};

// A Studio for each test, at rest: the core is started by load().
class PanelTest : public testing::Test {
  protected:
    PanelTest() : all_(std::make_shared<StudioInFolder>()) {}
    explicit PanelTest(std::shared_ptr<StudioInFolder> all) : all_(std::move(all)) {}

    void load() { all_->load(); }
    // A finished run of these settings.
    RunPtr generate();
    // A run that waits, for good where the core is at rest.
    RunPtr queue() { return studio().queue().generate(); }

    Studio& studio() { return *all_->studio; }
    GenerationSettings& settings() { return studio().settings(); }
    QString dataFolder() const { return all_->data.path(); }

  private:
    std::shared_ptr<StudioInFolder> all_;
};

// One Studio with the tiny family loaded for all tests of a suite.
class LoadedPanelTest : public PanelTest {
  protected:
    LoadedPanelTest() : PanelTest(shared_) {}
    static void SetUpTestSuite() {
        shared_ = std::make_shared<StudioInFolder>();
        shared_->load();
    }
    static void TearDownTestSuite() { shared_.reset(); }

  private:
    static inline std::shared_ptr<StudioInFolder> shared_;
};

// Counts changed() of the settings while it lives, to find loops.
class Changes : public QObject {
  public:
    explicit Changes(GenerationSettings& settings);
    int count() const { return count_; }

  private:
    int count_ = 0;
};

// The child of this type whose accessible name starts with this.
template <class T>
T* named(QWidget& panel, const QString& name) {
    for (T* child : panel.findChildren<T*>()) {
        if (child->accessibleName().startsWith(name)) return child;
    }
    ADD_FAILURE() << "no control named " << name.toStdString();
    return nullptr;
}

// The button whose words start with this.
template <class T = QAbstractButton>
T* button(QWidget& panel, const QString& text) {
    for (T* child : panel.findChildren<T*>()) {
        if (child->text().startsWith(text)) return child;
    }
    ADD_FAILURE() << "no button " << text.toStdString();
    return nullptr;
}

void click(QWidget* widget);
// Shows the panel in a column of this width and gives it the keyboard.
void show(QWidget& panel, int width = 320, int height = 0);
// Pictures of the panel in both themes, as NAME-dark.png and NAME-light.png.
void screenshot(QWidget& panel, const QString& name);

}  // namespace duo::ui::test
