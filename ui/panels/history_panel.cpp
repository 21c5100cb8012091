#include "panels/history_panel.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QUrl>

#include "panels/panel_parts.h"
#include "panels/picture_settings.h"
#include "panels/thumbnail_view.h"
#include "widgets/file_dialogs.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

// The first PNG file among what is dragged.
QString pngOf(const QMimeData* data) {
    for (const QUrl& url : data->urls()) {
        const QString file = url.toLocalFile();
        if (file.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) return file;
    }
    return {};
}

}  // namespace

HistoryPanel::HistoryPanel(const Parts& parts, QWidget* parent)
    : QWidget(parent),
      parts_(parts),
      view_(new ThumbnailView),
      empty_(parts::hintLabel(tr("Every finished picture is kept here.\n\nDrop a picture made with "
                                 "Duoscale to take its settings."))),
      splitter_(new QSplitter(Qt::Vertical)),
      details_(nullptr),
      scroll_(new QScrollArea),
      settings_(new PictureSettings) {
    setAcceptDrops(true);
    view_->setModel(&parts_.history);
    view_->setAccessibleName(tr("Finished pictures, newest first"));
    view_->setContextMenuPolicy(Qt::CustomContextMenu);
    buildActions();
    details_ = buildDetails();
    splitter_->addWidget(view_);
    splitter_->addWidget(details_);
    splitter_->setSizes({1000, 1000});  // shares
    splitter_->setChildrenCollapsible(false);
    empty_->setAlignment(Qt::AlignCenter);
    QVBoxLayout* column = parts::column(this);
    column->setContentsMargins(theme::kGap, theme::kGap, theme::kGap, theme::kGap);
    column->addWidget(empty_, 1);
    column->addWidget(splitter_, 1);
    connectParts();
    showSelected();
}

void HistoryPanel::buildActions() {
    useAll_ =
        act(tr("Use all"), tr("Takes all settings of the picture"), {}, {}, &HistoryPanel::useAll);
    useSeed_ =
        act(tr("Use seed"), tr("Takes the seed of the picture"), {}, {}, &HistoryPanel::useSeed);
    allButSeed_ = act(tr("All but seed"), tr("Takes all settings of the picture but its seed"), {},
                      {}, &HistoryPanel::useAllButSeed);
    compare_ = act(tr("Compare"), tr("Adds the picture to the compared ones"), "compare", Qt::Key_C,
                   &HistoryPanel::compare);
    save_ = act(tr("Save as…"), tr("Saves the picture with its settings"), "save", {},
                &HistoryPanel::saveAs);
    copy_ = act(tr("Copy picture"), tr("Copies the picture"), "copy", QKeySequence::Copy,
                &HistoryPanel::copy);
    folder_ = act(tr("Show in folder"), tr("Opens the folder that holds the picture"), "folder", {},
                  &HistoryPanel::showInFolder);
    remove_ = act(tr("Delete"), tr("Moves the pictures to the trash"), "trash",
                  QKeySequence::Delete, &HistoryPanel::remove);
    undoRemove_ = act(tr("Undo delete"), tr("Brings back the pictures that were deleted last"),
                      "undo", QKeySequence::Undo, &HistoryPanel::undoRemove);
    undoRemove_->setEnabled(parts_.history.canUndoRemove());
    connect(&parts_.history, &HistoryStore::canUndoRemoveChanged, undoRemove_,
            &QAction::setEnabled);
}

QAction* HistoryPanel::act(const QString& name, const QString& toolTip, const QString& icon,
                           const QKeySequence& keys, void (HistoryPanel::*slot)()) {
    auto* action = new QAction(name, this);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    const QString shown = keys.toString(QKeySequence::NativeText);
    action->setToolTip(shown.isEmpty() ? toolTip : QStringLiteral("%1 (%2)").arg(toolTip, shown));
    if (!icon.isEmpty()) action->setIcon(theme::icon(icon));
    connect(action, &QAction::triggered, this, slot);
    view_->addAction(action);
    return action;
}

QWidget* HistoryPanel::buildDetails() {
    auto* uses = new QGridLayout;
    uses->setSpacing(theme::kGap / 2);
    uses->addWidget(wordButton(useAll_), 0, 0, 1, 2);
    uses->addWidget(wordButton(useSeed_), 1, 0);
    uses->addWidget(wordButton(allButSeed_), 1, 1);
    scroll_->setWidget(settings_);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setAccessibleName(tr("Settings of the picture"));
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* details = new QWidget;
    QVBoxLayout* column = parts::column(details);
    column->setContentsMargins(0, theme::kGap, 0, 0);
    column->addLayout(uses);
    column->addLayout(buildTools());
    column->addWidget(scroll_, 1);
    return details;
}

// A tool button has no frame in a panel, and these are what the history is for.
QPushButton* HistoryPanel::wordButton(QAction* action) {
    auto* button = new QPushButton(action->text());
    button->setToolTip(action->toolTip());
    button->setAccessibleName(action->toolTip());
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

QLayout* HistoryPanel::buildTools() {
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::kGap / 2);
    for (QAction* action : {compare_, save_, copy_, folder_}) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(action->toolTip());
        row->addWidget(button);
    }
    row->addStretch(1);
    auto* remove = new QToolButton;
    remove->setDefaultAction(remove_);
    remove->setAutoRaise(true);
    remove->setFocusPolicy(Qt::StrongFocus);
    remove->setAccessibleName(remove_->toolTip());
    row->addWidget(remove);
    return row;
}

