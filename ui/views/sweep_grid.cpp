#include "views/sweep_grid.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QWheelEvent>

#include "widgets/letter_key.h"

namespace duo::ui {
namespace {

constexpr double kWorthALine = 1.15;  // so much larger are pictures for which the row is broken

}  // namespace

SweepGrid::SweepGrid(SweepModel* model, QWidget* parent)
    : QTableView(parent),
      sweep_(model),
      fold_(new SweepFold(model, this)),
      delegate_(new SweepDelegate(this)),
      splits_(new SweepSplitHeader(this)) {
    setHorizontalHeader(splits_);
    setVerticalHeader(new SweepRowHeader(this));
    setItemDelegate(delegate_);
    setModel(fold_);
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
    connect(this, &QTableView::doubleClicked, this,
            [this](const QModelIndex& index) { emit opened(sweepIndex(index)); });
    connect(model, &QAbstractItemModel::modelReset, this, &SweepGrid::takeFirst);
    applyEdge(kMinEdge);
}

void SweepGrid::takeFirst() {
    // The view says what a single row is; its title would take the room of a picture.
    verticalHeader()->setVisible(sweep_->rowCount() > 1);
    fitEdge();
    if (sweep_->cellCount() == 0) return;
    setCell(sweep_->index(0, 0));
}

void SweepGrid::setCurrentSplit(int split) {
    splits_->setCurrentSplit(split);
    delegate_->setCurrentSplit(split);
    viewport()->update();
}

QModelIndex SweepGrid::cell() const {
    return sweepIndex(currentIndex());
}

void SweepGrid::setCell(const QModelIndex& cell) {
    setCurrentIndex(fold_->mapFromSource(cell));
}

QRect SweepGrid::cellRect(const QModelIndex& cell) const {
    return visualRect(fold_->mapFromSource(cell));
}

// ---- Size --------------------------------------------------------------------------------------

void SweepGrid::applyEdge(int edge) {
    edge = std::clamp(edge, kMinEdge, kMaxEdge);
    const QSize cell = SweepDelegate::cellSize(edge, font(), lines() > 1);
    delegate_->setEdge(edge);
    horizontalHeader()->setDefaultSectionSize(cell.width());
    verticalHeader()->setDefaultSectionSize(cell.height());
    if (edge == edge_) return;
    edge_ = edge;
    emit edgeChanged(edge_);
}

void SweepGrid::setEdge(int edge) {
    fitted_ = false;
    fold(1);
    applyEdge(edge);
}

void SweepGrid::setFitted(bool fitted) {
    fitted_ = fitted;
    fitEdge();
}

// The width counts without a vertical scroll bar: whether one is there must not change the size.
// Several rows may scroll, so that their height does not count.
SweepGrid::Fit SweepGrid::fitIn(int height) const {
    const int columns = sweep_->columnCount();
    const bool one = sweep_->rowCount() == 1;
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
    const int room = width() - (one ? 0 : verticalHeader()->sizeHint().width()) - bar;
    Fit best{1, room / std::max(columns, 1) - SweepDelegate::cellSize(0, font(), false).width()};
    const QSize frame = SweepDelegate::cellSize(0, font(), true);
    for (int lines = 2; one && lines <= columns; ++lines) {
        const int wide = room / ((columns + lines - 1) / lines) - frame.width();
        const int edge = std::min(wide, height / lines - frame.height());
        if (edge > best.edge * kWorthALine) best = {lines, edge};
    }
    return best;
}

int SweepGrid::edgeIn(int height) const {
    return std::clamp(fitIn(height).edge, kMinEdge, kMaxEdge);
}

void SweepGrid::fold(int lines) {
    if (lines == fold_->lines()) return;
    const QPersistentModelIndex chosen = cell();
    fold_->setLines(lines);
    delegate_->setHeads(fold_->lines() > 1);
    horizontalHeader()->setVisible(fold_->lines() == 1);
    if (chosen.isValid()) setCell(chosen);
}

void SweepGrid::fitEdge() {
    if (!fitted_ || sweep_->columnCount() == 0) return;
    const Fit fit = fitIn(height());
    fold(fit.lines);
    applyEdge(fit.edge);
}

int SweepGrid::heightOf(int rows) const {
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
    return horizontalHeader()->sizeHint().height() +
           rows * SweepDelegate::cellSize(edge_, font(), false).height() + bar;
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
    const QModelIndex index = cell();
    const bool plain = !(event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier));
    if (!index.isValid() || !plain) return QTableView::keyPressEvent(event);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        emit opened(index);
    } else if (isLetterKey(*event, Qt::Key_C)) {
        emit compareAsked(index);
    } else if (isLetterKey(*event, Qt::Key_U)) {
        emit splitAsked(sweep_->split(index.column()));
    } else if (lines() > 1 && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        const int column = index.column() + (event->key() == Qt::Key_Left ? -1 : 1);
        if (column >= 0 && column < sweep_->columnCount()) setCell(sweep_->index(0, column));
    } else {
        QTableView::keyPressEvent(event);
    }
}

void SweepGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    emit currentMoved(sweepIndex(current));
}

void SweepGrid::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? cell() : sweepIndex(indexAt(event->pos()));
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
    menu->popup(byKey ? viewport()->mapToGlobal(cellRect(index).center()) : event->globalPos());
}

}  // namespace duo::ui
