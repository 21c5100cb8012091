// Radial frequency spectrum of each scale's picture: mean luma power against cycles per picture,
// both axes logarithmic. The selected scale is bold; others fade with distance from it.
#pragma once

#include "charts/chart.h"

class QCPGraph;

namespace duo::ui {

class SpectrumChart : public Chart {
    Q_OBJECT
  public:
    explicit SpectrumChart(QWidget* parent = nullptr);

    // Names of the spectra; by default "Scale 1", "Scale 2", ….
    void setNames(const QStringList& names);
    // spectra[scale][cycles per picture], levels²; empty if a scale has no picture. selected: -1
    // for none.
    void setSpectra(std::vector<std::vector<double>> spectra, int selected);
    void setSelected(int scale);

    ChartTable table() const override;
    QString summary() const override;

  protected:
    void applyColors() override;
    QString tipAt(const QPointF& position) const override;

  private:
    void placeGraphs();
    void placeAxes();
    QString name(int scale) const;
    void showCurrent();
    int shownScale() const;  // the selected scale, otherwise the last one with a spectrum

    std::vector<std::vector<double>> spectra_;
    QStringList names_;
    int selected_ = -1;
    std::vector<QCPGraph*> graphs_;  // one per scale
};

}  // namespace duo::ui
