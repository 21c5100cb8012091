#include "panels/history_actions.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QUrl>
#include <algorithm>

#include "panels/contact_sheet.h"
#include "panels/thumbnail_view.h"
#include "widgets/file_dialogs.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kMaxCompared = 4;

}  // namespace

HistoryActions::HistoryActions(const HistoryParts& parts, HistoryFilter& filter,
                               ThumbnailView& view)
    : QObject(&view), parts_(parts), filter_(filter), view_(view) {
    makeForShown();
    makeForSelected();
    undoRemove->setEnabled(parts_.history.canUndoRemove());
    connect(&parts_.history, &HistoryStore::canUndoRemoveChanged, undoRemove, &QAction::setEnabled);
}

void HistoryActions::makeForShown() {
    using Actions = HistoryActions;
    useAll = act(tr("Use all"), tr("Takes all settings of the picture"), {}, {}, &Actions::takeAll);
    useSeed = act(tr("Use seed"), tr("Takes the seed of the picture"), {}, {}, &Actions::takeSeed);
    allButSeed = act(tr("All but seed"), tr("Takes all settings of the picture but its seed"), {},
                     {}, &Actions::takeAllButSeed);
    again = act(tr("Decode again with scales"),
                tr("Decodes the picture again, for its scales and tokens"), "refresh", {},
                &Actions::decodeAgain);
    save = act(tr("Save as…"), tr("Saves the picture with its settings"), "save", {},
               &Actions::savePicture);
    copy = act(tr("Copy picture"), tr("Copies the picture"), "copy", QKeySequence::Copy,
               &Actions::copyPicture);
    folder = act(tr("Show in folder"), tr("Opens the folder that holds the picture"), "folder", {},
                 &Actions::showInFolder);
}

void HistoryActions::makeForSelected() {
    using Actions = HistoryActions;
    star = act(tr("Star"), tr("Stars the selected pictures, or takes their stars away"), "star",
               Qt::Key_S, &Actions::starSelected);
    star->setCheckable(true);
    compare = act(tr("Compare"), {}, "compare", Qt::Key_C, &Actions::compareSelected);
    sheet = act(tr("Contact sheet…"), {}, "sweep", {}, &Actions::saveSheet);
    remove = act(tr("Delete"), tr("Moves the pictures to the trash"), "trash", QKeySequence::Delete,
                 &Actions::removeSelected);
    undoRemove = act(tr("Undo delete"), tr("Brings back the pictures that were deleted last"),
                     "undo", QKeySequence::Undo, &Actions::bringBack);
}

QAction* HistoryActions::act(const QString& name, const QString& toolTip, const QString& icon,
                             const QKeySequence& keys, void (HistoryActions::*slot)()) {
    auto* action = new QAction(name, this);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    const QString shown = keys.toString(QKeySequence::NativeText);
    action->setToolTip(shown.isEmpty() ? toolTip : QStringLiteral("%1 (%2)").arg(toolTip, shown));
    if (!icon.isEmpty()) action->setIcon(theme::icon(icon));
    connect(action, &QAction::triggered, this, slot);
    view_.addAction(action);
    return action;
}

void HistoryActions::refresh() {
    const PicturePtr& shown = parts_.selection.picture();
    const bool finished = shown && !shown->final.isNull();
    for (QAction* action : {useAll, useSeed, allButSeed, save, copy}) {
        action->setEnabled(finished);
    }
    folder->setEnabled(finished && !shown->file.isEmpty());
    const bool lacks = finished && parts_.scales.lacksScales(*shown);
    const QString whyNot = lacks ? parts_.scales.whyNot(*shown) : QString();
    again->setEnabled(lacks && whyNot.isEmpty());
    again->setToolTip(whyNot.isEmpty() ? tr("Decodes the picture again, for its scales and tokens")
                                       : whyNot);
    const QModelIndexList rows = selectedRows();
    const auto count = rows.size();
    star->setEnabled(count > 0);
    star->setChecked(count > 0 && std::ranges::all_of(rows, [](const QModelIndex& row) {
                         return row.data(HistoryStore::StarredRole).toBool();
                     }));
    star->setIcon(theme::icon(star->isChecked() ? "star-filled" : "star"));
    remove->setEnabled(count > 0);
    compare->setEnabled(count > 0 && count <= kMaxCompared);
    compare->setToolTip(count > kMaxCompared ? tr("Select at most four pictures to compare")
                        : count > 1          ? tr("Compares the selected pictures (C)")
                                             : tr("Adds the picture to the compared ones (C)"));
    sheet->setEnabled(count > 0 && count <= kMaxSheetPictures);
    sheet->setToolTip(
        count > kMaxSheetPictures
            ? tr("Select at most %n picture(s) for a sheet", nullptr, kMaxSheetPictures)
            : tr("Saves the selected pictures as one sheet with their titles"));
}

