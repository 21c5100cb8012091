// Draws a scale rail from its state and layout: the band of models, the tiles, the divider. Lives
// for one paint event.
#pragma once

#include <QStringList>
#include <vector>

#include "widgets/rail_layout.h"
#include "widgets/rail_state.h"

class QColor;
class QFont;
class QPainter;
class QWidget;

namespace duo::ui {

class ScaleRailPainter {
  public:
    // rail: whose font, palette and size are used. active: it has the focus or is dragged.
    ScaleRailPainter(QPainter& painter, const RailState& state, const RailLayout& layout,
                     const QWidget& rail, bool active)
        : painter_(painter), state_(state), layout_(layout), rail_(rail), active_(active) {}

    void paint() const;

  private:
    void paintBand() const;
    void paintMark(int split, const QColor& color) const;
    void paintGroup(ModelRole role) const;
    void paintTile(int scale) const;
    void paintPicture(int scale, const QRect& area) const;
    void paintWorking(const QRect& area, const QColor& color) const;
    void paintTexts() const;
    void paintRow(const QFont& font, const QColor& color, int top,
                  const std::vector<QStringList>& texts) const;
    QStringList timeTexts(int scale) const;
    void paintDivider() const;
    void paintPrediction() const;

    QPainter& painter_;
    const RailState& state_;
    const RailLayout& layout_;
    const QWidget& rail_;
    bool active_;
};

}  // namespace duo::ui
