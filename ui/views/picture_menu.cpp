#include "views/picture_menu.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include "widgets/file_dialogs.h"

namespace duo::ui {
namespace {

struct PictureMenu {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::PictureMenu)
};

void savePicture(QWidget* view, const PicturePtr& picture, PictureFiles& files) {
    askWhereToSave(view,
                   {.kind = "picture",
                    .title = PictureMenu::tr("Save picture"),
                    .filters = {PictureMenu::tr("PNG picture with its settings (*.png)")},
                    .name = picture->labelName + ".png"},
                   [picture, &files](const QString& file) { files.savePicture(picture, file); });
}

}  // namespace

void popUpPictureMenu(QWidget* view, const QPoint& globalPosition, const PicturePtr& picture,
                      const QImage& shown, Selection& selection, PictureFiles& files) {
    auto* menu = new QMenu(view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(PictureMenu::tr("Copy what is shown"), view,
                    [shown] { QApplication::clipboard()->setImage(shown); });
    menu->addAction(PictureMenu::tr("Save picture…"), view,
                    [view, picture, &files] { savePicture(view, picture, files); })
        ->setEnabled(!picture->final.isNull());
    menu->addAction(PictureMenu::tr("Add to comparison"), view,
                    [picture, &selection] { selection.addCompared(picture); });
    menu->addSeparator();
    menu->addAction(
            PictureMenu::tr("Use all its settings"), view,
            [picture, &files] { files.takeSettings(picture, GenerationSettings::Take::All); })
        ->setEnabled(!picture->provenance.isEmpty());
    menu->popup(globalPosition);
}

}  // namespace duo::ui
