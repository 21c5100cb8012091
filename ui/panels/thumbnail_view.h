// A grid of thumbnails without text: the chosen one is framed, Enter opens it.
#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace duo::ui {

class ThumbnailDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

class ThumbnailView : public QListView {
    Q_OBJECT
  public:
    explicit ThumbnailView(QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;

  signals:
    void opened(const QModelIndex& index);    // Enter or double click
    void lookedAt(const QModelIndex& index);  // clicked, or reached by the arrow keys

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    void fitColumns();

    static constexpr int kSide = 88;  // pixels at least; columns fill the width
};

}  // namespace duo::ui
