// The scales of a picture as tiles, coarse to fine, with the split point as a divider between them:
// what is left of it the drafter decodes, what is right the refiner.
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>
#include <vector>

#include "protocol/decode_plan.h"

namespace duo::ui {

struct ScaleTile {
    int side = 0;
    QImage image;             // null: not there yet
    std::int64_t tokens = 0;  // of one picture
    double ms = -1;           // -1: not measured
    ModelRole model = ModelRole::Drafter;
    bool done = false;     // false while a run is on its way
    bool working = false;  // the scale being decoded now
    bool entry = false;    // the refiner enters here: its time covers the whole prefix
};

class ScaleRail : public QWidget {
    Q_OBJECT
  public:
    explicit ScaleRail(QWidget* parent = nullptr);

    void setTiles(std::vector<ScaleTile> tiles);
    const std::vector<ScaleTile>& tiles() const { return tiles_; }
    void setSplit(int split);  // 0 … tiles
    int split() const { return split_; }
    void setSelected(int scale);  // -1: none, the finished picture
    int selected() const { return selected_; }
    // Splits with a specialised pair are marked.
    void setSpecialised(const std::vector<int>& splits);
    // Shown beside the divider while it moves or has the focus, e.g. "0.41 s · 120 MB · ±4 %".
    void setPredictionText(const QString& text);

    QRect tileRect(int scale) const;
    QRect dividerRect() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void splitMoved(int split);   // while it is dragged, by arrow keys, digits or the wheel
    void splitChosen(int split);  // when the drag ends, or at once for keys
    void scaleClicked(int scale);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;  // tool tips of tiles

  private:
    int splitAt(int x) const;
    int scaleAt(const QPoint& position) const;
    void moveSplit(int split, bool chosen);
    void paintTile(QPainter& painter, int scale) const;
    void paintDivider(QPainter& painter) const;

    std::vector<ScaleTile> tiles_;
    std::vector<int> specialised_;
    QString prediction_;
    int split_ = 0, selected_ = -1;
    bool dragging_ = false;
    QString typed_;  // digits typed so far, for splits of two digits
};

}  // namespace duo::ui
