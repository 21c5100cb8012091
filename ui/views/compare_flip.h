// One canvas for several pictures: holding Space or the button shows the other one, Tab moves to
// the next. The picture always carries the name of its side.
#pragma once

#include <QImage>
#include <QWidget>
#include <vector>

class QPushButton;

namespace duo::ui {

class CanvasView;
class ImageCanvas;

class FlipPage : public QWidget {
    Q_OBJECT
  public:
    struct Side {
        QImage image;   // null: not there at this scale
        QString title;  // "B · sunflower · N = 6"
    };

    explicit FlipPage(CanvasView* view, QWidget* parent = nullptr);

    void setSides(std::vector<Side> sides);
    // Which of them is shown, and which while the key is held.
    void setPair(int first, int other);
    int shown() const { return held_ ? other_ : first_; }
    bool isHeld() const { return held_; }
    ImageCanvas& canvas() { return *canvas_; }
    QPushButton& holdButton() { return *hold_; }

  public slots:
    void hold(bool held);
    void showNext();

  signals:
    void firstChanged(int first);  // by Tab

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;  // Tab and lost focus of the canvas

  private:
    void showSide();

    std::vector<Side> sides_;
    int first_ = 0, other_ = 1;
    bool held_ = false;
    ImageCanvas* canvas_;
    QPushButton* hold_;
};

}  // namespace duo::ui
