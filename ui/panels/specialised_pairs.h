// Chooses whether tuned pairs decode their split, and lists which there are.
#pragma once

#include <QWidget>

#include "state/generation_settings.h"
#include "state/model_library.h"

class QCheckBox;
class QLabel;

namespace duo::ui {

class SpecialisedPairs : public QWidget {
    Q_OBJECT
  public:
    SpecialisedPairs(GenerationSettings& settings, const ModelLibrary& models,
                     QWidget* parent = nullptr);

  private:
    void refresh();
    QString words() const;
    QString wordsOfThePair() const;  // at the current N

    GenerationSettings& settings_;
    const ModelLibrary& models_;
    QCheckBox* wanted_;
    QLabel* words_;
};

}  // namespace duo::ui
