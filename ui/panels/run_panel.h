// Seed and its mode, pictures per class, batch size, and whether token statistics are requested.
#pragma once

#include <QWidget>

#include "state/generation_settings.h"
#include "state/run_queue.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;
class QToolButton;

namespace duo::ui {

class SeedEdit;

class RunPanel : public QWidget {
    Q_OBJECT
  public:
    RunPanel(GenerationSettings& settings, const RunQueue& queue, QWidget* parent = nullptr);

    QString summary() const { return summary_; }  // "seed 7, 12 pictures"

  signals:
    void summaryChanged(const QString& summary);

  private:
    QLayout* seedRow();
    void connectControls();
    void showPart(GenerationSettings::Part part);
    void showSeed();
    QString seedHint(SeedMode mode) const;
    void showCounts();
    void showSummary();
    void throwDice();
    void setLocked(bool locked);
    void setCountOfEach(int count);

    GenerationSettings& settings_;
    const RunQueue& queue_;
    SeedEdit* seed_;
    QComboBox* mode_;
    QToolButton *dice_, *lock_;
    QLabel* seedHint_;
    QSpinBox *each_, *batch_;
    QLabel* total_;
    QCheckBox* insight_;
    SeedMode unlocked_ = SeedMode::Random;  // the mode after unlocking
    QString summary_;
};

}  // namespace duo::ui
