// The bar above the picture: layer, gain of the difference, zoom, and whether the batch and the
// analysis are shown.
#pragma once

#include <QWidget>
#include <array>

#include "state/plain_ghost.h"

class QActionGroup;
class QButtonGroup;
class QLabel;
class QLayout;
class QSlider;
class QToolButton;

namespace duo::ui {

class ImageCanvas;

// The picture, what the scale added to it, the codes it drew, how undecided each draw was.
enum class SingleLayer { Picture, Added, Tokens, Entropy };

class SingleBar : public QWidget {
    Q_OBJECT
  public:
    // Zooms this canvas and tells its zoom.
    explicit SingleBar(ImageCanvas& canvas, QWidget* parent = nullptr);

    void setLayer(SingleLayer layer);
    double gain() const { return 1 << gainStep(); }
    int gainStep() const;
    void setGainStep(int step);
    bool gridWanted() const;
    void setGridWanted(bool wanted);
    // batch: there is more than one picture; shown: the grid of them is on the screen.
    void setGrid(bool batch, bool shown);
    void chooseNextGhost();  // off, wipe, difference, off …
    bool stripShown() const;
    void setStripShown(bool shown);
    void tellZoom();

  signals:
    void layerChosen(duo::ui::SingleLayer layer);
    void gainChanged();
    void gridToggled(bool wanted);
    void ghostChosen(duo::ui::PlainGhost::Kind kind);
    void stripToggled(bool shown);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void addLayers(QLayout* row);
    void addGain(QLayout* row);
    void addZoom(QLayout* row);
    void addGridButton(QLayout* row);
    void addGhostButton(QLayout* row);
    void showGain();
    void addStripButton(QLayout* row);
    void setIcons();

    ImageCanvas& canvas_;
    QButtonGroup* layers_;
    QWidget* gainBox_;
    QSlider* gain_;
    QLabel* gainText_;
    QLabel* zoom_;
    std::array<QToolButton*, 4> zoomButtons_{};
    QToolButton *gridButton_, *stripButton_, *ghostButton_;
    QActionGroup* ghosts_;
};

}  // namespace duo::ui
