// The radial frequency spectrum of every scale's picture: mean power of the luma against cycles per
// picture, both axes logarithmic. The selected scale is bold, the others fade with their distance.
#pragma once

#include "charts/chart.h"

class QCPGraph;

namespace duo::ui {

class SpectrumChart : public Chart {
    Q_OBJECT
  public:
    explicit SpectrumChart(QWidget* parent = nullptr);

    // What the spectra are called; without names: "Scale 1", "Scale 2", ….
    void setNames(const QStringList& names);
    // spectra[scale][cycles per picture], levels²; empty where a scale has no picture. selected: -1
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
    void tellShown();
    int shownScale() const;  // the selected one, else the last that has a spectrum

    std::vector<std::vector<double>> spectra_;
    QStringList names_;
    int selected_ = -1;
    std::vector<QCPGraph*> graphs_;  // one a scale
};

}  // namespace duo::ui
