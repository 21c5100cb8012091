#include "panels/thumbnail_view.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "state/history_store.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kFrame = 4;  // pixels around a thumbnail, where the mark of the chosen one is
constexpr int kStar = 20;  // pixels, in the corner
constexpr int kSideStep = 16;

QPixmap thumbnailOf(const QModelIndex& index) {
    const QVariant picture = index.data(Qt::DecorationRole);
    switch (picture.typeId()) {
        case QMetaType::QImage:
            return QPixmap::fromImage(picture.value<QImage>());
        case QMetaType::QIcon:
            return picture.value<QIcon>().pixmap(512);
        default:
            return picture.value<QPixmap>();
    }
}

}  // namespace

void paintStar(QPainter& painter, const QRect& place, bool starred) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::overlay());
    painter.drawEllipse(QRectF(place).adjusted(1, 1, -1, -1));
    const QIcon icon = theme::icon(starred ? "star-filled" : "star", theme::onOverlay);
    icon.paint(&painter, place.adjusted(3, 3, -3, -3));
}

void ThumbnailDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    const QRectF box = QRectF(option.rect).adjusted(kFrame, kFrame, -kFrame, -kFrame);
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QPixmap picture = thumbnailOf(index);
    if (picture.isNull()) {
        painter->fillRect(box, theme::canvas());
    } else {
        const QSizeF size = QSizeF(picture.size()).scaled(box.size(), Qt::KeepAspectRatio);
        QRectF target(QPointF(), size);
        target.moveCenter(box.center());
        painter->drawPixmap(target, picture, QRectF(picture.rect()));
    }
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    if (selected || focused || option.state.testFlag(QStyle::State_MouseOver)) {
        const QColor color = selected ? theme::accent() : theme::subtle();
        painter->setPen(
            QPen(color, selected ? 2.5 : 1, focused && !selected ? Qt::DotLine : Qt::SolidLine));
        painter->drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 3, 3);
    }
    const bool starred = index.data(HistoryStore::StarredRole).toBool();
    if (starred || option.state.testFlag(QStyle::State_MouseOver)) {
        paintStar(*painter, ThumbnailView::starRect(option.rect), starred);
    }
    painter->restore();
}

QSize ThumbnailDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return option.decorationSize + QSize(2 * kFrame, 2 * kFrame);
}

ThumbnailView::ThumbnailView(QWidget* parent) : QListView(parent) {
    setItemDelegate(new ThumbnailDelegate(this));
    setViewMode(IconMode);
    setResizeMode(Adjust);
    setMovement(Static);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setFrameShape(NoFrame);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setVerticalScrollMode(ScrollPerPixel);
    // Always there, so that columns need not move; its handle goes where nothing is to scroll.
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this,
            [this](int least, int most) { verticalScrollBar()->setEnabled(most > least); });
    connect(this, &QListView::doubleClicked, this, &ThumbnailView::opened);
    connect(this, &QListView::clicked, this, &ThumbnailView::lookedAt);
    fitColumns();
}

QSize ThumbnailView::minimumSizeHint() const {
    return {kUsualSide + 2 * kFrame + verticalScrollBar()->sizeHint().width(),
            kUsualSide + 2 * kFrame};
}

void ThumbnailView::setSide(int side) {
    side_ = std::clamp(side, kMinSide, kMaxSide);
    fitColumns();
    if (currentIndex().isValid()) scrollTo(currentIndex());
}

QRect ThumbnailView::starRect(const QRect& item) {
    const int inset = kFrame + 2;
    return {item.right() - inset - kStar, item.top() + inset, kStar, kStar};
}

bool ThumbnailView::isOnStar(const QPoint& position) const {
    const QModelIndex index = indexAt(position);
    return index.isValid() && starRect(visualRect(index)).contains(position);
}

// A click on the star changes neither the selection nor what is shown.
void ThumbnailView::mousePressEvent(QMouseEvent* event) {
    starPressed_ = event->button() == Qt::LeftButton && isOnStar(event->pos());
    if (!starPressed_) QListView::mousePressEvent(event);
}

void ThumbnailView::mouseReleaseEvent(QMouseEvent* event) {
    if (!starPressed_) return QListView::mouseReleaseEvent(event);
    starPressed_ = false;
    if (isOnStar(event->pos())) emit starAsked(indexAt(event->pos()));
}

void ThumbnailView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (isOnStar(event->pos())) return mousePressEvent(event);
    QListView::mouseDoubleClickEvent(event);
}

void ThumbnailView::wheelEvent(QWheelEvent* event) {
    if (!event->modifiers().testFlag(Qt::ControlModifier)) return QListView::wheelEvent(event);
    const int steps = event->angleDelta().y() > 0 ? 1 : -1;
    emit sideAsked(std::clamp(side_ + steps * kSideStep, kMinSide, kMaxSide));
    event->accept();
}

// By the menu key: at the picture that is current, not at the cursor.
void ThumbnailView::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Mouse || !currentIndex().isValid()) {
        return QListView::contextMenuEvent(event);
    }
    emit customContextMenuRequested(visualRect(currentIndex()).center());
}

void ThumbnailView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (event->modifiers() & ~Qt::KeypadModifier) return event->ignore();
        if (currentIndex().isValid()) emit opened(currentIndex());
        return;
    }
    QListView::keyPressEvent(event);
}

// By keys; a click tells by itself, also of the picture that is current already.
void ThumbnailView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    const bool byKeys = hasFocus() && QGuiApplication::mouseButtons() == Qt::NoButton;
    if (byKeys && current.isValid() && previous.isValid()) emit lookedAt(current);
}

void ThumbnailView::resizeEvent(QResizeEvent* event) {
    fitColumns();
    QListView::resizeEvent(event);
}

// As many columns as there is room for, made a little larger to fill the line.
void ThumbnailView::fitColumns() {
    const int width = viewport()->width() - 1;
    const int columns = std::max(1, width / (side_ + 2 * kFrame));
    const int cell = std::max(width / columns, 16);
    setIconSize(QSize(cell - 2 * kFrame, cell - 2 * kFrame));
    setGridSize(QSize(cell, cell));
}

}  // namespace duo::ui
