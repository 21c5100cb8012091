// The visible part of a picture: zoom and centre. Canvases that move together share one.
#pragma once

#include <QObject>
#include <QPointF>

namespace duo::ui {

class CanvasView : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    static constexpr double kMinZoom = 1.0 / 64, kMaxZoom = 128;

    bool fits() const { return zoom_ <= 0; }
    double zoom() const { return zoom_; }       // screen pixels per picture pixel; 0: fit
    QPointF center() const { return center_; }  // in the picture, 0 … 1 each way
    void fit();
    void setZoom(double zoom, QPointF center);

  signals:
    void changed();

  private:
    double zoom_ = 0;
    QPointF center_{0.5, 0.5};
};

}  // namespace duo::ui
