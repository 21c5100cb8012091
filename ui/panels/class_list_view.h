// The list of classes: name, number, a star that a click or key toggles, and a mark for recent
// ones.
#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace duo::ui {

class ClassItemDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static QRect starRect(const QRect& item);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
};

class ClassListView : public QListView {
    Q_OBJECT
  public:
    explicit ClassListView(QWidget* parent = nullptr);

    void setEmptyText(const QString& text);  // shown instead of rows
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void chosen(const QModelIndex& index);     // click
    void added(const QModelIndex& index);      // Ctrl+click or Ctrl+Space
    void confirmed(const QModelIndex& index);  // Enter
    void leftAtTop();                          // Up in the first row
    void typed(const QString& text);           // letters for the search field

  protected:
    bool event(QEvent* event) override;  // F is this list's before it is a shortcut's
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

  private:
    bool isOnStar(const QPoint& position) const;
    void toggleFavourite(const QModelIndex& index);

    QString emptyText_;
    QPersistentModelIndex pressed_;  // by the left button
};

}  // namespace duo::ui
