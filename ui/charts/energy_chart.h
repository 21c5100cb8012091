// How much each scale changed the picture: one bar per scale in the colour of its model. The height
// is the root mean square difference in luma, so that small scales stay visible next to large ones.
#pragma once

#include "charts/band_chart.h"
#include "protocol/decode_plan.h"

class QCPBars;

namespace duo::ui {

class EnergyChart : public BandChart {
    Q_OBJECT
  public:
    explicit EnergyChart(QWidget* parent = nullptr);

    // energy[scale]: mean square difference in luma, levels²; negative if unknown.
    void setEnergy(std::vector<double> energy, std::vector<ModelRole> models);

    ChartTable table() const override;
    QString summary() const override;

  signals:
    void scaleClicked(int scale);

  protected:
    int bandCount() const override { return static_cast<int>(energy_.size()); }
    std::pair<double, double> bandRange(int scale) const override;
    QString bandTip(int scale) const override;
    void applyColors() override;

  private:
    ModelRole model(int scale) const;

    std::vector<double> energy_;
    std::vector<ModelRole> models_;
    QCPBars* bars_[2];
};

}  // namespace duo::ui
