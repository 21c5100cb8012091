#include "panels/history_panel.h"

#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QSplitter>

#include "panels/history_filter_bar.h"
#include "panels/panel_parts.h"
#include "panels/picture_settings.h"
#include "panels/thumbnail_view.h"
#include "widgets/theme.h"
#include "widgets/wrap_layout.h"

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

QToolButton* toolButton(QAction* action) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(action->text());
    return button;
}

}  // namespace

HistoryPanel::HistoryPanel(const Parts& parts, QWidget* parent)
    : QWidget(parent),
      parts_(parts),
      filter_(new HistoryFilter(parts.history, this)),
      bar_(new HistoryFilterBar(parts.history)),
      view_(new ThumbnailView),
      actions_(nullptr),
      empty_(parts::hintLabel(tr("Every finished picture is kept here.\n\nDrop a picture made with "
                                 "Duoscale to take its settings."))),
      splitter_(new QSplitter(Qt::Vertical)),
      settings_(new PictureSettings) {
    setAcceptDrops(true);
    view_->setModel(filter_);
    view_->setAccessibleName(tr("Finished pictures, newest first"));
    view_->setContextMenuPolicy(Qt::CustomContextMenu);
    setFocusProxy(view_);
    actions_ = new HistoryActions(parts, *filter_, *view_);
    details_ = buildDetails();
    splitter_->addWidget(buildPictures());
    splitter_->addWidget(details_);
    splitter_->setSizes({1000, 1000});  // shares
    splitter_->setChildrenCollapsible(false);
    empty_->setAlignment(Qt::AlignCenter);
    QVBoxLayout* column = parts::column(this);
    column->setContentsMargins(theme::kGap, theme::kGap, theme::kGap, theme::kGap);
    column->addWidget(empty_, 1);
    column->addWidget(splitter_, 1);
    connectParts();
    connectView();
    follow();
}

QWidget* HistoryPanel::buildPictures() {
    none_ = new QWidget;
    QVBoxLayout* words = parts::column(none_);
    QLabel* label = parts::hintLabel(tr("No picture matches the filter."));
    label->setAlignment(Qt::AlignCenter);
    auto* clear = new QPushButton(tr("Clear the filter"));
    connect(clear, &QPushButton::clicked, bar_, &HistoryFilterBar::clear);
    words->addStretch();
    words->addWidget(label);
    words->addWidget(clear, 0, Qt::AlignHCenter);
    words->addStretch();
    auto* pictures = new QWidget;
    QVBoxLayout* column = parts::column(pictures);
    column->addWidget(bar_);
    column->addWidget(view_, 1);
    column->addWidget(none_, 1);
    return pictures;
}

QWidget* HistoryPanel::buildDetails() {
    auto* uses = new WrapLayout;  // long words make more lines, not a wider panel
    uses->setSpacing(theme::kGap / 2);
    for (QAction* use : {actions_->useAll, actions_->useSeed, actions_->allButSeed}) {
        uses->addWidget(wordButton(use));
    }
    auto* scroll = new QScrollArea;
    scroll->setWidget(settings_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Settings of the picture"));
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* details = new QWidget;
    QVBoxLayout* column = parts::column(details);
    column->setContentsMargins(0, theme::kGap, 0, 0);
    column->addLayout(uses);
    column->addLayout(buildTools());
    column->addWidget(scroll, 1);
    return details;
}

// A tool button has no frame in a panel, and these are what the history is for.
QPushButton* HistoryPanel::wordButton(QAction* action) {
    auto* button = new QPushButton(action->text());
    button->setToolTip(action->toolTip());
    button->setAccessibleName(action->toolTip());
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, button,
            [action, button] { button->setEnabled(action->isEnabled()); });
    return button;
}

QLayout* HistoryPanel::buildTools() {
    auto* row = new WrapLayout;
    row->setSpacing(0);
    for (QAction* action : {actions_->star, actions_->again, actions_->compare, actions_->sheet,
                            actions_->save, actions_->copy, actions_->folder}) {
        row->addWidget(toolButton(action));
    }
    row->pushRight();
    row->addWidget(toolButton(actions_->remove));
    return row;
}

