// A slider with a dot at every position; a click jumps there.
#pragma once

#include <QSlider>

namespace duo::ui {

class TickSlider : public QSlider {
    Q_OBJECT
  public:
    explicit TickSlider(QWidget* parent = nullptr);

    QPointF pointAt(int value) const;  // in widget coordinates

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

  private:
    int valueAt(double x) const;
};

}  // namespace duo::ui
