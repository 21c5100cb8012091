// The difference map of two pictures on a canvas, with its gain, its legend and its figures.
#pragma once

#include <QImage>
#include <QWidget>

#include "views/compare_difference.h"

class QComboBox;
class QLabel;
class QSlider;

namespace duo::ui {

class CanvasView;
class ImageCanvas;

// The colours of the map and the levels they stand for at a gain.
class DifferenceLegend : public QWidget {
    Q_OBJECT
  public:
    explicit DifferenceLegend(QWidget* parent = nullptr);

    void setGain(int gain);
    // What stands at the bar's left, middle and right.
    QStringList labels() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    int gain_ = 1;
};

// Pictures of more than kLargePixels are compared on another thread; only the newest pair counts.
class DifferencePage : public QWidget {
    Q_OBJECT
  public:
    static constexpr int kLargePixels = 512 * 512;

    explicit DifferencePage(CanvasView* view, QWidget* parent = nullptr);

    void setPair(const QImage& a, const QImage& b, const QString& title);
    void setGain(int gain);  // 1, 2, 4 … 64
    int gain() const;
    void setDifferenceOf(DifferenceOf of);
    const Difference& shownDifference() const { return difference_; }
    QString figuresText() const;
    ImageCanvas& canvas() { return *canvas_; }
    DifferenceLegend& legend() { return *legend_; }

  signals:
    void measured();

  private:
    QWidget* buildBar();
    void measure();
    void take(Difference difference);
    void showMap();

    QImage a_, b_;
    Difference difference_;
    int asked_ = 0;  // counts measurements, to drop the stale
    ImageCanvas* canvas_;
    QComboBox* of_;
    QSlider* gain_;
    QLabel* gainText_;
    QLabel* figures_;
    DifferenceLegend* legend_;
};

}  // namespace duo::ui
