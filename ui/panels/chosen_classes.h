// The classes of the next run, one per row: name, number of pictures, and a button that removes it.
#pragma once

#include <QWidget>
#include <vector>

#include "state/generation_settings.h"
#include "state/model_library.h"

class QLabel;
class QScrollArea;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace duo::ui {

class ElidedLabel;

class ChosenRow : public QWidget {
    Q_OBJECT
  public:
    explicit ChosenRow(QWidget* parent = nullptr);

    void showClass(const ClassCount& chosen, const QString& name);

  signals:
    void countEdited(int count);
    void removed();

  private:
    ElidedLabel* name_;
    QSpinBox* count_;
    QToolButton* remove_;
};

class ChosenClasses : public QWidget {
    Q_OBJECT
  public:
    ChosenClasses(GenerationSettings& settings, const ModelLibrary& models,
                  QWidget* parent = nullptr);

    // Adds one picture if the class is chosen already.
    void add(int label);

  protected:
    bool event(QEvent* event) override;

  private:
    void showClasses();
    void setCount(int row, int count);
    void remove(int row);
    void fitHeight();

    GenerationSettings& settings_;
    const ModelLibrary& models_;
    QLabel* empty_;
    QScrollArea* scroll_;
    QVBoxLayout* rowsLayout_;
    std::vector<ChosenRow*> rows_;
};

}  // namespace duo::ui
