// Draws a model in a combo box's list on two lines: file name and description.
#pragma once

#include <QStyledItemDelegate>

class QComboBox;

namespace duo::ui {

class ModelItemDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    static constexpr int kPhraseRole = Qt::UserRole + 1;

    using QStyledItemDelegate::QStyledItemDelegate;

    static void add(QComboBox* combo, const QString& name, const QString& file,
                    const QString& phrase);
    // Makes the list as wide as its longest entry.
    static void fitPopup(QComboBox* combo);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace duo::ui
