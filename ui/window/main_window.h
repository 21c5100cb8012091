// The window: panels left, pictures and rail in the middle, history right, charts below. It gives
// each panel and view the parts of the Studio that it uses and wires them together.
#pragma once

#include <QMainWindow>
#include <memory>

#include "state/studio.h"
#include "widgets/theme.h"
#include "window/focus_mode.h"
#include "window/panel_docks.h"
#include "window/window_actions.h"
#include "window/window_memory.h"

class QStackedWidget;

namespace duo::ui {

class ChartPanel;
class CompareView;
class FileDrop;
class HelpCentre;
class HistoryPanel;
class NoticeBar;
class PictureDialogs;
class QuitGuard;
class RailPanel;
class RunsView;
class SettingsColumn;
class SingleView;
class SweepTabs;
class Tour;

class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    // The studio outlives the window. A change of language makes another window of the same studio.
    explicit MainWindow(Studio& studio, QWidget* parent = nullptr);
    ~MainWindow() override;

    const WindowActions& actions() const { return actions_; }
    void showTour();
    void openFile(const QString& file);  // as if it were dropped on the window
    void setThemeShown(ThemeKind kind);  // which choice is ticked
    void setLanguageShown(const QString& code);

  signals:
    void themeChosen(duo::ui::ThemeKind kind);
    void languageChosen(const QString& code);  // "" for the desktop's
    void tourSeen();                           // to its end, or skipped
    void desktopThemeChanged();

  protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

  private:
    void buildCentre();
    void buildSides();
    void connectActions();
    void connectViewActions();
    void connectPanels();
    void connectStudio();
    void refreshState();
    void listMemory();
    void save();
    void restore();
    void placeDocks(bool remembered);

    void stop();
    void stepScale(int by);

    Studio& studio_;
    WindowActions actions_;
    WindowMemory memory_;
    PanelDocks docks_;
    FocusMode focusMode_;
    PictureDialogs* dialogs_;
    QuitGuard* quitGuard_;
    SettingsColumn* settings_ = nullptr;
    HistoryPanel* history_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    SingleView* single_ = nullptr;
    CompareView* compare_ = nullptr;
    SweepTabs* sweep_ = nullptr;
    RunsView* runs_ = nullptr;
    RailPanel* rail_ = nullptr;
    ChartPanel* charts_ = nullptr;
    NoticeBar* notices_ = nullptr;
    FileDrop* drop_ = nullptr;
    HelpCentre* help_ = nullptr;
    Tour* tour_ = nullptr;
    bool low_ = false;  // low windows get lower charts
};

}  // namespace duo::ui
