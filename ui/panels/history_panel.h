// All finished pictures, newest first: a filter, thumbnails, the settings of the picture shown, and
// actions. A PNG dropped here gives its settings.
#pragma once

#include <QSettings>
#include <QWidget>

#include "panels/history_actions.h"

class QLabel;
class QPushButton;
class QSplitter;

namespace duo::ui {

class HistoryFilterBar;
class PictureSettings;
class ThumbnailView;

class HistoryPanel : public QWidget {
    Q_OBJECT
  public:
    using Parts = HistoryParts;
    explicit HistoryPanel(const Parts& parts, QWidget* parent = nullptr);

    ThumbnailView& view() { return *view_; }
    PictureSettings& settings() { return *settings_; }
    HistoryFilterBar& bar() { return *bar_; }
    HistoryActions& actions() { return *actions_; }

    void save(QSettings& store) const;
    // Shows the picture that was shown last, or the newest one, if none is shown yet.
    void restore(QSettings& store);

  signals:
    void opened(const duo::ui::PicturePtr& picture);  // to be shown in Single
    void comparedSelected();                          // to be shown in Compare

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    QWidget* buildPictures();
    QWidget* buildDetails();
    QPushButton* wordButton(QAction* action);
    QLayout* buildTools();
    void connectParts();
    void connectView();
    void follow();  // the picture shown
    void showCounts();
    void showDetails();
    void showMenu(const QPoint& position);
    void open(const QModelIndex& index);

    Parts parts_;
    HistoryFilter* filter_;
    HistoryFilterBar* bar_;
    ThumbnailView* view_;
    HistoryActions* actions_;
    QLabel* empty_;
    QWidget* none_ = nullptr;  // in place of the thumbnails where the filter lets none through
    QSplitter* splitter_;
    QWidget* details_ = nullptr;
    PictureSettings* settings_;
    bool following_ = false;  // the view is being moved to the picture shown
};

}  // namespace duo::ui
