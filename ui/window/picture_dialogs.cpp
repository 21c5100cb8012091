#include "window/picture_dialogs.h"

#include "widgets/file_dialogs.h"

namespace duo::ui {

PictureDialogs::PictureDialogs(const Selection& selection, const RunQueue& queue,
                               const HistoryStore& history, PictureFiles& files, QWidget* owner)
    : QObject(owner),
      selection_(selection),
      queue_(queue),
      history_(history),
      files_(files),
      owner_(owner) {}

void PictureDialogs::openSettings() {
    askForFile(
        owner_,
        {.kind = "settings",
         .title = tr("Open a picture's settings"),
         .filters = {tr("Pictures (*.png *.jpg *.jpeg *.webp)")},
         .folder = history_.folder()},
        [this](const QString& file) { files_.takeSettings(file, GenerationSettings::Take::All); });
}

void PictureDialogs::savePicture() {
    const PicturePtr picture = selection_.picture();
    if (!picture) return;
    askWhereToSave(owner_,
                   {.kind = "picture",
                    .title = tr("Save the picture"),
                    .filters = {tr("Pictures (*.png)")},
                    .name = picture->labelName + ".png"},
                   [this, picture](const QString& file) { files_.savePicture(picture, file); });
}

void PictureDialogs::exportAnimation() {
    const PicturePtr picture = selection_.picture();
    if (!picture) return;
    askWhereToSave(owner_,
                   {.kind = "animation",
                    .title = tr("Export the animation"),
                    .filters = {tr("Animations (*.webp)")},
                    .name = picture->labelName + ".webp"},
                   [this, picture](const QString& file) { files_.exportAnimation(picture, file); });
}

void PictureDialogs::exportNpz() {
    const RunPtr run = queue_.current();
    if (!run || run->pictures.empty()) return;
    askWhereToSave(owner_,
                   {.kind = "npz",
                    .title = tr("Export the run"),
                    .filters = {tr("NumPy archives (*.npz)")},
                    .name = "pictures.npz"},
                   [this, pictures = run->pictures](const QString& file) {
                       files_.exportNpz(pictures, file);
                   });
}

}  // namespace duo::ui
