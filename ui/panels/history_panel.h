// All finished pictures, newest first: thumbnails, the settings of the chosen one, and actions on
// it. A PNG dropped here gives its settings.
#pragma once

#include <QWidget>

#include "state/history_store.h"
#include "state/picture_files.h"
#include "state/run_queue.h"
#include "state/selection.h"

class QAction;
class QLabel;
class QPushButton;
class QScrollArea;
class QSplitter;
class QToolButton;

namespace duo::ui {

class PictureSettings;
class ThumbnailView;

class HistoryPanel : public QWidget {
    Q_OBJECT
  public:
    struct Parts {
        HistoryStore& history;
        Selection& selection;
        const RunQueue& queue;
        PictureFiles& files;
    };
    explicit HistoryPanel(const Parts& parts, QWidget* parent = nullptr);

    ThumbnailView& view() { return *view_; }
    PictureSettings& settings() { return *settings_; }

    void save(QSettings& store) const;
    void restore(QSettings& store);

  signals:
    void lookedAt(const duo::ui::PicturePtr& picture);  // to be shown in the current view
    void opened(const duo::ui::PicturePtr& picture);    // to be shown in Single
    void compared(const duo::ui::PicturePtr& picture);  // was added to the compared ones

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void buildActions();
    QWidget* buildDetails();
    QPushButton* wordButton(QAction* action);
    QLayout* buildTools();
    void connectParts();
    QAction* act(const QString& name, const QString& toolTip, const QString& icon,
                 const QKeySequence& keys, void (HistoryPanel::*slot)());
    void showSelected();
    void showMenu(const QPoint& position);
    void open(const QModelIndex& index);
    void take(GenerationSettings::Take take);
    void useAll() { take(GenerationSettings::Take::All); }
    void useSeed() { take(GenerationSettings::Take::Seed); }
    void useAllButSeed() { take(GenerationSettings::Take::AllButSeed); }
    void compare();
    void saveAs();
    void copy();
    void showInFolder();
    void remove();
    void undoRemove() { parts_.history.undoRemove(); }
    PicturePtr ofSession(const QString& file) const;  // null if it is of an earlier session
    PicturePtr pictureAt(const QModelIndex& index) const;
    PicturePtr current() const;
    QString currentFile() const;

    Parts parts_;
    ThumbnailView* view_;
    QLabel* empty_;
    QSplitter* splitter_;
    QWidget* details_;
    QScrollArea* scroll_;
    PictureSettings* settings_;
    QAction *useAll_ = nullptr, *useSeed_ = nullptr, *allButSeed_ = nullptr, *compare_ = nullptr,
            *save_ = nullptr, *copy_ = nullptr, *folder_ = nullptr, *remove_ = nullptr,
            *undoRemove_ = nullptr;
};

}  // namespace duo::ui
