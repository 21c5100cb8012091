#include "widgets/wrap_layout.h"

#include <QWidget>
#include <algorithm>

namespace duo::ui {

WrapLayout::WrapLayout(QWidget* parent) : QLayout(parent) {}

WrapLayout::~WrapLayout() {
    for (QLayoutItem* item : items_) delete item;
}

void WrapLayout::addItem(QLayoutItem* item) {
    items_.push_back(item);
}

QLayoutItem* WrapLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* WrapLayout::takeAt(int index) {
    QLayoutItem* item = itemAt(index);
    if (item != nullptr) items_.erase(items_.begin() + index);
    return item;
}

std::vector<WrapLayout::Line> WrapLayout::lines(int width) const {
    std::vector<Line> lines(1);
    for (std::size_t i = 0; i < items_.size(); ++i) {
        if (items_[i]->isEmpty()) continue;
        const QSize size = items_[i]->sizeHint();
        if (!lines.back().items.empty() && lines.back().width + spacing() + size.width() > width) {
            lines.emplace_back();
        }
        Line& line = lines.back();
        line.width += size.width() + (line.items.empty() ? 0 : spacing());
        line.height = std::max(line.height, size.height());
        line.items.push_back(i);
    }
    return lines;
}

int WrapLayout::heightForWidth(int width) const {
    const QMargins margins = contentsMargins();
    int height = margins.top() + margins.bottom() - spacing();
    for (const Line& line : lines(width - margins.left() - margins.right()))
        height += line.height + spacing();
    return height;
}

QSize WrapLayout::sizeHint() const {
    const Line line = lines(QWIDGETSIZE_MAX).front();
    return QSize(line.width, line.height).grownBy(contentsMargins());
}

QSize WrapLayout::minimumSize() const {
    QSize least;
    for (const QLayoutItem* item : items_) {
        if (!item->isEmpty()) least = least.expandedTo(item->minimumSize());
    }
    return least.grownBy(contentsMargins());
}

void WrapLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    const QRect room = inner(rect);
    int y = room.top();
    for (const Line& line : lines(room.width())) {
        int x = room.left();
        bool pushed = false;
        int left = line.width;
        for (const std::size_t i : line.items) {
            const QSize size = items_[i]->sizeHint().boundedTo({room.width(), line.height});
            if (!pushed && firstRight_ >= 0 && i >= static_cast<std::size_t>(firstRight_)) {
                x = std::max(x, room.right() + 1 - left);
                pushed = true;
            }
            items_[i]->setGeometry({QPoint(x, y + (line.height - size.height()) / 2), size});
            x += size.width() + spacing();
            left -= size.width() + spacing();
        }
        y += line.height + spacing();
    }
}

}  // namespace duo::ui
