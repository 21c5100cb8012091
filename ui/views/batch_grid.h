// The pictures of a batch side by side, all at the scale that the window shows. Arrows and clicks
// choose one; Enter or a double click enlarges it.
#pragma once

#include <QAbstractScrollArea>

#include "state/run_recorder.h"

namespace duo::ui {

class BatchGrid : public QAbstractScrollArea {
    Q_OBJECT
  public:
    explicit BatchGrid(QWidget* parent = nullptr);

    // Call it again when the pictures have more scales.
    void show(const std::vector<PicturePtr>& pictures, const PicturePtr& chosen, int scale);
    int columns() const;
    QRect cellRect(int index) const;  // on the viewport; partly outside where it scrolls

    QSize minimumSizeHint() const override;

  signals:
    void chosen(const duo::ui::PicturePtr& picture);
    void enlargeAsked();
    void contextMenuAt(const QPoint& globalPosition);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Layout {
        int columns = 1, edge = 0;
        QPoint origin;
    };
    int count() const { return static_cast<int>(pictures_.size()); }
    Layout layoutNow() const;
    void fitScrollBar();
    int indexAt(const QPoint& position) const;
    void choose(int index);
    void paintCell(QPainter& painter, int index, const QRect& cell) const;
    void reveal(const QRect& cell);
    void tell();

    std::vector<PicturePtr> pictures_;
    int chosen_ = -1, scale_ = -1;
};

}  // namespace duo::ui
