// Scenes by night: the city on the water, the moonlit castle.
#include <algorithm>

#include "scenes/nature.h"
#include "scenes/painters.h"

namespace duo::scenes {

namespace {

struct CityPalette {
    Rgb top, low, far, near, window, window2;
};
const CityPalette cities[] = {
    {hex(0x141A4A), hex(0x7A6AC8), hex(0x4A4490), hex(0x0C0E22), hex(0xFFD97A), hex(0xFFF4C8)},
    {hex(0x0A2440), hex(0x4A9AB8), hex(0x2A6484), hex(0x08121C), hex(0xFFE09A), hex(0xFFF4D0)},
    {hex(0x2A1248), hex(0xE0688A), hex(0x7A3A74), hex(0x140A20), hex(0xFFC860), hex(0xFFE0A0)},
    {hex(0x1A1E48), hex(0xF09A58), hex(0x8A5460), hex(0x12101A), hex(0xFFD880), hex(0xFFF0B0)},
};

// One tower block with its grid of windows, some of them lit.
void block(Canvas& canvas, Dice& dice, double x, double top, double wide, double base,
           const CityPalette& p, double near) {
    const Rgb wall = mix(p.far, p.near, near);
    cairo_rectangle(canvas.pen(), x, top, wide, base - top);
    canvas.fillLinear({x, 0}, {x + wide, 0}, {{0, wall * 1.35}, {0.25, wall}, {1, wall * 0.75}});
    if (dice.chance(0.4)) canvas.box(x + wide * 0.25, top - 0.025, wide * 0.5, 0.03, wall);
    const double lit = dice.between(0.65, 0.9), step = 0.046 - 0.01 * (1 - near);
    const Rgb light = dice.chance(0.75) ? p.window : p.window2;
    const int columns = std::max(1, static_cast<int>((wide - 0.004) / step));
    const double margin = (wide - columns * step) / 2 + step * 0.22;
    for (double y = top + 0.02; y < base - 0.02; y += step * 1.25)
        for (int i = 0; i < columns; ++i) {
            const bool on = dice.chance(lit);
            const double glowing = dice.between(0.75, 1);
            const Rgb color = on ? light * glowing : wall * 0.6;
            canvas.box(x + margin + i * step, y, step * 0.58, step * 0.72, color, 0.4 + 0.6 * near);
        }
}

// A landmark in the middle: a tower that steps back towards a lit spire.
void landmark(Canvas& canvas, Dice& dice, double x, double top, double base, const CityPalette& p) {
    const double wide = 0.196, tall = base - top;
    canvas.glow(x, top + 0.05, 0.24, p.window, 0.3);
    const double shares[] = {0.4, 0.7, 1.0}, starts[] = {0.16, 0.34, 0.52};
    for (int i = 0; i < 3; ++i)
        block(canvas, dice, x - wide * shares[i] / 2, top + tall * starts[i], wide * shares[i],
              base, p, 1);
    canvas.polygon(
        {{x - wide * 0.14, top + tall * 0.165}, {x, top}, {x + wide * 0.14, top + tall * 0.165}});
    canvas.fillLinear({x - 0.03, 0}, {x + 0.03, 0}, {{0, p.window2}, {1, p.window * 0.6}});
}

}  // namespace

void paintCity(Canvas& canvas, Dice& dice) {
    const CityPalette& p = dice.pick(cities);
    const double quay = dice.between(0.77, 0.8);
    canvas.backdrop({{0, jitter(dice, p.top, 0.03)}, {quay, p.low}, {1, p.low}});
    stars(canvas, dice, 60, 0.5);
    const double moonX = dice.between(0.76, 0.86), moonY = dice.between(0.14, 0.2);
    canvas.glow(moonX, moonY, 0.2, hex(0xFFF6DC), 0.5);
    canvas.disc(moonX, moonY, 0.07, hex(0xFFF8E4));
    // Silhouettes without windows behind, so that the sky line stands out at a coarse scale.
    for (double x = -0.03; x < 1;) {
        const double wide = dice.between(0.1, 0.15);
        const double middle = 1 - std::fabs(x + wide / 2 - 0.5) * 1.1;
        const double tall = 0.42 * middle * dice.between(0.75, 1.15) + 0.06;
        canvas.box(x, quay - tall, wide - 0.006, tall, p.far);
        x += wide;
    }
    const double x = dice.between(0.47, 0.53);
    landmark(canvas, dice, x, dice.between(0.1, 0.14), quay, p);
    for (double bx = -0.02; bx < 1;) {
        const double wide = 0.05 + 0.046 * dice.whole(2, 3), tall = dice.between(0.12, 0.28);
        if (std::fabs(bx + wide / 2 - x) > 0.14)
            block(canvas, dice, bx, quay - tall, wide - 0.03, quay, p, 1);
        bx += wide;
    }
    WaterStyle river{quay, p.near};
    river.tintFar = 0.15;
    river.tintNear = 0.5;
    river.swell = 0.03;
    river.sparkle = 0.1;
    water(canvas, dice, river);
    canvas.box(0, quay - 0.006, 1, 0.012, p.near);
    for (int i = 0; i < 16; ++i) canvas.disc((i + 0.5) / 16, quay - 0.008, 0.006, p.window2);
}

namespace {

struct CastlePalette {
    Rgb top, low, moon, stone, roof, hill;
};
const CastlePalette castles[] = {
    {hex(0x0A1440), hex(0x28407A), hex(0xFFF8DC), hex(0xB8C2E0), hex(0x3A5AB8), hex(0x16283A)},
    {hex(0x1A0C40), hex(0x543A8A), hex(0xFFE8F0), hex(0xC8B8E0), hex(0xA03A8A), hex(0x241A40)},
    {hex(0x04242E), hex(0x1E5E66), hex(0xF4FFF0), hex(0xB0D0C8), hex(0xC8502E), hex(0x0E3028)},
    {hex(0x14122E), hex(0x6A4058), hex(0xFFDFA8), hex(0xD8C0A8), hex(0xA8303A), hex(0x2A2028)},
};

void moon(Canvas& canvas, Dice& dice, double x, double y, double radius, Rgb color) {
    canvas.glow(x, y, radius * 2.4, color, 0.55);
    Canvas layer(canvas.side());
    layer.circle(x, y, radius);
    layer.fill(color);
    const std::uint32_t seed = dice.noiseSeed();
    layer.shade([&](double u, double v, Rgb c) {
        const double sea = smoothstep(0.5, 0.68, fbm(u * 9, v * 9, 3, seed));
        const double rim = std::hypot(u - x, v - y) / radius;
        return c *
               (1 - 0.2 * sea - 0.1 * rim * rim + 0.12 * (fbm(u * 40, v * 40, 2, seed + 3) - 0.5));
    });
    canvas.put(layer);
}

void wall(Canvas& layer, double x, double top, double wide, double base, Rgb stone, bool teeth) {
    layer.box(x - wide / 2, top, wide, base - top, stone);
    if (!teeth) return;
    const int count = std::max(2, static_cast<int>(wide / 0.036));
    for (int i = 0; i < count; ++i) {
        const double step = wide / count;
        layer.box(x - wide / 2 + (i + 0.18) * step, top - 0.022, step * 0.64, 0.024, stone);
    }
}

void turret(Canvas& layer, double x, double top, double wide, double base, const CastlePalette& p,
            double roofTall) {
    wall(layer, x, top, wide, base, p.stone, false);
    layer.box(x - wide * 0.6, top - 0.004, wide * 1.2, 0.024, p.stone * 0.85);
    layer.polygon({{x - wide * 0.72, top}, {x, top - roofTall}, {x + wide * 0.72, top}});
    layer.fillLinear({x - wide * 0.7, 0}, {x + wide * 0.7, 0},
                     {{0, p.roof * 1.7}, {1, p.roof * 0.6}});
    layer.line({x, top - roofTall}, {x, top - roofTall - 0.035}, p.roof, 0.005);
    layer.polygon({{x, top - roofTall - 0.035},
                   {x + 0.03, top - roofTall - 0.026},
                   {x, top - roofTall - 0.016}});
    layer.fill(hex(0xD8404A));
}

// Courses of stone, and light from the left on every wall.
void masonry(Canvas& layer, Dice& dice) {
    const std::uint32_t seed = dice.noiseSeed();
    layer.shade([&](double u, double v, Rgb c) {
        const double course = std::floor(v * 42);
        const double brick =
            valueNoise(std::floor(u * 26 + 0.5 * std::fmod(course, 2)) * 3.7, course * 1.9, seed);
        const double joint = v * 42 - course < 0.28 ? 0.92 : 1;
        return c * ((0.85 + 0.25 * brick) * joint);
    });
}

void litWindow(Canvas& canvas, double x, double y, double size) {
    canvas.glow(x, y, size * 3.2, hex(0xFFB84A), 0.5);
    canvas.box(x - size / 2, y - size * 0.4, size, size * 1.3, hex(0xFFE08A));
    canvas.disc(x, y - size * 0.4, size / 2, hex(0xFFE08A));
}

void castle(Canvas& canvas, Dice& dice, double x, double base, const CastlePalette& p) {
    Canvas layer(canvas.side());
    const double size = dice.between(1.05, 1.15);
    const double keep = base - 0.36 * size, outer = base - 0.22 * size;
    const double left = base - dice.between(0.3, 0.36) * size,
                 right = base - dice.between(0.3, 0.36) * size;
    const double roof = dice.between(0.15, 0.18);
    wall(layer, x, keep, 0.24 * size, base, p.stone, true);
    turret(layer, x, keep - 0.07 * size, 0.13 * size, keep, p, roof);
    wall(layer, x, outer, 0.58 * size, base + 0.1, p.stone * 0.85, true);
    turret(layer, x - 0.29 * size, left, 0.13 * size, base + 0.1, p, roof);
    turret(layer, x + 0.29 * size, right, 0.13 * size, base + 0.1, p, roof);
    masonry(layer, dice);
    const double gate = 0.065 * size;
    layer.box(x - gate, base - 0.09, gate * 2, 0.14, hex(0x120C12));
    layer.disc(x, base - 0.09, gate, hex(0x120C12));
    canvas.put(layer);
    litWindow(canvas, x, keep + 0.06 * size, 0.036);
    for (double side : {-1.0, 1.0}) {
        litWindow(canvas, x + side * 0.29 * size, (side < 0 ? left : right) + 0.08, 0.032);
        if (dice.chance(0.7)) litWindow(canvas, x + side * 0.16 * size, base - 0.1, 0.032);
    }
}

void castleHill(Canvas& canvas, Dice& dice, double x, double base, const CastlePalette& p) {
    Canvas layer(canvas.side());
    const HillLine rough{0, 0.03, 5, dice.noiseSeed()};
    layer.ground([&](double u) { return base + 0.02 + 0.5 * std::pow(u - x, 2) + rough(u); },
                 p.hill * 1.7, p.hill * 0.6);
    // The way up to the gate, pale in the moonlight.
    const double bend = dice.between(-0.1, 0.1);
    cairo_t* pen = layer.pen();
    cairo_move_to(pen, x - 0.04, base + 0.02);
    cairo_curve_to(pen, x - 0.1 + bend, base + 0.1, x - 0.12 - bend, 0.9, x - 0.14 + bend, 1.02);
    cairo_line_to(pen, x + 0.1 + bend, 1.02);
    cairo_curve_to(pen, x + 0.06 - bend, 0.9, x + 0.02 + bend, base + 0.1, x + 0.04, base + 0.02);
    layer.fill(mix(p.stone, p.moon, 0.25), 0.8);
    mottle(layer, dice, 0.3, 20, 34);
    canvas.put(layer);
}

}  // namespace

void paintCastle(Canvas& canvas, Dice& dice) {
    const CastlePalette& p = dice.pick(castles);
    canvas.backdrop({{0, jitter(dice, p.top, 0.02)}, {0.8, p.low}, {1, p.low}});
    stars(canvas, dice, 80, 0.7);
    const double x = dice.between(0.48, 0.52), moonX = x - dice.between(0.28, 0.33);
    const double moonY = dice.between(0.15, 0.19), radius = dice.between(0.1, 0.12);
    moon(canvas, dice, moonX, moonY, radius, p.moon);
    const HillLine far{0.72, 0.06, 3, dice.noiseSeed()};
    canvas.ground(far, mix(p.low, p.hill, 0.45), mix(p.low, p.hill, 0.7));
    const double base = dice.between(0.77, 0.8);
    castle(canvas, dice, x, base, p);
    castleHill(canvas, dice, x, base, p);
    for (int i = 0; i < 6; ++i) {
        const double side = i % 2 ? 1 : -1;
        const double tx = x + side * dice.between(0.34, 0.5), tall = dice.between(0.14, 0.2);
        pine(canvas, dice,
             {tx, dice.between(0.98, 1.02), tall, tall * 0.5, p.hill * 0.4, p.hill * 1.3});
    }
}

}  // namespace duo::scenes
