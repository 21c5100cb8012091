#include "widgets/rail_state.h"

#include <algorithm>

#include "widgets/scale_rail.h"

namespace duo::ui {

bool RailState::isSpecialised(int wanted) const {
    return wanted >= 0 && wanted <= count() &&
           std::find(specialised.begin(), specialised.end(), wanted) != specialised.end();
}

QString RailState::splitText() const {
    return ScaleRail::tr("N = %1").arg(split);
}

}  // namespace duo::ui
