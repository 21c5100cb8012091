// The choices of a sweep: rows, splits, and the button that starts it.
#pragma once

#include <QWidget>

#include "views/sweep_model.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace duo::ui {

struct SweepChoice {
    SweepModel::Rows rows = SweepModel::Rows::One;
    int from = 0, to = 10;  // splits; plain VAR is always added as baseline
    int seeds = 4;          // of Rows::Seeds
    bool operator==(const SweepChoice&) const = default;
    // Ascending; always contains `scales` (plain VAR).
    std::vector<int> splits(int scales) const;
};

class SweepControls : public QWidget {
    Q_OBJECT
  public:
    explicit SweepControls(QWidget* parent = nullptr);

    const SweepChoice& choice() const { return choice_; }
    void setChoice(const SweepChoice& choice);
    void setScaleCount(int scales);  // a full range stays full
    void setWorking(bool working);
    // whyNot empty: a sweep can be started; planned describes it.
    void setWhyNot(const QString& whyNot, const QString& planned);
    QPushButton& startButton() { return *start_; }
    QPushButton& cancelButton() { return *cancel_; }
    QToolButton& exportButton() { return *export_; }

  signals:
    void choiceChanged();
    void started();
    void cancelled();

  private:
    void build();
    void readBoxes();
    void showChoice();

    SweepChoice choice_;
    int scales_ = 10;
    QComboBox* rows_;
    QSpinBox *from_, *to_, *seeds_;
    QPushButton *start_, *cancel_;
    QToolButton* export_;
};

}  // namespace duo::ui
