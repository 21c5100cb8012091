// Moves all pictures to a scale or, at its right end, to the finished picture; plays coarse to
// fine.
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>

class QLabel;
class QSlider;
class QToolButton;

namespace duo::ui {

class Scrubber : public QWidget {
    Q_OBJECT
  public:
    explicit Scrubber(QWidget* parent = nullptr);

    void setScaleCount(int count);
    void setScale(int scale);  // -1: the finished picture; emits nothing
    int scale() const;
    // What the right end shows while its picture is not finished: this scale, or none yet (-1).
    // Without a value: the finished picture.
    void setUnfinished(std::optional<int> scale);
    bool isPlaying() const { return timer_.isActive(); }

  public slots:
    void play();  // loops; starts at the first scale if at the end
    void pause();
    void togglePlay();

  signals:
    void scaleChosen(int scale);  // by hand or while playing; -1: the finished picture
    void playingChanged(bool playing);

  protected:
    void keyPressEvent(QKeyEvent* event) override;  // Space plays and pauses
    void changeEvent(QEvent* event) override;

  private:
    void advance();
    void showPlaying();
    void showScale();

    QToolButton* button_;
    QSlider* slider_;
    QLabel* label_;
    QTimer timer_;
    std::optional<int> unfinished_;
    bool quiet_ = false;  // true while setScale moves the slider
};

}  // namespace duo::ui
