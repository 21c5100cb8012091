#include "core_command.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

namespace duo::studio {

QStringList coreCommand(const QString& words) {
    const QStringList given = QProcess::splitCommand(words);
    if (!given.isEmpty()) return given;
    const QString name = QStringLiteral("duoscale-cli");
    const QString beside = QDir(QCoreApplication::applicationDirPath()).filePath(name);
    if (QFileInfo(beside).isExecutable()) return {beside, "serve"};
    const QString elsewhere = QStandardPaths::findExecutable(name);
    return {elsewhere.isEmpty() ? beside : elsewhere, "serve"};
}

}  // namespace duo::studio
