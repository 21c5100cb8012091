// The strip beside the picture: how much each scale added, the spectrum of each scale, and facts.
#pragma once

#include <QScrollArea>

#include "state/model_library.h"
#include "state/run_queue.h"
#include "views/analysis_latest.h"
#include "views/picture_analysis.h"

class QGridLayout;
class QLabel;

namespace duo::ui {

class EnergyChart;
class SpectrumChart;

class SingleStrip : public QScrollArea {
    Q_OBJECT
  public:
    SingleStrip(const ModelLibrary& models, const RunQueue& queue, QWidget* parent = nullptr);

    // Call it again when the picture has more scales. Null: clears the strip.
    void show(const PicturePtr& picture);
    void setScale(int scale);  // -1: the finished picture
    EnergyChart& energyChart() { return *energy_; }
    SpectrumChart& spectrumChart() { return *spectrum_; }
    QString fact(const QString& name) const;  // as shown; empty if it is hidden

    QSize sizeHint() const override;

  signals:
    void scaleClicked(int scale);

  private:
    void addFact(const QString& name);
    void setFact(const QString& name, const QString& value);
    void takeAnalysis(PictureAnalysis analysis);
    void tellFacts();
    void tellScaleFacts();
    void selectInCharts();

    const ModelLibrary& models_;
    const RunQueue& queue_;
    PicturePtr picture_;
    int scale_ = -1;
    EnergyChart* energy_;
    SpectrumChart* spectrum_;
    QLabel* heading_;
    QGridLayout* facts_;
    std::map<QString, QLabel*> names_, values_;  // by the fact
    Latest<PictureAnalysis> analysis_;
};

}  // namespace duo::ui
