// Lets assistive technology read and set a scale rail's split as a slider.
#pragma once

namespace duo::ui {

// Once for all rails, before the first is named.
void installRailAccessibility();

}  // namespace duo::ui
