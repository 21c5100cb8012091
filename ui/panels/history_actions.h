// Actions on the pictures of the history: on the one shown (its settings, its scales,
// copies of it), and on all that are selected (stars, comparison, contact sheet, deletion).
#pragma once

#include <QAction>
#include <QObject>
#include <vector>

#include "state/history_filter.h"
#include "state/picture_files.h"
#include "state/run_queue.h"
#include "state/scales_again.h"
#include "state/selection.h"

class QMenu;

namespace duo::ui {

class ThumbnailView;

struct HistoryParts {
    HistoryStore& history;
    Selection& selection;
    const RunQueue& queue;
    PictureFiles& files;
    ScalesAgain& scales;
};

class HistoryActions : public QObject {
    Q_OBJECT
  public:
    // view shows filter; its keys are those of the actions.
    HistoryActions(const HistoryParts& parts, HistoryFilter& filter, ThumbnailView& view);

    // Which of them can be done now.
    void refresh();
    void fill(QMenu& menu) const;

    // index: of filter. A picture of this session still has its scales; others are read from their
    // file, unless they are shown already. Null if it is unreadable.
    PicturePtr pictureAt(const QModelIndex& index) const;
    // index: of filter. Shows the picture in the current view.
    void lookAt(const QModelIndex& index);
    void toggleStar(const QModelIndex& index);

    QAction *useAll, *useSeed, *allButSeed, *star, *again, *compare, *sheet, *save, *copy, *folder,
        *remove, *undoRemove;

  signals:
    void lookedAt(const duo::ui::PicturePtr& picture);
    void comparedSelected();  // several pictures are the compared ones now

  private:
    QAction* act(const QString& name, const QString& toolTip, const QString& icon,
                 const QKeySequence& keys, void (HistoryActions::*slot)());
    void makeForShown();
    void makeForSelected();
    std::vector<HistoryEntry> selected() const;  // in the history's order
    QModelIndexList selectedRows() const;        // of the history
    void take(GenerationSettings::Take take);
    void takeAll() { take(GenerationSettings::Take::All); }
    void takeSeed() { take(GenerationSettings::Take::Seed); }
    void takeAllButSeed() { take(GenerationSettings::Take::AllButSeed); }
    void decodeAgain();
    void starSelected();
    void compareSelected();
    void saveSheet();
    void savePicture();
    void copyPicture();
    void showInFolder();
    void removeSelected();
    void bringBack() { parts_.history.undoRemove(); }
    PicturePtr ofSession(const QString& file) const;  // null if it is of an earlier session

    HistoryParts parts_;
    HistoryFilter& filter_;
    ThumbnailView& view_;
};

}  // namespace duo::ui
