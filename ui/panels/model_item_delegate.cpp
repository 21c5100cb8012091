#include "panels/model_item_delegate.h"

#include <QApplication>
#include <QComboBox>
#include <QListView>
#include <QPainter>
#include <algorithm>

#include "widgets/theme.h"

namespace duo::ui {

void ModelItemDelegate::add(QComboBox* combo, const QString& name, const QString& file,
                            const QString& phrase) {
    combo->addItem(name, file);
    const int row = combo->count() - 1;
    combo->setItemData(row, phrase, kPhraseRole);
    combo->setItemData(row, file.isEmpty() ? phrase : file + QLatin1Char('\n') + phrase,
                       Qt::ToolTipRole);
    combo->setItemData(row, QStringLiteral("%1, %2").arg(name, phrase), Qt::AccessibleTextRole);
}

void ModelItemDelegate::fitPopup(QComboBox* combo) {
    const int bar = combo->style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    combo->view()->setMinimumWidth(combo->view()->sizeHintForColumn(0) + bar);
    combo->view()->setTextElideMode(Qt::ElideMiddle);
}

void ModelItemDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString name = item.text;
    item.text.clear();
    const QStyle* style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
    const bool chosen = item.state.testFlag(QStyle::State_Selected);
    const QRect box =
        item.rect.adjusted(theme::kGap, theme::kGap / 2, -theme::kGap, -theme::kGap / 2);
    const QFontMetrics metrics(item.font);
    painter->save();
    painter->setFont(item.font);
    painter->setPen(item.palette.color(chosen ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(box, Qt::AlignLeft | Qt::AlignTop,
                      metrics.elidedText(name, Qt::ElideMiddle, box.width()));
    if (!chosen) painter->setPen(theme::subtle());
    painter->drawText(
        box, Qt::AlignLeft | Qt::AlignBottom,
        metrics.elidedText(index.data(kPhraseRole).toString(), Qt::ElideRight, box.width()));
    painter->restore();
}

QSize ModelItemDelegate::sizeHint(const QStyleOptionViewItem& option,
                                  const QModelIndex& index) const {
    const QFontMetrics metrics(option.font);
    const int width = std::max(metrics.horizontalAdvance(index.data().toString()),
                               metrics.horizontalAdvance(index.data(kPhraseRole).toString()));
    return {width + 2 * theme::kGap, 2 * metrics.lineSpacing() + theme::kGap};
}

}  // namespace duo::ui
