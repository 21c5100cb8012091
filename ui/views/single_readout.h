// The line under the picture: a description of the pixel or cell under the cursor.
#pragma once

#include <QColor>
#include <QCoreApplication>
#include <QPoint>
#include <QString>

#include "state/run.h"

namespace duo::ui {

class Readout {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::Readout)

  public:
    // "x 12, y 40   RGB 120 83 60   #78533c"
    static QString pixel(const QPoint& pixel, const QColor& color);
    // What scale k changed at a pixel of a picture of this size: "x 12, y 40   R +3  G −12  B 0".
    static QString change(const Picture& picture, int k, const QPoint& pixel, QSize size);
    // The draw of one cell of scale k: code, probability, entropy, the next likely codes.
    static QString token(const Picture& picture, int k, const QPoint& cell);
};

// Whether the picture has the statistics of scale k's draws.
bool hasInsight(const Picture& picture, int k);

struct TokenChoice {
    std::int32_t code = 0;
    float probability = 0;
};
// The codes that a token of scale k could have been, most probable first; impossible ones are left
// out. Empty without statistics.
std::vector<TokenChoice> choicesOf(const Picture& picture, int k, std::size_t token);

}  // namespace duo::ui
