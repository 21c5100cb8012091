// One line of text, elided if it is too long, with the full text as tool tip.
#pragma once

#include <QLabel>

namespace duo::ui {

class SweepLine : public QLabel {
    Q_OBJECT
  public:
    explicit SweepLine(const QString& name, QWidget* parent = nullptr);

    void setLine(const QString& text);

    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace duo::ui
