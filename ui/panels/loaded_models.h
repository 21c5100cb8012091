// The loaded models with their parameters and bytes, the progress of a load, and a button that
// loads the chosen ones before the first run does.
#pragma once

#include <QWidget>

#include "bridge/core_client.h"
#include "state/generation_settings.h"
#include "state/model_library.h"
#include "state/run_queue.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace duo::ui {

class LoadedModels : public QWidget {
    Q_OBJECT
  public:
    struct Parts {
        const GenerationSettings& settings;
        ModelLibrary& models;
        const CoreClient& core;
        const RunQueue& queue;
    };
    explicit LoadedModels(const Parts& parts, QWidget* parent = nullptr);

    // The models of the next run are loaded, on its device and in its precision.
    bool isCurrent() const;

  protected:
    void changeEvent(QEvent* event) override;  // colours of the models

  private:
    void connectState();
    void showModels();
    void showState();
    void showJobEvent(Tag tag, const Event& event);
    void showProgress(const LoadProgress& loading);
    void endLoading();

    Parts parts_;
    QLabel *models_, *state_;
    QProgressBar* progress_;
    QPushButton* load_;
    ComputeOptions compute_;  // of the loaded models
};

}  // namespace duo::ui
