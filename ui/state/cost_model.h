// Predicts what a run will take from the runs measured on this device, kept in one file over
// restarts. Reads settings and models, changes neither. GUI thread only; the file is written on a
// thread of its own.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <optional>

#include "state/batch_meter.h"
#include "state/generation_settings.h"
#include "state/model_library.h"
#include "state/predictor.h"
#include "state/run.h"

namespace duo::ui {

class CostModel : public QObject {
    Q_OBJECT
  public:
    // file: JSON. A missing or unreadable file is an empty one. settings and models outlive this.
    CostModel(const GenerationSettings& settings, const ModelLibrary& models, const QString& file);
    ~CostModel() override;  // writes what was learnt and not yet written

    // For the settings as they are, at this split; see Predictor.
    std::optional<Prediction> predict(int split) const;
    std::optional<int> batchWhereMemoryIsSaved(int split) const;
    // Seconds that one more picture in the batch adds at this split. Nothing where no measurement
    // supports it, or where the batch is as large as the settings allow.
    std::optional<double> secondsOfOneMore(int split) const;
    // Seconds from loaded models to the last picture; -1 where no measurement supports it.
    double predictedSeconds(const Run& run) const;

    // Takes the whole batches of a run that ended, however it ended. meter: of this run.
    void learn(const Run& run, const BatchMeter& meter);

  signals:
    void predictionsChanged();

  private:
    CostKey keyOf(const ModelFiles& files, const ComputeOptions& compute,
                  const GenerationRequest& request) const;
    CostKey keyOf(const Run& run) const;
    CostKey keyOfSettings(int split) const;  // the batch: of the next run
    void save();

    const GenerationSettings& settings_;
    const ModelLibrary& models_;
    QString file_;
    Predictor predictor_;
    QTimer saveTimer_;
    QThreadPool writer_;  // one thread: the newest file is written last
};

}  // namespace duo::ui
