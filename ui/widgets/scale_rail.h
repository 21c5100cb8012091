// The scales of a picture as tiles, coarse to fine, with a divider at the split: the drafter
// decodes the scales left of it, the refiner those right of it.
#pragma once

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QString>
#include <QWidget>
#include <vector>

#include "widgets/rail_layout.h"
#include "widgets/rail_state.h"

namespace duo::ui {

class ScaleRail : public QWidget {
    Q_OBJECT
  public:
    explicit ScaleRail(QWidget* parent = nullptr);

    void setTiles(std::vector<ScaleTile> tiles);
    const std::vector<ScaleTile>& tiles() const { return state_.tiles; }
    void setSplit(int split);  // 0 … tiles
    int split() const { return state_.split; }
    void chooseSplit(int split) { moveSplit(split, true); }  // like choosing by keys
    void setSelected(int scale);                             // -1: none, the finished picture
    int selected() const { return state_.selected; }
    // Marks the splits of specialised pairs with diamonds.
    void setSpecialised(const std::vector<int>& splits);
    QRect markRect(int split) const;  // rectangle of a split's diamond; null if it has none
    // Shown next to the divider while it moves or has focus, for example "0.41 s · 120 MiB · ±4 %".
    void setPredictionText(const QString& text);

    // Small tiles, for a low window.
    void setLow(bool low);

    QRect tileRect(int scale) const;
    QRect dividerRect() const;
    int edgeX(int split) const { return geometryNow().edgeX(split); }  // the divider's place there

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void splitMoved(int split);    // during a drag, and by arrow keys, digits or the wheel
    void splitChosen(int split);   // at the end of a drag, or at once for keys
    void scaleClicked(int scale);  // also by Ctrl and arrow keys

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;  // only with focus
    void keyPressEvent(QKeyEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool event(QEvent* event) override;  // tooltips of tiles

  private:
    RailLayout geometryNow() const;
    int count() const { return state_.count(); }
    int splitAt(int x) const;
    int scaleAt(const QPoint& position) const;
    bool isOverDivider(const QPoint& position) const;
    void moveSplit(int split, bool chosen);
    void typeDigit(int digit);
    void chooseScale(int by);
    void keepMoving();  // animates the current tile while it is visible
    void notifyAccessibility();
    QString specialisedText() const;  // for all splits; empty if there is none
    QString tipAt(const QPoint& position) const;

    RailState state_;
    int pressedSplit_ = 0;  // where a drag began
    bool dragging_ = false, low_ = false;
    QString typed_;  // digits typed so far, for splits of two digits
    QElapsedTimer sinceTyped_;
    QBasicTimer working_;
    int wheel_ = 0;  // eighths of a degree not yet used
};

}  // namespace duo::ui
