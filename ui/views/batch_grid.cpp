#include "views/batch_grid.h"

#include <QtWidgets>
#include <algorithm>

#include "widgets/label_painter.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kMinEdge = 96;       // of a picture; more of them scroll
constexpr int kCaptionEdge = 120;  // smaller pictures have no caption

int rowsOf(int count, int columns) {
    return (count + columns - 1) / columns;
}

int edgeFor(int room, int cells) {
    return (room - theme::kGap * (cells + 1)) / cells;
}

}  // namespace

BatchGrid::BatchGrid(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Pictures of the batch"));
}

QSize BatchGrid::minimumSizeHint() const {
    return {kMinEdge + 2 * theme::kGap, kMinEdge + 2 * theme::kGap};
}

void BatchGrid::show(const std::vector<PicturePtr>& pictures, const PicturePtr& chosen, int scale) {
    const bool others = pictures != pictures_;
    pictures_ = pictures;
    scale_ = scale;
    const auto found = std::find(pictures_.begin(), pictures_.end(), chosen);
    const int index = found == pictures_.end() ? -1 : static_cast<int>(found - pictures_.begin());
    const bool moved = index != chosen_;
    chosen_ = index;
    if (others) fitScrollBar();
    if (moved || others) {
        reveal(cellRect(std::max(chosen_, 0)));
        tell();
    }
    viewport()->update();
}

void BatchGrid::reveal(const QRect& cell) {
    QScrollBar& bar = *verticalScrollBar();
    const int under = cell.bottom() + theme::kGap - viewport()->height();
    if (cell.top() < theme::kGap) bar.setValue(bar.value() + cell.top() - theme::kGap);
    if (under > 0) bar.setValue(bar.value() + under);
}

void BatchGrid::tell() {
    if (chosen_ < 0) return setAccessibleDescription({});
    setAccessibleDescription(tr("Picture %1 of %2: %3")
                                 .arg(chosen_ + 1)
                                 .arg(count())
                                 .arg(pictures_[static_cast<std::size_t>(chosen_)]->labelName));
}

// ---- Where things lie --------------------------------------------------------------------------

// As many columns as make the pictures largest. Where they would be too small, the rows scroll.
BatchGrid::Layout BatchGrid::layoutNow() const {
    Layout best;
    const QSize room = viewport()->size();
    for (int columns = 1; columns <= std::max(count(), 1); ++columns) {
        const int rows = rowsOf(std::max(count(), 1), columns);
        const int edge = std::min(edgeFor(room.width(), columns), edgeFor(room.height(), rows));
        if (edge > best.edge) best = {columns, edge, {}};
    }
    if (best.edge < kMinEdge) {
        const int columns = std::max(1, (room.width() - theme::kGap) / (kMinEdge + theme::kGap));
        best = {columns, std::max(edgeFor(room.width(), columns), 1), {}};
    }
    const int step = best.edge + theme::kGap;
    const int width = best.columns * step - theme::kGap;
    const int height = rowsOf(std::max(count(), 1), best.columns) * step - theme::kGap;
    best.origin = {(room.width() - width) / 2, std::max((room.height() - height) / 2, theme::kGap)};
    return best;
}

int BatchGrid::columns() const {
    return layoutNow().columns;
}

QRect BatchGrid::cellRect(int index) const {
    const Layout now = layoutNow();
    const int step = now.edge + theme::kGap;
    return {now.origin.x() + index % now.columns * step,
            now.origin.y() + index / now.columns * step - verticalScrollBar()->value(), now.edge,
            now.edge};
}

int BatchGrid::indexAt(const QPoint& position) const {
    for (int i = 0; i < count(); ++i) {
        if (cellRect(i).contains(position)) return i;
    }
    return -1;
}

void BatchGrid::fitScrollBar() {
    const Layout now = layoutNow();
    const int step = now.edge + theme::kGap;
    const int height = rowsOf(std::max(count(), 1), now.columns) * step + theme::kGap;
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(step / 2);
}

void BatchGrid::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    fitScrollBar();
}

// ---- Drawing -----------------------------------------------------------------------------------

void BatchGrid::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), theme::canvas());
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < count(); ++i) {
        const QRect cell = cellRect(i);
        if (cell.intersects(event->rect())) paintCell(painter, i, cell);
    }
}

void BatchGrid::paintCell(QPainter& painter, int index, const QRect& cell) const {
    const Picture& picture = *pictures_[static_cast<std::size_t>(index)];
    const QImage image = picture.at(scale_);
    if (image.isNull()) {
        painter.setPen(theme::line());
        painter.drawRect(cell.adjusted(0, 0, -1, -1));
        painter.setPen(theme::subtle());
        painter.drawText(cell, Qt::AlignCenter, QString::number(index + 1));
    } else {
        // Cells of a coarse scale keep their edges.
        const bool shrinks = image.width() > cell.width() * devicePixelRatioF();
        painter.setRenderHint(QPainter::SmoothPixmapTransform, shrinks);
        painter.drawImage(cell, image);
    }
    if (cell.width() >= kCaptionEdge && !picture.labelName.isEmpty()) {
        painter.setFont(theme::small(font()));
        QRectF label = labelRect(painter.font(), picture.labelName);
        label.setWidth(std::min(label.width(), cell.width() - 2.0 * theme::kGap));
        label.moveBottomLeft(QPointF(cell.left() + theme::kGap, cell.bottom() - theme::kGap));
        drawLabel(painter, label, picture.labelName, {theme::overlay(), theme::onOverlay()});
    }
    if (index != chosen_) return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hasFocus() ? theme::focus() : theme::accent(), 3));
    painter.drawRoundedRect(QRectF(cell).adjusted(-2, -2, 2, 2), 3, 3);
}

// ---- Keys and mouse ----------------------------------------------------------------------------

void BatchGrid::choose(int index) {
    if (pictures_.empty()) return;
    emit chosen(pictures_[static_cast<std::size_t>(std::clamp(index, 0, count() - 1))]);
}

void BatchGrid::keyPressEvent(QKeyEvent* event) {
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == 0;
    if (!plain || pictures_.empty()) return QAbstractScrollArea::keyPressEvent(event);
    const int across = columns();
    switch (event->key()) {
        case Qt::Key_Left:
            return choose(chosen_ - 1);
        case Qt::Key_Right:
            return choose(chosen_ + 1);
        case Qt::Key_Up:
            if (chosen_ >= across) choose(chosen_ - across);
            return;
        case Qt::Key_Down:
            if (chosen_ + across < count()) choose(chosen_ + across);
            return;
        case Qt::Key_Home:
            return choose(0);
        case Qt::Key_End:
            return choose(count() - 1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return emit enlargeAsked();
        default:
            QAbstractScrollArea::keyPressEvent(event);
    }
}

void BatchGrid::mousePressEvent(QMouseEvent* event) {
    const int index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index >= 0) choose(index);
}

void BatchGrid::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && indexAt(event->pos()) >= 0) emit enlargeAsked();
}

void BatchGrid::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int index = byKey ? chosen_ : indexAt(event->pos());
    if (index < 0) return;
    choose(index);
    emit contextMenuAt(byKey ? viewport()->mapToGlobal(cellRect(index).center())
                             : event->globalPos());
}

void BatchGrid::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void BatchGrid::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void BatchGrid::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) viewport()->update();
}

}  // namespace duo::ui
