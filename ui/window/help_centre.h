// The way to the user guide: the Help menu, "What's this?" on controls and charts, and "Learn more"
// of errors.
#pragma once

#include <QMainWindow>
#include <QObject>
#include <memory>

namespace duo::ui {

class HelpWindow;
class NoticeBar;
class RunQueue;
struct Notice;
struct WindowActions;

class HelpCentre : public QObject {
    Q_OBJECT
  public:
    // window: owns this; its widgets that name topics (setHelpTopics) get their texts now.
    HelpCentre(QMainWindow& window, const WindowActions& actions, const NoticeBar& notices,
               const RunQueue& queue);
    ~HelpCentre() override;

    // The page for an error: by its kind if it is of a run, otherwise by its place.
    static QString pageOf(const Notice& notice, const RunQueue& queue);
    // page: "terms.md" or "terms.md#split-n".
    void open(const QString& page);
    HelpWindow* window() const { return guide_.get(); }  // null before the guide was opened

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    std::unique_ptr<HelpWindow> guide_;
};

}  // namespace duo::ui
