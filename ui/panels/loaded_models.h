// What of the chosen models is in memory: each with its parameters and bytes, how far a load is,
// and a button that loads them before the first run does.
#pragma once

#include <QWidget>

#include "state/studio.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace duo::ui {

class LoadedModels : public QWidget {
    Q_OBJECT
  public:
    explicit LoadedModels(Studio& studio, QWidget* parent = nullptr);

    // What the next run needs is in memory, on the device and in the precision it asks for.
    bool isCurrent() const;

  protected:
    void changeEvent(QEvent* event) override;  // colours of the models

  private:
    void connectStudio();
    void showModels();
    void showState();
    void showJobEvent(Tag tag, const Event& event);
    void showProgress(const LoadProgress& loading);
    void endLoading();

    Studio& studio_;
    QLabel *models_, *state_;
    QProgressBar* progress_;
    QPushButton* load_;
    ComputeOptions compute_;  // of what is loaded
};

}  // namespace duo::ui
