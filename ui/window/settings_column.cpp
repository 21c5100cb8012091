#include "window/settings_column.h"

#include "panels/class_panel.h"
#include "panels/model_panel.h"
#include "panels/run_panel.h"
#include "panels/sampling_panel.h"
#include "state/studio.h"
#include "widgets/fold_box.h"
#include "window/panel_docks.h"
#include "window/window_memory.h"

namespace duo::ui {

SettingsColumn::SettingsColumn(Studio& studio, QWidget* parent) : SideColumn(parent) {
    GenerationSettings& settings = studio.settings();
    classes_ = addPanel({"classes", tr("Classes"), "search"},
                        new ClassPanel(settings, studio.models()), true);
    addPanel({"run", tr("Seed and count"), "dice"}, new RunPanel(settings, studio.queue()), true);
    sampling_ = addPanel({"sampling", tr("Sampling"), "settings"},
                         new SamplingPanel(settings, studio.models()), true);
    models_ = addPanel({"models", tr("Models"), "memory"},
                       new ModelPanel({settings, studio.models(), studio.core(), studio.queue(),
                                       studio.downloads()}),
                       false);
}

template <class Content>
Content* SettingsColumn::addPanel(const Entry& entry, Content* panel, bool open) {
    entries_.push_back(entry);
    FoldBox* fold = add(entry.key, entry.title, panel, open);
    fold->setSummary(panel->summary());
    connect(panel, &Content::summaryChanged, fold, &FoldBox::setSummary);
    return panel;
}

void SettingsColumn::dockIn(PanelDocks& docks) {
    QDockWidget* dock =
        docks.add(Qt::LeftDockWidgetArea, "settingsDock", tr("Settings"), Qt::Key_F2, this);
    for (const Entry& entry : entries_) {
        docks.addButton(dock, entry.icon, entry.title, [this, key = entry.key] { reveal(key); });
    }
}

void SettingsColumn::remember(WindowMemory& memory) {
    memory.addPart<SideColumn>("column", this);
    memory.addPart("classes", classes_);
    memory.addPart("sampling", sampling_);
    memory.addPart("models", models_);
}

}  // namespace duo::ui