void HistoryActions::fill(QMenu& menu) const {
    menu.addActions({useAll, useSeed, allButSeed});
    menu.addSeparator();
    menu.addActions({star, again});
    menu.addSeparator();
    menu.addActions({compare, sheet, save, copy, folder});
    menu.addSeparator();
    menu.addActions({remove, undoRemove});
}

// ---- The picture shown -------------------------------------------------------------------------

PicturePtr HistoryActions::ofSession(const QString& file) const {
    for (const RunPtr& run : parts_.queue.runs()) {
        for (const PicturePtr& picture : run->pictures) {
            if (picture->file == file && !picture->final.isNull()) return picture;
        }
    }
    return nullptr;
}

PicturePtr HistoryActions::pictureAt(const QModelIndex& index) const {
    const QString file = index.data(HistoryStore::FileRole).toString();
    if (file.isEmpty()) return nullptr;
    if (const PicturePtr& shown = parts_.selection.picture(); shown && shown->file == file) {
        return shown;
    }
    const PicturePtr picture = ofSession(file);
    return picture ? picture : parts_.history.open(filter_.mapToSource(index));
}

void HistoryActions::lookAt(const QModelIndex& index) {
    const PicturePtr picture = pictureAt(index);
    if (!picture) return;
    parts_.selection.setPicture(picture);
    emit lookedAt(picture);
}

void HistoryActions::take(GenerationSettings::Take take) {
    if (const PicturePtr& shown = parts_.selection.picture())
        parts_.files.takeSettings(shown, take);
}

void HistoryActions::decodeAgain() {
    parts_.scales.decode(parts_.selection.picture());
    refresh();
}

void HistoryActions::savePicture() {
    const PicturePtr picture = parts_.selection.picture();
    const QString name =
        picture->file.isEmpty() ? picture->labelName + ".png" : QFileInfo(picture->file).fileName();
    askWhereToSave(
        &view_,
        {.kind = "picture",
         .title = tr("Save the picture"),
         .filters = {tr("Pictures (*.png)")},
         .name = name},
        [this, picture](const QString& file) { parts_.files.savePicture(picture, file); });
}

void HistoryActions::copyPicture() {
    QGuiApplication::clipboard()->setImage(parts_.selection.picture()->final);
}

void HistoryActions::showInFolder() {
    const QFileInfo file(parts_.selection.picture()->file);
    QDesktopServices::openUrl(QUrl::fromLocalFile(file.absolutePath()));
}

// ---- The selected pictures ---------------------------------------------------------------------

QModelIndexList HistoryActions::selectedRows() const {
    QModelIndexList rows;
    for (const QModelIndex& index : view_.selectionModel()->selectedIndexes()) {
        rows << filter_.mapToSource(index);
    }
    std::ranges::sort(rows, {}, &QModelIndex::row);
    return rows;
}

std::vector<HistoryEntry> HistoryActions::selected() const {
    std::vector<HistoryEntry> entries;
    for (const QModelIndex& row : selectedRows()) {
        entries.push_back(parts_.history.entry(row.row()));
    }
    return entries;
}

void HistoryActions::toggleStar(const QModelIndex& index) {
    const bool starred = index.data(HistoryStore::StarredRole).toBool();
    parts_.history.setStarred({filter_.mapToSource(index)}, !starred);
}

void HistoryActions::starSelected() {
    parts_.history.setStarred(selectedRows(), star->isChecked());
}

// One is added to those that are compared, several replace them.
void HistoryActions::compareSelected() {
    std::vector<PicturePtr> pictures;
    for (const QModelIndex& row : selectedRows()) {
        if (PicturePtr picture = pictureAt(filter_.mapFromSource(row))) pictures.push_back(picture);
    }
    if (pictures.size() == 1) return parts_.selection.addCompared(pictures.front());
    parts_.selection.setCompared(std::move(pictures));
    emit comparedSelected();
}

void HistoryActions::saveSheet() {
    askWhereToSave(&view_,
                   {.kind = "sheet",
                    .title = tr("Save the contact sheet"),
                    .filters = {tr("Pictures (*.png)")},
                    .name = tr("contact sheet") + ".png"},
                   [this, entries = selected()](const QString& file) {
                       parts_.files.saveImage(file, [entries] {
                           return paintSheet(contactSheet(entries), SheetPaper::White);
                       });
                   });
}

// If the picture shown is deleted, the one that becomes current is shown in its place.
void HistoryActions::removeSelected() {
    const PicturePtr& shown = parts_.selection.picture();
    const bool shownGoes = shown && std::ranges::any_of(selected(), [&](const HistoryEntry& entry) {
                               return entry.file == shown->file;
                           });
    parts_.history.remove(selectedRows());
    if (shownGoes) lookAt(view_.currentIndex());
}

}  // namespace duo::ui
