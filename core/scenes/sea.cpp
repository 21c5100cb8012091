// Scenes by the sea: the sunset, the sailing boat, the lighthouse.
#include <algorithm>

#include "scenes/nature.h"
#include "scenes/painters.h"

namespace duo::scenes {

namespace {

struct SunsetPalette {
    Rgb top, middle, low, sun, cloud, sea;
};
const SunsetPalette sunsets[] = {
    {hex(0x2B2D6B), hex(0xC2477A), hex(0xFFA24D), hex(0xFFF3B8), hex(0x6B3A72), hex(0x1D2350)},
    {hex(0x1E4A8A), hex(0xF08A5B), hex(0xFFD37A), hex(0xFFFBE0), hex(0x8C5A78), hex(0x17365E)},
    {hex(0x4A1C5C), hex(0xE2504A), hex(0xFFB347), hex(0xFFE9A0), hex(0x5A1F4E), hex(0x2B153D)},
    {hex(0x3D6FA8), hex(0xF5B0A0), hex(0xFFE0A8), hex(0xFFFFF0), hex(0xB9789A), hex(0x2D5A80)},
    {hex(0x14203F), hex(0x7D3C6E), hex(0xFF7B4A), hex(0xFFD9A0), hex(0x35264F), hex(0x0E1630)},
};

// The sun's path on the water: broken glints that spread towards the viewer.
void sunGlitter(Canvas& canvas, Dice& dice, double sunX, double horizon, Rgb light) {
    const std::uint32_t seed = dice.noiseSeed();
    canvas.shade([&](double x, double y, Rgb old) {
        if (y < horizon) return old;
        const double d = (y - horizon) / (1 - horizon);
        const double spread = 0.06 + 0.2 * d;
        const double off = (x - sunX) / spread;
        const double column = std::exp(-off * off);
        const double glint =
            smoothstep(0.62 - 0.3 * column, 0.8 - 0.25 * column, waveLight(x + 3, d, seed));
        return mix(old, light, clamp01(column * (0.15 + 0.85 * glint) * (1.05 - 0.45 * d)));
    });
}

}  // namespace

void paintSunset(Canvas& canvas, Dice& dice) {
    const SunsetPalette& p = dice.pick(sunsets);
    const double horizon = dice.between(0.54, 0.66);
    const double sunX = dice.between(0.34, 0.66), radius = dice.between(0.085, 0.13);
    const double sunY = horizon - radius * dice.between(0.1, 1.2);
    const Rgb low = jitter(dice, p.low, 0.05), top = jitter(dice, p.top, 0.04);
    canvas.backdrop({{0, top}, {horizon * 0.62, p.middle}, {horizon, low}, {1, low}});
    canvas.glow(sunX, sunY, 0.55, p.sun, 0.75);
    CloudStyle far{mix(p.low, p.sun, 0.4), p.cloud, -0.1, horizon - 0.03};
    far.cover = dice.between(0.35, 0.75);
    far.scaleX = 2.2;
    far.scaleY = 11;
    clouds(canvas, dice, far);
    canvas.disc(sunX, sunY, radius, p.sun);
    canvas.glow(sunX, sunY, radius * 1.6, hex(0xFFFFFF), 0.45);
    WaterStyle sea{horizon, p.sea};
    sea.tintFar = 0.35;
    sea.tintNear = 0.9;
    sea.sparkle = 0.26;
    sea.crest = mix(p.middle, p.low, 0.6);
    water(canvas, dice, sea);
    sunGlitter(canvas, dice, sunX, horizon, mix(p.low, p.sun, 0.7));
    canvas.box(0, horizon - 0.004, 1, 0.008, p.sea, 0.45);
}

namespace {

struct BoatPalette {
    Rgb sail, stripe, hull;
};
const BoatPalette boats[] = {
    {hex(0xFFFFFF), hex(0xD8E2EE), hex(0xC0392B)}, {hex(0xFFF6E0), hex(0xE05A3A), hex(0x24476E)},
    {hex(0xE4432F), hex(0xFFE3C0), hex(0xF4F1E8)}, {hex(0xFFD23F), hex(0xF08A24), hex(0x1F5F5B)},
    {hex(0xFFFFFF), hex(0x2E86C1), hex(0x6B3E26)}, {hex(0xF6B7C8), hex(0xFFFFFF), hex(0x7A2E5A)},
};

void sail(Canvas& layer, const std::vector<Point>& corners, const BoatPalette& p, Rgb shadow) {
    layer.curve(corners);
    layer.fillLinear({corners[0].x - 0.12, 0.4}, {corners[0].x + 0.2, 0.5},
                     {{0, p.sail}, {0.6, p.sail}, {1, mix(p.sail, shadow, 0.35)}});
}

void hull(Canvas& layer, double x, double y, double s, Rgb color) {
    cairo_t* pen = layer.pen();
    cairo_move_to(pen, x - .55 * s, y - .15 * s);
    cairo_curve_to(pen, x - .2 * s, y - .1 * s, x + .2 * s, y - .1 * s, x + .52 * s, y - .16 * s);
    cairo_curve_to(pen, x + .5 * s, y, x + .4 * s, y + .05 * s, x + .3 * s, y + .05 * s);
    cairo_line_to(pen, x - .3 * s, y + .05 * s);
    cairo_curve_to(pen, x - .42 * s, y + .04 * s, x - .5 * s, y - .04 * s, x - .55 * s,
                   y - .15 * s);
    layer.fillLinear({0, y - .16 * s}, {0, y + .06 * s},
                     {{0, color * 1.2}, {0.4, color}, {1, color * 0.55}});
    layer.line({x - .5 * s, y - .1 * s}, {x + .49 * s, y - .1 * s}, hex(0xFFFFFF), 0.009, 0.85);
}

// The boat with its waterline at (x, y), about `size` long and as tall again.
void boat(Canvas& layer, double x, double y, double size, const BoatPalette& p, bool flag) {
    const double s = size;
    const Rgb dark = hex(0x3A2A20), shadow = hex(0x506480);
    const double mast = x - 0.02 * s;
    // Mainsail to the right of the mast, jib to the left, both full of wind.
    sail(layer,
         {{mast + .02 * s, y - 1.2 * s},
          {mast + .3 * s, y - .62 * s},
          {mast + .46 * s, y - .24 * s},
          {mast + .22 * s, y - .2 * s},
          {mast + .02 * s, y - .22 * s},
          {mast + .015 * s, y - .7 * s}},
         p, shadow);
    sail(layer,
         {{mast - .03 * s, y - 1.08 * s},
          {mast - .05 * s, y - .6 * s},
          {mast - .07 * s, y - .26 * s},
          {mast - .3 * s, y - .2 * s},
          {mast - .46 * s, y - .18 * s},
          {mast - .27 * s, y - .55 * s}},
         p, shadow);
    // Coloured panels with seams on the mainsail.
    for (double at : {0.36, 0.52}) {
        const double w = 0.3 * s + (0.55 - at) * 0.2 * s;
        layer.polygon({{mast + .02 * s, y - at * s},
                       {mast + w + .05 * s, y - (at + .03) * s},
                       {mast + w + .01 * s, y - (at + .1) * s},
                       {mast + .02 * s, y - (at + .08) * s}});
        layer.fill(p.stripe);
    }
    for (double at : {0.3, 0.47, 0.65, 0.82})
        layer.line({mast + .02 * s, y - at * s}, {mast + (.5 - at * .4) * s, y - (at + .03) * s},
                   shadow, 0.004, 0.4);
    layer.line({mast, y - 1.24 * s}, {mast, y - .05 * s}, dark, 0.012);
    if (flag) {
        layer.polygon({{mast, y - 1.27 * s}, {mast + .17 * s, y - 1.22 * s}, {mast, y - 1.17 * s}});
        layer.fill(p.hull);
    }
    hull(layer, x, y, s, p.hull);
}

// White water along the hull.
void foam(Canvas& canvas, Dice& dice, double x, double y, double size) {
    for (int i = 0; i < 26; ++i) {
        const double fx = x + size * dice.between(-0.55, 0.55);
        const double fy = y + 0.05 * size + dice.between(-0.006, 0.014);
        canvas.ellipse(fx, fy, dice.between(0.01, 0.03), 0.006);
        canvas.fill(hex(0xFFFFFF), 0.6);
    }
}

}  // namespace

void paintSailingBoat(Canvas& canvas, Dice& dice) {
    const Rgb skies[] = {hex(0x3F8FDB), hex(0x5FB4E8), hex(0x2F6FBF), hex(0x79BFD9), hex(0x8AA9E0)};
    const Rgb seas[] = {hex(0x0E5A8A), hex(0x127C8C), hex(0x1B4F8F), hex(0x1A8F8A)};
    const Rgb sky = jitter(dice, dice.pick(skies), 0.05), sea = jitter(dice, dice.pick(seas), 0.04);
    const double horizon = dice.between(0.6, 0.7);
    canvas.backdrop({{0, sky}, {horizon, mix(sky, hex(0xFFFFFF), 0.72)}, {1, sea}});
    CloudStyle white{hex(0xFFFFFF), mix(sky, hex(0xB8C4D8), 0.7), -0.15, horizon};
    white.cover = dice.between(0.3, 0.55);
    white.scaleX = dice.between(2.5, 4);
    white.scaleY = dice.between(5, 7);
    clouds(canvas, dice, white);
    if (dice.chance(0.4)) {
        const HillLine coast{horizon - 0.02, 0.03, 4, dice.noiseSeed()};
        canvas.ground(coast, mix(sky, hex(0x4A6A70), 0.55), mix(sky, hex(0x4A6A70), 0.4));
    }
    WaterStyle style{horizon, sea};
    style.tintFar = 0.55;
    style.tintNear = 0.92;
    style.sparkle = 0.2;
    water(canvas, dice, style);
    const double x = dice.between(0.45, 0.55), size = dice.between(0.52, 0.58);
    const double y = horizon + dice.between(0.08, 0.12);
    const bool flag = dice.chance(0.6);
    Canvas layer(canvas.side());
    boat(layer, x, y, size, dice.pick(boats), flag);
    canvas.putMirrored(layer, y + 0.05 * size, 0.45);
    // Waves cut the reflection, and foam runs along the hull.
    const std::uint32_t seed = dice.noiseSeed();
    canvas.shade([&](double u, double v, Rgb old) {
        if (v < y) return old;
        const double d = (v - horizon) / (1 - horizon);
        const double crest = smoothstep(0.5, 0.75, waveLight(u + 5, d, seed));
        return mix(old, mix(sea, hex(0xFFFFFF), 0.45), crest * 0.55);
    });
    canvas.put(layer);
    foam(canvas, dice, x, y, size);
}

namespace {

// A tapering tower from foot to top with bands, rounded by light from the left.
void tower(Canvas& layer, double x, double foot, double top, double width, Rgb wall, Rgb band) {
    const double half = width / 2, slim = width * 0.32;
    const auto edge = [&](double t) { return half + (slim - half) * t; };
    const int bands = 6;
    for (int i = 0; i < bands; ++i) {
        const double t0 = static_cast<double>(i) / bands, t1 = (i + 1.0) / bands;
        const double y0 = foot + (top - foot) * t0, y1 = foot + (top - foot) * t1;
        layer.polygon({{x - edge(t0), y0 + 0.003},
                       {x + edge(t0), y0 + 0.003},
                       {x + edge(t1), y1},
                       {x - edge(t1), y1}});
        layer.fill(i % 2 ? wall : band);
    }
    layer.shade([&](double u, double v, Rgb c) {
        const double across = (u - x) / edge((foot - v) / (foot - top));
        return c * clamp01(1.06 - 0.5 * smoothstep(-0.3, 1.1, across) - 0.12 * (across < -0.8));
    });
    for (double t : {0.2, 0.5, 0.78}) {
        const double y = foot + (top - foot) * t;
        layer.box(x - 0.012, y - 0.024, 0.024, 0.042, hex(0x2A2F3A));
    }
}

void lantern(Canvas& layer, double x, double top, double width, Rgb roof, Rgb light) {
    const double w = width * 0.42;
    layer.box(x - w * 1.15, top - 0.012, w * 2.3, 0.022, hex(0x2B3038));
    layer.box(x - w * 0.72, top - 0.09, w * 1.44, 0.08, light);
    for (double t : {-0.72, -0.25, 0.25, 0.72})
        layer.line({x + w * t, top - 0.09}, {x + w * t, top - 0.01}, hex(0x2B3038), 0.007);
    for (int i = -4; i <= 4; ++i)
        layer.line({x + w * 0.28 * i, top - 0.04}, {x + w * 0.28 * i, top}, hex(0x2B3038), 0.004);
    layer.line({x - w * 1.12, top - 0.04}, {x + w * 1.12, top - 0.04}, hex(0x2B3038), 0.006);
    layer.curve({{x - w * 0.95, top - 0.085}, {x, top - 0.155}, {x + w * 0.95, top - 0.085}});
    layer.fill(roof);
    layer.line({x, top - 0.19}, {x, top - 0.13}, roof, 0.008);
}

struct LighthouseSky {
    Rgb top, low, cloud, shadow, sea;
    bool dusk;
};
const LighthouseSky lighthouseSkies[] = {
    {hex(0x3B8AD8), hex(0xCBE6F5), hex(0xFFFFFF), hex(0xA9BED6), hex(0x14608F), false},
    {hex(0x6AA8D8), hex(0xF7E6C8), hex(0xFFF6E6), hex(0xB5B3C6), hex(0x1F7C8E), false},
    {hex(0x232A5C), hex(0xE58A6A), hex(0xF0A080), hex(0x4A3F70), hex(0x1B2C58), true},
    {hex(0x0F1838), hex(0x4A5F9A), hex(0x5F72A8), hex(0x1D2850), hex(0x0D1D40), true},
    {hex(0x43306E), hex(0xF2A6B0), hex(0xF8C0B8), hex(0x705088), hex(0x2B3568), true},
};

void lightBeam(Canvas& canvas, double x, double y, double reach, double spread) {
    canvas.polygon({{x, y}, {x + reach, y - spread}, {x + reach, y + spread * 0.6}});
    const Rgb light = hex(0xFFF3B0);
    canvas.fillLinear({x, y}, {x + reach, y}, {{0, light, 0.75}, {1, light, 0.02}});
}

void cliff(Canvas& canvas, Dice& dice, double x, double y) {
    Canvas layer(canvas.side());
    const double left = x - dice.between(0.3, 0.4), right = x + dice.between(0.3, 0.4);
    const HillLine rough{0, 0.035, 9, dice.noiseSeed()};
    layer.ground(
        [&](double u) {
            const double rise =
                smoothstep(left - 0.16, left + 0.12, u) * smoothstep(right + 0.16, right - 0.12, u);
            const double flat = smoothstep(0.08, 0.2, std::fabs(u - x));
            return 1.06 + (y - 1.06) * rise + rough(u) * flat;
        },
        hex(0x8A7B68), hex(0x3A332E));
    const std::uint32_t seed = dice.noiseSeed();
    const Rgb turf = jitter(dice, hex(0x6A8F45), 0.06);
    layer.shade([&](double u, double v, Rgb c) {
        const double rock = ridged(u * 9, v * 6, 4, seed);
        const double green = smoothstep(y + 0.06, y + 0.02, v + 0.06 * (rock - 0.5));
        return mix(c, turf, green) * (0.5 + 0.95 * rock);
    });
    canvas.put(layer);
}

}  // namespace

void paintLighthouse(Canvas& canvas, Dice& dice) {
    const LighthouseSky& p = dice.pick(lighthouseSkies);
    const Rgb bands[] = {hex(0xD0312D), hex(0xC8372F), hex(0x1F4E8C), hex(0x2B2B30), hex(0xE06A2B)};
    const double horizon = dice.between(0.68, 0.76), x = dice.between(0.45, 0.55);
    const double foot = dice.between(0.78, 0.83), top = dice.between(0.26, 0.3);
    const double width = dice.between(0.23, 0.26);
    canvas.backdrop({{0, jitter(dice, p.top, 0.03)}, {horizon, p.low}, {1, p.sea}});
    if (p.dusk) stars(canvas, dice, 40, 0.45);
    CloudStyle style{p.cloud, p.shadow, -0.1, horizon};
    style.cover = dice.between(0.3, 0.65);
    clouds(canvas, dice, style);
    WaterStyle sea{horizon, p.sea};
    sea.tintFar = 0.5;
    sea.sparkle = 0.24;
    water(canvas, dice, sea);
    const double lampY = top - 0.05;
    if (p.dusk) {
        const double reach = dice.chance(0.5) ? 0.75 : -0.75;
        lightBeam(canvas, x, lampY, reach, 0.16);
        lightBeam(canvas, x, lampY, -reach * 0.6, 0.1);
    }
    cliff(canvas, dice, x, foot - 0.01);
    const Rgb band = dice.pick(bands);
    Canvas layer(canvas.side());
    tower(layer, x, foot, top, width, hex(0xF6F2EA), band);
    lantern(layer, x, top, width, band * 0.85, p.dusk ? hex(0xFFF2A8) : hex(0xBFD8E0));
    if (p.dusk)
        layer.shade([](double, double, Rgb c) { return Rgb{c.r * .8, c.g * .8, c.b * .95}; });
    canvas.put(layer);
    if (p.dusk) canvas.glow(x, lampY, 0.2, hex(0xFFF0A0), 0.9);
}

}  // namespace duo::scenes
