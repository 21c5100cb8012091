// The scales of a picture as tiles, coarse to fine, with the split point as a divider between them:
// what is left of it the drafter decodes, what is right the refiner.
#pragma once

#include <QBasicTimer>
#include <QElapsedTimer>
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
    void chooseSplit(int split) { moveSplit(split, true); }  // as if by keys
    void setSelected(int scale);                             // -1: none, the finished picture
    int selected() const { return selected_; }
    // Splits that a pair is tuned for: a diamond marks each.
    void setSpecialised(const std::vector<int>& splits);
    QRect markRect(int split) const;  // where its diamond is; null where it has none
    // Shown beside the divider while it moves or has the focus, e.g. "0.41 s · 120 MB · ±4 %".
    void setPredictionText(const QString& text);

    // Small tiles, where the window is low.
    void setLow(bool low);

    QRect tileRect(int scale) const;
    QRect dividerRect() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void splitMoved(int split);    // while it is dragged, by arrow keys, digits or the wheel
    void splitChosen(int split);   // when the drag ends, or at once for keys
    void scaleClicked(int scale);  // also by the control and arrow keys

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;  // with the focus only
    void keyPressEvent(QKeyEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool event(QEvent* event) override;  // tool tips of tiles

  private:
    struct Places;
    Places places() const;
    int count() const { return static_cast<int>(tiles_.size()); }
    int splitAt(int x) const;
    int scaleAt(const QPoint& position) const;
    bool isOverDivider(const QPoint& position) const;
    void moveSplit(int split, bool chosen);
    void typeDigit(int digit);
    void chooseScale(int by);
    void keepMoving();  // the tile at work moves while it is in sight
    void tellAssistants();
    QString splitText() const;
    bool isSpecialised(int split) const;
    QString specialisedText() const;  // of all splits; empty where there is none
    QString tipAt(const QPoint& position) const;
    void paintBand(QPainter& painter) const;
    void paintMark(QPainter& painter, int split, const QColor& color) const;
    void paintGroup(QPainter& painter, ModelRole role) const;
    void paintTile(QPainter& painter, int scale) const;
    void paintPicture(QPainter& painter, int scale, const QRect& area) const;
    void paintWorking(QPainter& painter, const QRect& area, const QColor& color) const;
    void paintTexts(QPainter& painter) const;
    void paintRow(QPainter& painter, const QFont& font, const QColor& color, int top,
                  const std::vector<QStringList>& texts) const;
    QStringList timeTexts(int scale) const;
    void paintDivider(QPainter& painter) const;
    void paintPrediction(QPainter& painter) const;

    std::vector<ScaleTile> tiles_;
    std::vector<int> specialised_;
    QString prediction_;
    int split_ = 0, selected_ = -1;
    int pressedSplit_ = 0;  // where a drag began
    bool dragging_ = false, low_ = false;
    QString typed_;  // digits typed so far, for splits of two digits
    QElapsedTimer sinceTyped_;
    QBasicTimer working_;
    int phase_ = 0;  // of the tile at work
    int wheel_ = 0;  // eighths of a degree not yet used
};

}  // namespace duo::ui
