// A veil over the window with a hole where a control is lit. Clicks pass through.
#pragma once

#include <QWidget>

namespace duo::ui {

class Spotlight : public QWidget {
    Q_OBJECT
  public:
    explicit Spotlight(QWidget* window);

    // lit: in the window's coordinates; empty: nothing is lit, and there is no veil.
    void light(const QRect& lit);
    const QRect& lit() const { return lit_; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QRect lit_;
};

}  // namespace duo::ui
