// Asks for files and folders. Each kind of question opens in the folder that it used last, which
// the settings keep. No dialog blocks the event loop.
#pragma once

#include <QString>
#include <QStringList>
#include <functional>

class QFileDialog;
class QWidget;

namespace duo::ui {

struct FileQuestion {
    QString kind;  // key in the settings; never shown
    QString title;
    QStringList filters{};
    QString name{};    // suggested for a file that is written; its suffix is the default one
    QString folder{};  // where the kind was never used; empty: the person's pictures
};
using UseFile = std::function<void(const QString& file)>;

// The dialog is open and deletes itself.
QFileDialog* askWhereToSave(QWidget* parent, const FileQuestion& question, UseFile use);
QFileDialog* askForFile(QWidget* parent, const FileQuestion& question, UseFile use);
QFileDialog* askForFolder(QWidget* parent, const FileQuestion& question, UseFile use);

}  // namespace duo::ui
