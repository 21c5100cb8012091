// The file dialogs of the File menu: which picture to take settings from, where to save pictures
// and exports. They do not block the event loop.
#pragma once

#include <QObject>

#include "state/history_store.h"
#include "state/picture_files.h"
#include "state/run_queue.h"
#include "state/selection.h"

class QWidget;

namespace duo::ui {

class PictureDialogs : public QObject {
    Q_OBJECT
  public:
    // owner: parent of the dialogs. All of them outlive this.
    PictureDialogs(const Selection& selection, const RunQueue& queue, const HistoryStore& history,
                   PictureFiles& files, QWidget* owner);

  public slots:
    void openSettings();
    // These three do nothing where there is no picture.
    void savePicture();
    void exportAnimation();
    void exportNpz();  // of the run at work or the newest

  private:
    const Selection& selection_;
    const RunQueue& queue_;
    const HistoryStore& history_;
    PictureFiles& files_;
    QWidget* owner_;
};

}  // namespace duo::ui
