// Time, memory and quality at every split N, under the places that the rail's divider takes: what
// was measured filled, what is estimated hollow. A click chooses a split.
#pragma once

#include <QWidget>
#include <vector>

namespace duo::ui {

class ScaleRail;

// Values below 0 are not known.
struct SplitPoint {
    double ms = -1, bytes = -1;
    double distance = -1;  // of an evaluation of the family
    bool measured = false;
    QString words;  // one or more lines
};

class SplitCurve : public QWidget {
    Q_OBJECT
  public:
    explicit SplitCurve(const ScaleRail& rail, QWidget* parent = nullptr);  // rail is above this

    // points[N] for N = 0 … K.
    void setPoints(std::vector<SplitPoint> points, int split);
    const std::vector<SplitPoint>& points() const { return points_; }
    // The time's place on this widget; null if it is not known.
    QPointF timePlace(int split) const { return place(split, &SplitPoint::ms); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

  signals:
    void splitChosen(int split);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;  // tool tips

  private:
    using Value = double SplitPoint::*;
    QRectF plot() const;
    double x(int split) const;
    double largest(Value value) const;  // of all points; 0: none is known
    QPointF place(int split, Value value) const;
    int splitAt(const QPointF& position) const;
    void paintLine(QPainter& painter, Value value, const QColor& color, Qt::PenStyle style) const;
    void paintMarks(QPainter& painter, Value value, const QColor& color) const;
    void paintLegend(QPainter& painter) const;

    const ScaleRail& rail_;
    std::vector<SplitPoint> points_;
    int split_ = 0, hovered_ = -1;
};

}  // namespace duo::ui
