// Three hints at the first start, each beside the control it explains. They end with the first run.
#pragma once

#include <QFrame>
#include <QPointer>
#include <vector>

class QLabel;
class QPushButton;

namespace duo::ui {

class FirstHints : public QFrame {
    Q_OBJECT
  public:
    struct Hint {
        QPointer<QWidget> beside;
        QString title, text;
    };
    // Drawn over window; hidden until begin().
    FirstHints(std::vector<Hint> hints, QWidget* window);

    void begin();
    int current() const { return current_; }
    // Where a frame of this size stands beside `about`: in the room, and not over it if it can be.
    static QRect placeBeside(const QRect& about, QSize size, const QRect& room);

  public slots:
    void next();
    void end();

  signals:
    void ended();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void show(int hint);
    void place();

    std::vector<Hint> hints_;
    int current_ = -1;
    QPointer<QWidget> before_;  // had the focus
    QLabel* title_;
    QLabel* text_;
    QLabel* count_;
    QPushButton* next_;
};

}  // namespace duo::ui
