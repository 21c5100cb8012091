// The content of a scale rail as a plain value. The widget changes it; layout and painter read it.
#pragma once

#include <QImage>
#include <QString>
#include <vector>

#include "protocol/decode_plan.h"

namespace duo::ui {

struct ScaleTile {
    int side = 0;
    QImage image;             // null: not available yet
    std::int64_t tokens = 0;  // of one picture
    double ms = -1;           // -1: not measured
    ModelRole model = ModelRole::Drafter;
    bool done = false;     // false while a run is active
    bool working = false;  // the scale being decoded now
    bool kept = false;     // taken over from an earlier run
    bool entry = false;    // the refiner's first scale: its time covers the whole prefix
};

struct RailState {
    std::vector<ScaleTile> tiles;
    std::vector<int> specialised;  // splits that a pair is tuned for
    QString prediction;            // beside the divider, e.g. "0.41 s · 120 MiB · ±4 %"
    int split = 0;                 // 0 … count()
    int selected = -1;             // scale; -1: none
    int phase = 0;                 // of the animation of the tile at work, 0 … 19

    int count() const { return static_cast<int>(tiles.size()); }
    bool isSpecialised(int wanted) const;
    QString splitText() const;  // "N = 8"
};

}  // namespace duo::ui
