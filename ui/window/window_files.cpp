// What the main window opens and saves: dialogs that do not block the loop.
#include <QFileDialog>
#include <QFileInfo>

#include "views/runs_view.h"
#include "views/sweep_tabs.h"
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

// Of a sweep's folder its evaluation; of any other folder the run that goes on there.
void MainWindow::openDropped(const QString& file) {
    const QString measured = file + "/sweep.json";
    if (file.endsWith(".json", Qt::CaseInsensitive)) {
        sweep_->openEvaluation(file);
    } else if (!QFileInfo(file).isDir()) {
        studio_.takeSettings(file, GenerationSettings::Take::All);
    } else if (QFileInfo::exists(measured)) {
        sweep_->openEvaluation(measured);
    } else {
        runs_->follow(file);
    }
}

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