void HistoryPanel::connectParts() {
    connect(&parts_.selection, &Selection::pictureChanged, this, &HistoryPanel::follow);
    connect(&parts_.scales, &ScalesAgain::changed, actions_, &HistoryActions::refresh);
    connect(&parts_.queue, &RunQueue::runChanged, actions_, &HistoryActions::refresh);
    for (const auto changed :
         {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(filter_, changed, this, &HistoryPanel::follow);
        connect(&parts_.history, changed, this, &HistoryPanel::showCounts);
    }
    connect(filter_, &QAbstractItemModel::modelReset, this, &HistoryPanel::follow);
    connect(filter_, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
                if (!roles.contains(Qt::DecorationRole)) actions_->refresh();
            });
    connect(bar_, &HistoryFilterBar::queryChanged, filter_, &HistoryFilter::setQuery);
    connect(bar_, &HistoryFilterBar::thumbnailSideChanged, view_, &ThumbnailView::setSide);
    connect(bar_, &HistoryFilterBar::left, this, [this] {
        view_->setFocus();
        if (!view_->currentIndex().isValid()) actions_->lookAt(filter_->index(0, 0));
    });
    connect(actions_, &HistoryActions::comparedSelected, this, &HistoryPanel::comparedSelected);
}

void HistoryPanel::connectView() {
    connect(view_, &ThumbnailView::opened, this, &HistoryPanel::open);
    connect(view_, &ThumbnailView::lookedAt, this, [this](const QModelIndex& index) {
        if (!following_) actions_->lookAt(index);
    });
    connect(view_, &ThumbnailView::starAsked, actions_, &HistoryActions::toggleStar);
    connect(view_, &ThumbnailView::sideAsked, bar_, &HistoryFilterBar::setThumbnailSide);
    connect(view_, &QWidget::customContextMenuRequested, this, &HistoryPanel::showMenu);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        actions_->refresh();
        showCounts();
    });
}

// Several selected pictures stay selected: only a person changes what was picked by hand.
void HistoryPanel::follow() {
    const QScopedValueRollback following(following_, true);
    const PicturePtr& shown = parts_.selection.picture();
    const int row = shown && !shown->file.isEmpty() ? parts_.history.rowOf(shown->file) : -1;
    const QModelIndex index = filter_->mapFromSource(parts_.history.index(row));
    QItemSelectionModel& chosen = *view_->selectionModel();
    const bool several = chosen.selectedIndexes().size() > 1;
    if (index != chosen.currentIndex() || (!several && !chosen.isSelected(index))) {
        const auto how = several           ? QItemSelectionModel::NoUpdate
                         : index.isValid() ? QItemSelectionModel::ClearAndSelect
                                           : QItemSelectionModel::Clear;
        chosen.setCurrentIndex(index, how);
        if (index.isValid()) view_->scrollTo(index);
    }
    showCounts();
    showDetails();
}

void HistoryPanel::showCounts() {
    const bool any = parts_.history.rowCount() > 0;
    empty_->setVisible(!any);
    splitter_->setVisible(any);
    none_->setVisible(filter_->rowCount() == 0);
    view_->setVisible(filter_->rowCount() > 0);
    const auto selected = view_->selectionModel()->selectedIndexes().size();
    bar_->tellCount(filter_->rowCount(), static_cast<int>(selected));
}

void HistoryPanel::showDetails() {
    const PicturePtr& shown = parts_.selection.picture();
    const bool finished = shown && !shown->final.isNull();
    details_->setVisible(finished);
    actions_->refresh();
    if (!finished) return;
    const int row = parts_.history.rowOf(shown->file);
    const QDateTime made = row < 0 ? QDateTime() : parts_.history.entry(row).made.toLocalTime();
    settings_->showPicture(shown->provenance, made, shown->decodeMs);
}

// A right click shows the picture. On one of several selected pictures it opens the menu of them
// all.
void HistoryPanel::showMenu(const QPoint& position) {
    const QModelIndex index = view_->indexAt(position);
    if (!index.isValid() && !actions_->undoRemove->isEnabled()) return;
    if (index.isValid()) actions_->lookAt(index);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    actions_->fill(*menu);
    menu->popup(view_->viewport()->mapToGlobal(position));
}

void HistoryPanel::open(const QModelIndex& index) {
    if (const PicturePtr picture = actions_->pictureAt(index)) emit opened(picture);
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
    store.setValue("history/thumbnails", bar_->thumbnailSide());
    store.setValue("history/filterOpen", bar_->isOpen());
    const PicturePtr& shown = parts_.selection.picture();
    store.setValue("history/shown", shown ? shown->file : QString());
}

void HistoryPanel::restore(QSettings& store) {
    splitter_->restoreState(store.value("history/splitter").toByteArray());
    bar_->setThumbnailSide(store.value("history/thumbnails", ThumbnailView::kUsualSide).toInt());
    bar_->setOpen(store.value("history/filterOpen", false).toBool());
    if (parts_.selection.picture()) return;
    const int row = parts_.history.rowOf(store.value("history/shown").toString());
    actions_->lookAt(filter_->index(std::max(row, 0), 0));
}

}  // namespace duo::ui
