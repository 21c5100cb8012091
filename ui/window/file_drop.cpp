#include "window/file_drop.h"

#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QWidget>

#include "protocol/run_files.h"
#include "views/runs_view.h"
#include "views/sweep_tabs.h"

namespace duo::ui {
namespace {

// A picture, an evaluation or a folder; empty where there is none of them.
QString droppedFile(const QMimeData& data) {
    for (const QUrl& url : data.urls()) {
        if (!url.isLocalFile()) continue;
        const QFileInfo file(url.toLocalFile());
        const QString suffix = file.suffix().toLower();
        const bool picture = QStringList{"png", "jpg", "jpeg", "webp"}.contains(suffix);
        if (picture || suffix == "json" || file.isDir()) return file.filePath();
    }
    return {};
}

}  // namespace

FileDrop::FileDrop(QWidget& window, SweepTabs& sweep, RunsView& runs, PictureFiles& files)
    : QObject(&window), sweep_(sweep), runs_(runs), files_(files) {
    window.setAcceptDrops(true);
    window.installEventFilter(this);
}

// A sweep's folder opens its evaluation; any other folder the run that goes on there.
void FileDrop::open(const QString& file) {
    const QString measured = file + "/sweep.json";
    if (QFileInfo(file).fileName() == kSampleManifestFile) {
        runs_.follow(QFileInfo(file).path());
    } else if (file.endsWith(".json", Qt::CaseInsensitive)) {
        sweep_.openEvaluation(file);
    } else if (!QFileInfo(file).isDir()) {
        files_.takeSettings(file, GenerationSettings::Take::All);
    } else if (QFileInfo::exists(measured)) {
        sweep_.openEvaluation(measured);
    } else {
        runs_.follow(file);
    }
}

bool FileDrop::eventFilter(QObject* watched, QEvent* event) {
    const bool entered = event->type() == QEvent::DragEnter;
    if (!entered && event->type() != QEvent::Drop) return QObject::eventFilter(watched, event);
    auto* drop = static_cast<QDropEvent*>(event);
    const QString file = droppedFile(*drop->mimeData());
    if (file.isEmpty()) return false;
    drop->acceptProposedAction();
    if (!entered) open(file);
    return true;
}

}  // namespace duo::ui
