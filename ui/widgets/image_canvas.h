// One large picture: fit, 1:1, zoom at the cursor, pan, nearest neighbour above 100 %, and the
// pixel under the cursor. With a second picture, a wipe line divides the two.
#pragma once

#include <QImage>
#include <QWidget>

#include "widgets/canvas_view.h"

namespace duo::ui {

class ImageCanvas : public QWidget {
    Q_OBJECT
  public:
    // view: shared with other canvases; null: a separate one.
    explicit ImageCanvas(CanvasView* view = nullptr, QWidget* parent = nullptr);

    void setImage(const QImage& image);  // null: shows the empty text
    const QImage& image() const { return image_; }
    void setEmptyText(const QString& title, const QString& hint);
    void setCaption(const QString& caption);  // in a corner of the picture
    const QString& caption() const { return caption_; }
    // Shows `other` right of the wipe line; a null image ends the wipe.
    void setWipe(const QImage& other, const QString& leftCaption, const QString& rightCaption);
    // Draws side² cells over the picture, none at 0. With cells, hovered() and clicked() give the
    // cell instead of the pixel.
    void setGrid(int side);
    int grid() const { return grid_; }
    CanvasView* view() const { return view_; }
    // Current device pixels per picture pixel, also when fitted; 0 without a picture.
    double shownZoom() const;
    QRectF pictureRect() const { return target(); }  // on the widget, partly outside when zoomed
    // Position of the wipe line across the visible part of the picture, 0 … 1.
    double wipePosition() const { return wipe_; }
    void setWipePosition(double position);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  public slots:
    void fit();
    void actualSize();
    void zoomBy(double factor);

  signals:
    // pixel: in the picture, or (-1, -1) outside; color: of that pixel.
    void hovered(const QPoint& pixel, const QColor& color);
    void clicked(const QPoint& pixel);
    void contextMenuAt(const QPoint& globalPosition);
    void walked(
        int by);  // an arrow key while the whole picture is in sight: there is nothing to pan

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
    void focusInEvent(QFocusEvent* event) override;

  private:
    QRectF target() const;                      // the whole picture in widget coordinates
    QPointF pictureAt(QPointF position) const;  // 0 … 1 in each direction inside the picture
    QPoint cellAt(QPointF position) const;      // pixel or grid cell; (-1, -1) outside
    QRectF inSight() const;                     // the part of target() inside the widget
    double wipeX() const;
    bool isOverWipe(QPointF position) const;
    void zoomAround(QPointF position, double factor);
    void pan(QPointF by);
    void hoverAt(QPointF position);
    void drawPicture(QPainter& painter, const QImage& image, QImage& scaled) const;
    void drawWipe(QPainter& painter) const;
    void drawCaptions(QPainter& painter) const;

    CanvasView* view_;
    QImage image_, other_;
    mutable QImage scaledImage_, scaledOther_;  // caches for zoom below 100 %
    QString emptyTitle_, emptyHint_, caption_, leftCaption_, rightCaption_;
    int grid_ = 0;
    double wipe_ = 0.5;
    QPointF pressedAt_, dragFrom_;
    QPoint hoveredCell_{-1, -1};
    bool pressed_ = false, dragging_ = false, wiping_ = false, ring_ = false;
};

}  // namespace duo::ui
