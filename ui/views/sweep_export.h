// Exports a sweep: as one labelled sheet, as pictures with metadata, or as npz. Its dialogs do not
// block; notices report the result.
#pragma once

#include <QObject>

#include "state/model_library.h"
#include "state/notice_centre.h"
#include "state/picture_files.h"
#include "widgets/sheet_painter.h"

class QMenu;
class QWidget;

namespace duo::ui {

class SweepModel;

class SweepExport : public QObject {
    Q_OBJECT
  public:
    // owner: of the menu and the dialogs. All of them outlive this.
    SweepExport(const ModelLibrary& models, PictureFiles& files, NoticeCentre& notices,
                SweepModel& model, QWidget* owner);

    QMenu* menu() const { return menu_; }
    // The sweep with its figures; pictures at the current scale.
    Sheet sheet() const;
    void writeSheet(const QString& file, SheetPaper paper);  // on a thread of its own
    void writePictures(const QString& folder);               // never overwrites a file

  private:
    void enableActions();
    void askSheet(SheetPaper paper);
    void askFolder();
    void askNpz();
    QString title() const;
    QStringList notes() const;
    QString suggestion(const QString& ending) const;

    const ModelLibrary& models_;
    PictureFiles& files_;
    NoticeCentre& notices_;
    SweepModel& model_;
    QWidget* owner_;
    QMenu* menu_;
};

}  // namespace duo::ui
