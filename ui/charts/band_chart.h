// A chart whose x axis is divided into bands (scales or splits). A click or the arrow keys select
// one, which is highlighted.
#pragma once

#include <utility>

#include "charts/chart.h"

class QCPItemRect;

namespace duo::ui {

class BandChart : public Chart {
    Q_OBJECT
  public:
    explicit BandChart(const QString& title, QWidget* parent = nullptr);

    int selected() const { return selected_; }
    // Middle of a band, in pixels of the plot.
    QPointF bandCenter(int band) const;

  public slots:
    void setSelected(int band);  // -1 or a missing band: none

  signals:
    void bandClicked(int band);

  protected:
    // Bands are numbered from firstBand(); a band of zero width does not exist.
    virtual int firstBand() const { return 0; }
    virtual int bandCount() const = 0;
    virtual std::pair<double, double> bandRange(int band) const = 0;
    virtual QString bandTip(int band) const = 0;
    void raiseBand();  // draw the highlight over data that covers the whole plot
    void placeBand();  // call after the data or the axis changed
    // Sets x from first to last, one integer per band.
    void placeWholeAxis(int first, int last, const QString& label);

    void applyColors() override;
    QString tipAt(const QPointF& position) const override;
    void clickedAt(const QPointF& position) override;
    bool keyPressed(int key) override;

  private:
    int bandAt(const QPointF& position) const;  // -1: none
    void choose(int band);

    QCPItemRect* band_;
    int selected_ = -1;
    bool raised_ = false;
};

// A heading and "name  value" lines below it, as rich text for a tooltip.
QString tipText(const QString& heading, const std::vector<std::pair<QString, QString>>& lines);

}  // namespace duo::ui