void HistoryPanel::connectParts() {
    connect(view_, &ThumbnailView::opened, this, &HistoryPanel::open);
    connect(view_, &ThumbnailView::lookedAt, this, [this](const QModelIndex& index) {
        if (const PicturePtr picture = pictureAt(index)) emit lookedAt(picture);
    });
    connect(view_, &QWidget::customContextMenuRequested, this, &HistoryPanel::showMenu);
    connect(view_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &HistoryPanel::showSelected);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HistoryPanel::showSelected);
    for (const auto changed :
         {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(&parts_.history, changed, this, &HistoryPanel::showSelected);
    }
    connect(&parts_.history, &QAbstractItemModel::modelReset, this, &HistoryPanel::showSelected);
    connect(&parts_.history, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) {
                const int row = view_->currentIndex().row();
                if (row >= first.row() && row <= last.row()) showSelected();
            });
}

void HistoryPanel::showSelected() {
    const bool any = parts_.history.rowCount() > 0;
    const QModelIndex index = view_->currentIndex();
    empty_->setVisible(!any);
    splitter_->setVisible(any);
    details_->setVisible(index.isValid());
    for (QAction* action :
         {useAll_, useSeed_, allButSeed_, compare_, save_, copy_, folder_, remove_}) {
        action->setEnabled(index.isValid());
    }
    if (!index.isValid()) return;
    const PicturePtr picture = ofSession(currentFile());
    const double decodeMs = picture ? picture->decodeMs : 0;
    settings_->showPicture(index.data(HistoryStore::ProvenanceRole).toString(),
                           index.data(HistoryStore::MadeRole).toDateTime(), decodeMs);
}

void HistoryPanel::showMenu(const QPoint& position) {
    if (!view_->indexAt(position).isValid() && !undoRemove_->isEnabled()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({useAll_, useSeed_, allButSeed_});
    menu->addSeparator();
    menu->addActions({compare_, save_, copy_, folder_});
    menu->addSeparator();
    menu->addActions({remove_, undoRemove_});
    menu->popup(view_->viewport()->mapToGlobal(position));
}

void HistoryPanel::open(const QModelIndex& index) {
    if (const PicturePtr picture = pictureAt(index)) emit opened(picture);
}

// Without the file where the picture is of this session: it may still be on its way to the disk.
void HistoryPanel::take(GenerationSettings::Take take) {
    const QString file = currentFile();
    if (file.isEmpty()) return;
    if (const PicturePtr picture = ofSession(file)) {
        parts_.files.takeSettings(picture, take);
    } else {
        parts_.files.takeSettings(file, take);
    }
}

void HistoryPanel::compare() {
    for (const QModelIndex& index : view_->selectionModel()->selectedIndexes()) {
        const PicturePtr picture = pictureAt(index);
        if (!picture) continue;
        parts_.selection.addCompared(picture);
        emit compared(picture);
    }
}

void HistoryPanel::saveAs() {
    const PicturePtr picture = current();
    if (!picture) return;
    askWhereToSave(
        this,
        {.kind = "picture",
         .title = tr("Save the picture"),
         .filters = {tr("Pictures (*.png)")},
         .name = QFileInfo(currentFile()).fileName()},
        [this, picture](const QString& file) { parts_.files.savePicture(picture, file); });
}

void HistoryPanel::copy() {
    if (const PicturePtr picture = current())
        QGuiApplication::clipboard()->setImage(picture->final);
}

void HistoryPanel::showInFolder() {
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(currentFile()).absolutePath()));
}

void HistoryPanel::remove() {
    parts_.history.remove(view_->selectionModel()->selectedIndexes());
}

PicturePtr HistoryPanel::ofSession(const QString& file) const {
    for (const RunPtr& run : parts_.queue.runs()) {
        for (const PicturePtr& picture : run->pictures) {
            if (picture->file == file && !picture->final.isNull()) return picture;
        }
    }
    return nullptr;
}

// A picture of this session still has its scales; others are read from their file.
PicturePtr HistoryPanel::pictureAt(const QModelIndex& index) const {
    const PicturePtr picture = ofSession(index.data(HistoryStore::FileRole).toString());
    return picture ? picture : parts_.history.open(index);
}

PicturePtr HistoryPanel::current() const {
    const QModelIndex index = view_->currentIndex();
    return index.isValid() ? pictureAt(index) : nullptr;
}

QString HistoryPanel::currentFile() const {
    return view_->currentIndex().data(HistoryStore::FileRole).toString();
}

void HistoryPanel::dragEnterEvent(QDragEnterEvent* event) {
    if (!pngOf(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void HistoryPanel::dropEvent(QDropEvent* event) {
    parts_.files.takeSettings(pngOf(event->mimeData()), GenerationSettings::Take::All);
    event->acceptProposedAction();
}

void HistoryPanel::save(QSettings& store) const {
    store.setValue("history/splitter", splitter_->saveState());
}

void HistoryPanel::restore(QSettings& store) {
    splitter_->restoreState(store.value("history/splitter").toByteArray());
}

}  // namespace duo::ui
