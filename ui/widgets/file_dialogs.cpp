#include "widgets/file_dialogs.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace duo::ui {
namespace {

QString keyOf(const FileQuestion& question) {
    return QStringLiteral("folders/") + question.kind;
}

QString firstFolder(const FileQuestion& question) {
    const QString last = QSettings().value(keyOf(question)).toString();
    for (const QString& folder : {last, question.folder}) {
        if (!folder.isEmpty() && QFileInfo(folder).isDir()) return folder;
    }
    return QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
}

QFileDialog* open(QWidget* parent, const FileQuestion& question, QFileDialog::FileMode mode,
                  QFileDialog::AcceptMode accept, UseFile use) {
    auto* dialog = new QFileDialog(parent, question.title, firstFolder(question));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(accept);
    dialog->setFileMode(mode);
    dialog->setOption(QFileDialog::ShowDirsOnly, mode == QFileDialog::Directory);
    if (!question.filters.isEmpty()) dialog->setNameFilters(question.filters);
    if (!question.name.isEmpty()) {
        dialog->setDefaultSuffix(QFileInfo(question.name).suffix());
        dialog->selectFile(question.name);
    }
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [key = keyOf(question), mode, use = std::move(use)](const QString& file) {
                         const bool folder = mode == QFileDialog::Directory;
                         QSettings().setValue(key, folder ? file : QFileInfo(file).absolutePath());
                         use(file);
                     });
    dialog->open();
    return dialog;
}

}  // namespace

QFileDialog* askWhereToSave(QWidget* parent, const FileQuestion& question, UseFile use) {
    return open(parent, question, QFileDialog::AnyFile, QFileDialog::AcceptSave, std::move(use));
}

QFileDialog* askForFile(QWidget* parent, const FileQuestion& question, UseFile use) {
    return open(parent, question, QFileDialog::ExistingFile, QFileDialog::AcceptOpen,
                std::move(use));
}

QFileDialog* askForFolder(QWidget* parent, const FileQuestion& question, UseFile use) {
    return open(parent, question, QFileDialog::Directory, QFileDialog::AcceptOpen, std::move(use));
}

}  // namespace duo::ui
