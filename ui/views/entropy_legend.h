// What the colours of the entropy map mean: a scale from a certain draw to the least certain one.
#pragma once

#include <QWidget>

namespace duo::ui {

class EntropyLegend : public QWidget {
    Q_OBJECT
  public:
    explicit EntropyLegend(QWidget* parent = nullptr);

    void setLargest(double nats);  // of the map that is shown
    QString endWords() const;      // "4.5 nats"

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    double largest_ = 0;
};

}  // namespace duo::ui
