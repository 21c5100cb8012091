// Whether pairs tuned for their split decode it, and which there are.
#pragma once

#include <QWidget>

#include "state/studio.h"

class QCheckBox;
class QLabel;

namespace duo::ui {

class SpecialisedPairs : public QWidget {
    Q_OBJECT
  public:
    explicit SpecialisedPairs(Studio& studio, QWidget* parent = nullptr);

  private:
    void refresh();
    QString words() const;
    QString wordsOfThePair() const;  // at the N in use

    Studio& studio_;
    QCheckBox* wanted_;
    QLabel* words_;
};

}  // namespace duo::ui
