// One picture, large: fit, 1:1, zoom at the cursor, pan, nearest neighbour above 100 %, and the
// pixel under the cursor. With a second picture it wipes between the two.
#pragma once

#include <QImage>
#include <QWidget>

#include "widgets/canvas_view.h"

namespace duo::ui {

class ImageCanvas : public QWidget {
    Q_OBJECT
  public:
    // view: shared with other canvases; null: its own.
    explicit ImageCanvas(CanvasView* view = nullptr, QWidget* parent = nullptr);

    void setImage(const QImage& image);  // null: the empty text is shown
    const QImage& image() const { return image_; }
    void setEmptyText(const QString& title, const QString& hint);
    void setCaption(const QString& caption);  // in a corner, over the picture
    // Shown right of the wipe line; a null image ends the wipe.
    void setWipe(const QImage& other, const QString& leftCaption, const QString& rightCaption);
    // One cell a side² grid over the picture, drawn above 0 sides; hovered() then tells the cell.
    void setGrid(int side);
    CanvasView* view() const { return view_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  public slots:
    void fit();
    void actualSize();
    void zoomBy(double factor);

  signals:
    // pixel: in the picture, or (-1, -1) outside; color: of that pixel
    void hovered(const QPoint& pixel, const QColor& color);
    void clicked(const QPoint& pixel);
    void contextMenuAt(const QPoint& globalPosition);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;  // fit <-> 1:1
    void keyPressEvent(QKeyEvent* event) override;            // + - 0 1 and arrows
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    QRectF target() const;  // of the whole picture on the widget
    QPointF pictureAt(QPointF position) const;
    void drawGrid(QPainter& painter, const QRectF& target) const;
    void drawWipe(QPainter& painter, const QRectF& target) const;

    CanvasView* view_;
    QImage image_, other_;
    QString emptyTitle_, emptyHint_, caption_, leftCaption_, rightCaption_;
    int grid_ = 0;
    double wipe_ = 0.5;
    QPointF dragFrom_;
    bool dragging_ = false, wiping_ = false;
};

}  // namespace duo::ui
