// The panels that say what the next run does: classes, seed and count, sampling, models.
#pragma once

#include "window/side_column.h"

namespace duo::ui {

class ClassPanel;
class ModelPanel;
class PanelDocks;
class SamplingPanel;
class Studio;
class WindowMemory;

class SettingsColumn : public SideColumn {
    Q_OBJECT
  public:
    explicit SettingsColumn(Studio& studio, QWidget* parent = nullptr);

    ClassPanel& classes() { return *classes_; }
    ModelPanel& models() { return *models_; }

    // Docks the column at the left. While it is collapsed, each panel has a button at the edge.
    void dockIn(PanelDocks& docks);
    void remember(WindowMemory& memory);

  private:
    struct Entry {
        QString key, title, icon;
    };
    // summary(): the line that a folded panel shows.
    template <class Content>
    Content* addPanel(const Entry& entry, Content* panel, bool open);

    std::vector<Entry> entries_;
    ClassPanel* classes_;
    SamplingPanel* sampling_;
    ModelPanel* models_;
};

}  // namespace duo::ui
