// What starting a sweep would decode with the settings as they are: its requests, and that in
// words.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <vector>

#include "state/generation_settings.h"
#include "state/model_library.h"
#include "views/sweep_controls.h"

namespace duo::ui {

class SweepPlan {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::SweepPlan)

  public:
    // All of them outlive this.
    SweepPlan(const GenerationSettings& settings, const ModelLibrary& models,
              const SweepChoice& choice)
        : settings_(settings), models_(models), choice_(choice) {}

    // Empty: a sweep can be started; else what is missing.
    QString whyNot() const;
    // One a run, each at splits(). Empty without a class.
    std::vector<GenerationRequest> requests() const;
    std::vector<int> splits() const { return choice_.splits(settings_.scaleCount()); }
    // "goldfish · seed 7 · splits: 11 · pictures: 11"; without a class, what is missing.
    QString text() const;

  private:
    const GenerationSettings& settings_;
    const ModelLibrary& models_;
    const SweepChoice& choice_;
};

}  // namespace duo::ui
