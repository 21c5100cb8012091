// Three hints at the first start, each beside the thing it explains. They go when a run begins.
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
    // Lies over window; hidden until begin().
    FirstHints(std::vector<Hint> hints, QWidget* window);

    void begin();
    int current() const { return current_; }

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
    QLabel* title_;
    QLabel* text_;
    QLabel* count_;
    QPushButton* next_;
};

}  // namespace duo::ui
