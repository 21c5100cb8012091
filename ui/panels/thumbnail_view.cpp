#include "panels/thumbnail_view.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kFrame = 4;  // pixels around a thumbnail, where the mark of the chosen one is

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
    return {kSide + 2 * kFrame + verticalScrollBar()->sizeHint().width(), kSide + 2 * kFrame};
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
    const int columns = std::max(1, width / (kSide + 2 * kFrame));
    const int cell = std::max(width / columns, 16);
    setIconSize(QSize(cell - 2 * kFrame, cell - 2 * kFrame));
    setGridSize(QSize(cell, cell));
}

}  // namespace duo::ui
