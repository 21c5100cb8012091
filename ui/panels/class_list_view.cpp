#include "panels/class_list_view.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "protocol/generation_request.h"
#include "state/class_list_model.h"
#include "widgets/letter_key.h"
#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kRowsShown = 7, kMinRows = 4;
using Role = ClassListModel::Role;

}  // namespace

QRect ClassItemDelegate::starRect(const QRect& item) {
    const int side = item.height();
    return {item.right() - side + 1, item.top(), side, side};
}

void ClassItemDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString name = item.text;
    item.text.clear();
    const QStyle* style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const bool selected = item.state.testFlag(QStyle::State_Selected);
    const bool favourite = index.data(Role::FavouriteRole).toBool();
    const bool hovered = item.state.testFlag(QStyle::State_MouseOver);
    const QRect star = starRect(item.rect);
    const QRect icon = star.adjusted(0, 0, -star.width() / 2, -star.height() / 2);
    const QFontMetrics metrics(item.font);
    painter->save();
    painter->setFont(item.font);
    if (favourite || hovered || selected) {
        const QIcon drawn = theme::icon(favourite ? "star-filled" : "star");
        drawn.paint(painter,
                    QStyle::alignedRect(item.direction, Qt::AlignCenter, icon.size(), star),
                    Qt::AlignCenter, favourite ? QIcon::Normal : QIcon::Disabled);
    }
    QRect text = item.rect.adjusted(theme::kGap, 0, -star.width() - theme::kGap / 2, 0);
    const int label = index.data(Role::LabelRole).toInt();
    if (label != kNoClass) {
        const QString number = QString::number(label);
        painter->setPen(selected ? item.palette.color(QPalette::HighlightedText) : theme::subtle());
        painter->drawText(text, Qt::AlignRight | Qt::AlignVCenter, number);
        text.setRight(text.right() - metrics.horizontalAdvance(number) - theme::kGap);
    }
    if (index.data(Role::RecentRole).toInt() >= 0) {
        QRect recent = QStyle::alignedRect(item.direction, Qt::AlignRight | Qt::AlignVCenter,
                                           icon.size(), text);
        theme::icon("recent").paint(painter, recent, Qt::AlignCenter, QIcon::Disabled);
        text.setRight(recent.left() - theme::kGap / 2);
    }
    painter->setPen(item.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(name, Qt::ElideRight, text.width()));
    painter->restore();
}

QSize ClassItemDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {option.fontMetrics.averageCharWidth() * 20,
            option.fontMetrics.lineSpacing() + theme::kGap};
}

bool ClassItemDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                                  const QStyleOptionViewItem& option, const QModelIndex& index) {
    if (event->type() != QEvent::ToolTip || !index.isValid()) {
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    }
    QString help;
    if (starRect(option.rect).contains(event->pos())) {
        help = index.data(Role::FavouriteRole).toBool() ? tr("Remove from favourites (F)")
                                                        : tr("Add to favourites (F)");
    } else {
        help = index.data().toString();
        const QString wordNet = index.data(Role::WordNetRole).toString();
        if (!wordNet.isEmpty()) help += QLatin1Char('\n') + wordNet;
    }
    QToolTip::showText(event->globalPos(), help, view);
    return true;
}

ClassListView::ClassListView(QWidget* parent) : QListView(parent) {
    setItemDelegate(new ClassItemDelegate(this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleName(tr("Classes"));
}

QSize ClassListView::sizeHint() const {
    const int row = fontMetrics().lineSpacing() + theme::kGap;
    return {fontMetrics().averageCharWidth() * 30, kRowsShown * row + 2 * frameWidth()};
}

QSize ClassListView::minimumSizeHint() const {
    const int row = fontMetrics().lineSpacing() + theme::kGap;
    return {fontMetrics().averageCharWidth() * 16, kMinRows * row + 2 * frameWidth()};
}

void ClassListView::setEmptyText(const QString& text) {
    emptyText_ = text;
    setAccessibleDescription(text);
    viewport()->update();
}

void ClassListView::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    if (model() == nullptr || model()->rowCount() > 0) return;
    QPainter painter(viewport());
    painter.setPen(theme::subtle());
    const int inset = theme::kInset;
    painter.drawText(viewport()->rect().adjusted(inset, inset, -inset, -inset),
                     Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
}

bool ClassListView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && currentIndex().isValid()) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->modifiers() == Qt::NoModifier && isLetterKey(*key, Qt::Key_F)) event->accept();
    }
    return QListView::event(event);
}

void ClassListView::keyPressEvent(QKeyEvent* event) {
    const QModelIndex index = currentIndex();
    const bool adds = event->modifiers() == Qt::ControlModifier && event->key() == Qt::Key_Space;
    if (adds && index.isValid()) return emit added(index);
    const bool plain = (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0;
    if (plain && index.isValid() && isLetterKey(*event, Qt::Key_F)) return toggleFavourite(index);
    switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (plain && index.isValid()) return emit confirmed(index);
            break;
        case Qt::Key_Space:
            if (plain && index.isValid()) return toggleFavourite(index);
            break;
        case Qt::Key_Up:
            if (index.row() <= 0) return emit leftAtTop();
            break;
        default:
            const QString text = event->text();
            if (plain && !text.isEmpty() && text[0].isLetterOrNumber()) return emit typed(text);
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return event->ignore();
    QListView::keyPressEvent(event);
}

void ClassListView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && isOnStar(event->pos())) {
        return toggleFavourite(indexAt(event->pos()));
    }
    if (event->button() == Qt::LeftButton) pressed_ = indexAt(event->pos());
    QListView::mousePressEvent(event);
}

void ClassListView::mouseReleaseEvent(QMouseEvent* event) {
    const QPersistentModelIndex pressed = pressed_;
    pressed_ = QModelIndex();
    QListView::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton || !pressed.isValid()) return;
    if (indexAt(event->pos()) != pressed || isOnStar(event->pos())) return;
    event->modifiers() & Qt::ControlModifier ? emit added(pressed) : emit chosen(pressed);
}

// The second press of two quick clicks.
void ClassListView::mouseDoubleClickEvent(QMouseEvent* event) {
    mousePressEvent(event);
}

void ClassListView::mouseMoveEvent(QMouseEvent* event) {
    viewport()->setCursor(isOnStar(event->pos()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QListView::mouseMoveEvent(event);
}

bool ClassListView::isOnStar(const QPoint& position) const {
    const QModelIndex index = indexAt(position);
    return index.isValid() && ClassItemDelegate::starRect(visualRect(index)).contains(position);
}

void ClassListView::toggleFavourite(const QModelIndex& index) {
    // A favourite moves in the order: what is chosen stays chosen.
    const QPersistentModelIndex kept(index);
    model()->setData(index, !index.data(Role::FavouriteRole).toBool(), Role::FavouriteRole);
    if (kept.isValid()) setCurrentIndex(kept);
}

}  // namespace duo::ui
