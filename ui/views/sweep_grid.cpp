#include "views/sweep_grid.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QWheelEvent>

#include "widgets/letter_key.h"

namespace duo::ui {

SweepGrid::SweepGrid(SweepModel* model, QWidget* parent)
    : QTableView(parent),
      sweep_(model),
      delegate_(new SweepDelegate(this)),
      splits_(new SweepSplitHeader(this)) {
    setHorizontalHeader(splits_);
    setVerticalHeader(new SweepRowHeader(this));
    setItemDelegate(delegate_);
    setModel(model);
    setShowGrid(false);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);  // Tab leaves the grid
    setCornerButtonEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Sweep"));
    setAccessibleDescription(tr("Arrows move, Enter opens, C compares, U uses the split"));
    connect(this, &QTableView::doubleClicked, this, &SweepGrid::opened);
    connect(model, &QAbstractItemModel::modelReset, this, &SweepGrid::takeFirst);
    applyEdge(kMinEdge);
}

void SweepGrid::takeFirst() {
    // The view says what a single row is; its title would take the room of a picture.
    verticalHeader()->setVisible(sweep_->rowCount() > 1);
    fitEdge();
    if (sweep_->cellCount() == 0) return;
    setCurrentIndex(sweep_->index(0, 0));
}

void SweepGrid::setCurrentSplit(int split) {
    splits_->setCurrentSplit(split);
}

// ---- Size --------------------------------------------------------------------------------------

void SweepGrid::applyEdge(int edge) {
    edge = std::clamp(edge, kMinEdge, kMaxEdge);
    const QSize cell = SweepDelegate::cellSize(edge, font());
    delegate_->setEdge(edge);
    horizontalHeader()->setDefaultSectionSize(cell.width());
    verticalHeader()->setDefaultSectionSize(cell.height());
    if (edge == edge_) return;
    edge_ = edge;
    emit edgeChanged(edge_);
}

void SweepGrid::setEdge(int edge) {
    fitted_ = false;
    applyEdge(edge);
}

void SweepGrid::setFitted(bool fitted) {
    fitted_ = fitted;
    fitEdge();
}

// The width counts without a vertical scroll bar: whether one is there must not change the size.
void SweepGrid::fitEdge() {
    const int columns = sweep_->columnCount();
    if (!fitted_ || columns == 0) return;
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
    const int titles = sweep_->rowCount() > 1 ? verticalHeader()->sizeHint().width() : 0;
    const int room = width() - titles - bar;
    const int frame = SweepDelegate::cellSize(0, font()).width();
    applyEdge(room / columns - frame);
}

int SweepGrid::heightOf(int rows) const {
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
    return horizontalHeader()->sizeHint().height() + rows * verticalHeader()->defaultSectionSize() +
           bar;
}

void SweepGrid::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitEdge();
}

void SweepGrid::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange) applyEdge(edge_);
}

void SweepGrid::wheelEvent(QWheelEvent* event) {
    if (!(event->modifiers() & Qt::ControlModifier)) return QTableView::wheelEvent(event);
    setEdge(edge_ + event->angleDelta().y() / 8);
    event->accept();
}

// ---- Keys and mouse ----------------------------------------------------------------------------

void SweepGrid::keyPressEvent(QKeyEvent* event) {
    const QModelIndex index = currentIndex();
    const bool plain = !(event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier));
    if (!index.isValid() || !plain) return QTableView::keyPressEvent(event);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        emit opened(index);
    } else if (isLetterKey(*event, Qt::Key_C)) {
        emit compareAsked(index);
    } else if (isLetterKey(*event, Qt::Key_U)) {
        emit splitAsked(sweep_->split(index.column()));
    } else {
        QTableView::keyPressEvent(event);
    }
}

void SweepGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    emit currentMoved(current);
}

void SweepGrid::contextMenuEvent(QContextMenuEvent* event) {
    const QModelIndex index =
        event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool there = sweep_->picture(index) != nullptr;
    const QPersistentModelIndex at = index;
    QAction* open = menu->addAction(tr("Open"), this, [this, at] { emit opened(at); });
    QAction* compare =
        menu->addAction(tr("Add to Compare"), this, [this, at] { emit compareAsked(at); });
    open->setEnabled(there);
    compare->setEnabled(there);
    const int split = sweep_->split(index.column());
    menu->addAction(tr("Use N = %1").arg(split), this, [this, split] { emit splitAsked(split); });
    menu->popup(event->reason() == QContextMenuEvent::Keyboard
                    ? viewport()->mapToGlobal(visualRect(index).center())
                    : event->globalPos());
}

}  // namespace duo::ui
