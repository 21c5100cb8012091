// A chart whose x axis is cut into bands, scales or splits: a click or the arrow keys choose one,
// and the chosen one stands out.
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
    // Middle of a band in the plot, in its pixels.
    QPointF bandCenter(int band) const;

  public slots:
    void setSelected(int band);  // -1, or one that is not there: none

  signals:
    void bandClicked(int band);

  protected:
    // Bands are numbered from firstBand() on; a band without width is not there.
    virtual int firstBand() const { return 0; }
    virtual int bandCount() const = 0;
    virtual std::pair<double, double> bandRange(int band) const = 0;
    virtual QString bandTip(int band) const = 0;
    void raiseBand();  // over data that covers the whole plot
    void placeBand();  // after the data or the axis changed
    // x from first to last, a whole number a band.
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

// A heading and "name  value" lines under it, as rich text for a tool tip.
QString tipText(const QString& heading, const std::vector<std::pair<QString, QString>>& lines);

}  // namespace duo::ui
