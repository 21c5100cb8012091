// Brushes that several scenes share: clouds, water, stars, hills, grass, conifers.
#pragma once

#include <array>

#include "scenes/brush.h"

namespace duo::scenes {

struct CloudStyle {
    Rgb lit, shadow;
    double top = 0, bottom = 0.7;  // the band of sky they fill, fading at both ends
    double cover = 0.5;            // 0 clear … 1 overcast
    double scaleX = 3, scaleY = 6;
    double alpha = 0.9;
};
void clouds(Canvas& canvas, Dice& dice, const CloudStyle& style);

// Light on a wave at unit x and depth d in 0 (horizon) … 1 (bottom edge): [0, 1], wide and sparse
// in front, fine and dense behind.
double waveLight(double x, double d, std::uint32_t seed);

// Turns everything below the horizon into water that mirrors the part above it.
struct WaterStyle {
    double horizon = 0.6;
    Rgb tint;               // the water's own colour, stronger towards the front
    double tintNear = 0.8;  // share of the tint at the bottom edge
    double tintFar = 0.3;   // and at the horizon
    double swell = 0.02;    // how far ripples shift the mirror image
    double sparkle = 0.15;  // brightness of the crests
    Rgb crest = {1, 1, 1};  // and their colour
};
void water(Canvas& canvas, Dice& dice, const WaterStyle& style);

void stars(Canvas& canvas, Dice& dice, int count, double bottom);

// A hill line shaped by noise: the height at unit x, for Canvas::ground. Sampled once, because
// shaders use it at every pixel.
class HillLine {
  public:
    HillLine(double y, double amplitude, double frequency, std::uint32_t seed);
    double operator()(double x) const {
        const double at = clamp01((x + margin) / (1 + 2 * margin)) * (count - 1.001);
        const auto i = static_cast<std::size_t>(at);
        return heights_[i] + (heights_[i + 1] - heights_[i]) * (at - static_cast<double>(i));
    }

  private:
    static constexpr int count = 320;
    static constexpr double margin = 0.05;
    std::array<double, count> heights_;
};

// Mottles the canvas: multiplies colours by 1 ± strength. The second form changes only the part
// below the hill line.
void mottle(Canvas& canvas, Dice& dice, double strength, double scaleX, double scaleY);
void mottle(Canvas& canvas, Dice& dice, double strength, double scaleX, double scaleY,
            const HillLine& hill);

// A tuft of bent blades along y with the given blade height.
void grass(Canvas& canvas, Dice& dice, double y, double height, int blades, Rgb dark, Rgb light);

// One conifer with its foot at (x, y); needles are drawn when `detail` is true.
struct Pine {
    double x, y, height, width;
    Rgb dark, light;
    bool snow = false;
};
void pine(Canvas& canvas, Dice& dice, const Pine& style);

// Soft discs of light out of focus.
void bokeh(Canvas& canvas, Dice& dice, int count, Rgb color, double alpha);

}  // namespace duo::scenes
