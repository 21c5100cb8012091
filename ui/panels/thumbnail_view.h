// A grid of thumbnails without text: the chosen one is framed, Enter opens it, a click on its star
// keeps it among the best.
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

    static constexpr int kMinSide = 64, kUsualSide = 88, kMaxSide = 192;
    // Pixels at least; columns fill the width.
    int side() const { return side_; }
    void setSide(int side);
    static QRect starRect(const QRect& item);

    QSize minimumSizeHint() const override;

  signals:
    void opened(const QModelIndex& index);    // Enter or double click
    void lookedAt(const QModelIndex& index);  // clicked, or reached by the arrow keys

    void starAsked(const QModelIndex& index);
    void sideAsked(int side);  // by Ctrl+wheel

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    void fitColumns();
    bool isOnStar(const QPoint& position) const;

    int side_ = kUsualSide;
    bool starPressed_ = false;
};

}  // namespace duo::ui
