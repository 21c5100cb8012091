// One value per scale as a curve of handles: drag one, drag across several, or select with the left
// and right keys and change with up and down (Shift: finer). Typing a number sets the handle.
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

namespace duo::ui {

class CurveEditor : public QWidget {
    Q_OBJECT
  public:
    explicit CurveEditor(QWidget* parent = nullptr);

    void setRange(double min, double max);  // values outside are clamped
    void setStep(double step);              // for keys and drags
    void setDecimals(int decimals);         // shown, and the smallest finer step
    void setValues(const std::vector<double>& values);
    const std::vector<double>& values() const { return values_; }
    void setLabels(const QStringList& labels);  // one below each point
    int chosen() const { return chosen_; }      // the point that the keys change
    QPointF handleAt(int index) const;          // in widget coordinates

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void valuesChanged(const std::vector<double>& values);  // by mouse or keys

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    int count() const { return static_cast<int>(values_.size()); }
    QRectF plot() const;
    int indexAt(double x) const;
    double valueAt(double y) const;
    QString shown(double value) const;
    double snapped(double value, double step) const;
    void choose(int index);
    bool assign(int index, double value, double step);
    void paintOver(QPointF from, QPointF to);
    bool typeKey(QKeyEvent* event);
    void changeBy(double delta, double step);
    void notifyAccessibility();
    void drawAxis(QPainter& painter) const;
    void drawCurve(QPainter& painter) const;
    void drawBubble(QPainter& painter) const;

    std::vector<double> values_;
    QStringList labels_;
    double min_ = 0, max_ = 1, step_ = 0.1;
    int decimals_ = 2;
    int chosen_ = 0, hovered_ = -1;
    bool dragging_ = false;
    QPointF last_;   // of the current drag
    QString typed_;  // digits typed so far, set by Enter
};

}  // namespace duo::ui
