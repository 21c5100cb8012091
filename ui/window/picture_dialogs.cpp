#include "window/picture_dialogs.h"

#include <QFileDialog>
#include <QFileInfo>

namespace duo::ui {
namespace {

// Asks where to write and hands the name to `write`.
template <class Write>
void askWhere(QWidget* parent, const QString& title, const QString& suggestion,
              const QString& filter, Write write) {
    auto* dialog = new QFileDialog(parent, title, suggestion, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QFileInfo(suggestion).suffix());
    dialog->selectFile(suggestion);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, write);
    dialog->open();
}

}  // namespace

PictureDialogs::PictureDialogs(const Selection& selection, const RunQueue& queue,
                               const HistoryStore& history, PictureFiles& files, QWidget* owner)
    : QObject(owner),
      selection_(selection),
      queue_(queue),
      history_(history),
      files_(files),
      owner_(owner) {}

void PictureDialogs::openSettings() {
    auto* dialog = new QFileDialog(owner_, tr("Open a picture's settings"), history_.folder(),
                                   tr("Pictures (*.png)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        files_.takeSettings(file, GenerationSettings::Take::All);
    });
    dialog->open();
}

void PictureDialogs::savePicture() {
    const PicturePtr picture = selection_.picture();
    if (!picture) return;
    askWhere(owner_, tr("Save the picture"), picture->labelName + ".png", tr("Pictures (*.png)"),
             [this, picture](const QString& file) { files_.savePicture(picture, file); });
}

void PictureDialogs::exportAnimation() {
    const PicturePtr picture = selection_.picture();
    if (!picture) return;
    askWhere(owner_, tr("Export the animation"), picture->labelName + ".webp",
             tr("Animations (*.webp)"),
             [this, picture](const QString& file) { files_.exportAnimation(picture, file); });
}

void PictureDialogs::exportNpz() {
    const RunPtr run = queue_.current();
    if (!run || run->pictures.empty()) return;
    const std::vector<PicturePtr> pictures = run->pictures;
    askWhere(owner_, tr("Export the run"), "pictures.npz", tr("NumPy archives (*.npz)"),
             [this, pictures](const QString& file) { files_.exportNpz(pictures, file); });
}

}  // namespace duo::ui
