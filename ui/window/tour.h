// The tour of the first start: three steps, each beside the control that it explains, which is lit.
// The window stays usable. The tour ends with the first run; Help > Tour starts it again.
#pragma once

#include <QFrame>
#include <QPointer>
#include <vector>

class QLabel;
class QPushButton;

namespace duo::ui {

class Spotlight;

class Tour : public QFrame {
    Q_OBJECT
  public:
    struct Step {
        QPointer<QWidget> beside;
        QString title, text;
        QString page;  // of the guide, for "More in the guide"
    };
    // Drawn over window; hidden until begin().
    Tour(std::vector<Step> steps, QWidget* window);
    ~Tour() override;

    void begin();
    int current() const { return current_; }
    // Where a frame of this size stands beside `about`: in the room, and not over it if it can be.
    static QRect placeBeside(const QRect& about, QSize size, const QRect& room);
    // What is lit, in the window's coordinates; empty while the step's control is not shown.
    QRect lit() const;

  public slots:
    void next();
    void back();
    void end();

  signals:
    void ended();
    void pageAsked(const QString& page);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QLayout* buildButtons();
    void show(int step);
    void place();

    std::vector<Step> steps_;
    int current_ = -1;
    QPointer<QWidget> before_;  // had the focus
    QPointer<Spotlight> spotlight_;
    QLabel* title_;
    QLabel* text_;
    QLabel* count_;
    QPushButton* back_;
    QPushButton* next_;
};

// Class, split point, first picture.
std::vector<Tour::Step> firstSteps(QWidget& classes, QWidget& rail, QWidget& generate);

}  // namespace duo::ui
