// The line under the picture: what is under the cursor, the scale of the entropy map, and the offer
// to record token statistics. Its height never changes.
#pragma once

#include <QWidget>
#include <optional>

class QLabel;
class QPushButton;

namespace duo::ui {

class EntropyLegend;

class ReadoutLine : public QWidget {
    Q_OBJECT
  public:
    explicit ReadoutLine(QWidget* parent = nullptr);

    void say(const QString& text);
    const QString& said() const { return said_; }
    void offerInsight(bool offered);
    void showEntropyScale(std::optional<double> largestNats);  // none: no scale

  signals:
    void insightAsked();

  private:
    QLabel* readout_;
    EntropyLegend* legend_;
    QPushButton* insight_;
    QString said_;
};

}  // namespace duo::ui
