// What the main window opens and saves: dialogs that do not block the loop.
#include <QFileDialog>
#include <QFileInfo>

#include "window/main_window.h"

namespace duo::ui {
namespace {

// Asks where to write, without blocking the loop, and hands the name to `write`.
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

void MainWindow::openPicture() {
    auto* dialog = new QFileDialog(this, tr("Open a picture's settings"),
                                   studio_.history().folder(), tr("Pictures (*.png)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        studio_.takeSettings(file, GenerationSettings::Take::All);
    });
    dialog->open();
}

void MainWindow::savePicture() {
    const PicturePtr picture = studio_.selection().picture();
    if (!picture) return;
    askWhere(this, tr("Save the picture"), picture->labelName + ".png", tr("Pictures (*.png)"),
             [this, picture](const QString& file) { studio_.savePicture(picture, file); });
}

void MainWindow::exportAnimation() {
    const PicturePtr picture = studio_.selection().picture();
    if (!picture) return;
    askWhere(this, tr("Export the animation"), picture->labelName + ".webp",
             tr("Animations (*.webp)"),
             [this, picture](const QString& file) { studio_.exportAnimation(picture, file); });
}

void MainWindow::exportNpz() {
    const RunPtr run = studio_.current();
    if (!run || run->pictures.empty()) return;
    const std::vector<PicturePtr> pictures = run->pictures;
    askWhere(this, tr("Export the run"), "pictures.npz", tr("NumPy archives (*.npz)"),
             [this, pictures](const QString& file) { studio_.exportNpz(pictures, file); });
}

}  // namespace duo::ui
