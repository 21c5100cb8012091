// Scenes by night: the city on the water, the moonlit castle.
#include <algorithm>

#include "train/scenes/nature.h"
#include "train/scenes/painters.h"

namespace duo::scenes {

namespace {

struct CityPalette {
    Rgb top, low, far, near, window, window2;
};
const CityPalette cities[] = {
    {hex(0x0B1030), hex(0x5A3A7A), hex(0x3A3468), hex(0x12142C), hex(0xFFD97A), hex(0xFFF4C8)},
    {hex(0x081828), hex(0x2A5A7A), hex(0x244A66), hex(0x0A1824), hex(0xFFE09A), hex(0x9AE0FF)},
    {hex(0x1A0B2E), hex(0xB0486A), hex(0x5A2E5E), hex(0x1A0E28), hex(0xFFC060), hex(0xFF8AB0)},
    {hex(0x0E1426), hex(0xC87848), hex(0x5A4450), hex(0x181620), hex(0xFFCF70), hex(0xFFF0B0)},
};

// One tower block with its grid of windows, some of them lit.
void block(Canvas& canvas, Dice& dice, double x, double top, double wide, double base,
           const CityPalette& p, double near) {
    const Rgb wall = mix(p.far, p.near, near);
    cairo_rectangle(canvas.pen(), x, top, wide, base - top);
    canvas.fillLinear({x, 0}, {x + wide, 0}, {{0, wall * 1.35}, {0.25, wall}, {1, wall * 0.75}});
    if (dice.chance(0.4)) canvas.box(x + wide * 0.25, top - 0.025, wide * 0.5, 0.03, wall);
    if (dice.chance(0.35)) {
        const double mast = top - dice.between(0.05, 0.1);
        canvas.line({x + wide / 2, top}, {x + wide / 2, mast}, wall, 0.006);
        canvas.disc(x + wide / 2, mast, 0.007, hex(0xFF4A3A));
    }
    const double lit = dice.between(0.3, 0.75), step = 0.0235 - 0.004 * (1 - near);
    const Rgb light = dice.chance(0.75) ? p.window : p.window2;
    const int columns = std::max(1, static_cast<int>((wide - 0.012) / step));
    const double margin = (wide - columns * step) / 2 + step * 0.22;
    for (double y = top + 0.016; y < base - 0.02; y += step * 1.25)
        for (int i = 0; i < columns; ++i) {
            const bool on = dice.chance(lit);
            const double glowing = dice.between(0.55, 1);
            const Rgb color = on ? light * glowing : wall * 0.6;
            canvas.box(x + margin + i * step, y, step * 0.58, step * 0.72, color, 0.4 + 0.6 * near);
        }
}

// A landmark in the middle: a tower that steps back towards a lit spire.
void landmark(Canvas& canvas, Dice& dice, double x, double top, double base, const CityPalette& p) {
    const double wide = dice.between(0.15, 0.19), tall = base - top;
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
    const double quay = dice.between(0.74, 0.8);
    canvas.backdrop({{0, jitter(dice, p.top, 0.03)}, {quay, p.low}, {1, p.low}});
    stars(canvas, dice, 60, 0.5);
    CloudStyle haze{mix(p.low, p.top, 0.2), p.top, 0, quay};
    haze.cover = dice.between(0.2, 0.5);
    haze.alpha = 0.6;
    clouds(canvas, dice, haze);
    if (dice.chance(0.5)) {
        const double mx = dice.chance(0.5) ? dice.between(0.1, 0.28) : dice.between(0.72, 0.9);
        const double my = dice.between(0.1, 0.22);
        canvas.glow(mx, my, 0.18, hex(0xFFF6DC), 0.5);
        canvas.disc(mx, my, 0.05, hex(0xFFF8E4));
    }
    for (int row = 0; row < 2; ++row) {
        const double near = 0.15 + 0.5 * row;
        for (double x = -0.03; x < 1;) {
            const double wide = dice.between(0.08, 0.14);
            const double middle = 1 - std::fabs(x + wide / 2 - 0.5) * 1.1;
            const double tall = (row ? 0.28 : 0.44) * middle * dice.between(0.65, 1.2) + 0.06;
            block(canvas, dice, x, quay - tall, wide - 0.006, quay, p, near);
            x += wide;
        }
    }
    const double x = dice.between(0.4, 0.6);
    landmark(canvas, dice, x, dice.between(0.1, 0.18), quay, p);
    for (double bx = -0.04; bx < 1;) {
        const double wide = dice.between(0.1, 0.16), tall = dice.between(0.07, 0.17);
        if (std::fabs(bx + wide / 2 - x) > 0.1)
            block(canvas, dice, bx, quay - tall, wide - 0.008, quay, p, 1);
        bx += wide;
    }
    WaterStyle river{quay, p.near};
    river.tintFar = 0.15;
    river.tintNear = 0.6;
    river.swell = 0.05;
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
    {hex(0x081030), hex(0x34508A), hex(0xFFF8DC), hex(0x5A658A), hex(0x2A2F5A), hex(0x16233A)},
    {hex(0x160A34), hex(0x6A4A9A), hex(0xFFE8F0), hex(0x6A5A8A), hex(0x46205A), hex(0x20183A)},
    {hex(0x04202C), hex(0x2A7A7A), hex(0xF4FFF0), hex(0x4F706E), hex(0x1A4250), hex(0x0E2A2A)},
    {hex(0x10102A), hex(0x8A5A6A), hex(0xFFDFA8), hex(0x6A5A66), hex(0x4A2030), hex(0x241A26)},
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
        const double joint = v * 42 - course < 0.28 ? 0.85 : 1;
        return c * ((0.75 + 0.45 * brick) * joint);
    });
}

void litWindow(Canvas& canvas, double x, double y, double size) {
    canvas.glow(x, y, size * 3.2, hex(0xFFB84A), 0.5);
    canvas.box(x - size / 2, y - size * 0.4, size, size * 1.3, hex(0xFFE08A));
    canvas.disc(x, y - size * 0.4, size / 2, hex(0xFFE08A));
}

void castle(Canvas& canvas, Dice& dice, double x, double base, const CastlePalette& p) {
    Canvas layer(canvas.side());
    const double size = dice.between(0.92, 1.08);
    const double keep = base - 0.36 * size, outer = base - 0.23 * size, tall = base - 0.45 * size;
    const double left = base - dice.between(0.26, 0.36) * size,
                 right = base - dice.between(0.26, 0.36) * size;
    const double roof = dice.between(0.13, 0.17);
    turret(layer, x - 0.12 * size, tall + dice.between(0, 0.06), 0.085 * size, base, p,
           roof * 0.85);
    turret(layer, x + 0.12 * size, tall + dice.between(0, 0.06), 0.085 * size, base, p,
           roof * 0.85);
    wall(layer, x, keep, 0.2 * size, base, p.stone * 1.12, true);
    turret(layer, x, keep - 0.08 * size, 0.1 * size, keep, p, roof);
    wall(layer, x, outer, 0.58 * size, base + 0.1, p.stone * 0.82, true);
    turret(layer, x - 0.3 * size, left, 0.1 * size, base + 0.1, p, roof * 0.9);
    turret(layer, x + 0.3 * size, right, 0.1 * size, base + 0.1, p, roof * 0.9);
    masonry(layer, dice);
    const double gate = 0.05 * size;
    layer.box(x - gate, base - 0.09, gate * 2, 0.14, hex(0x120C12));
    layer.disc(x, base - 0.09, gate, hex(0x120C12));
    canvas.put(layer);
    litWindow(canvas, x, keep + 0.06 * size, 0.022);
    litWindow(canvas, x, keep - 0.04 * size, 0.018);
    for (double side : {-1.0, 1.0}) {
        litWindow(canvas, x + side * 0.3 * size, (side < 0 ? left : right) + 0.05, 0.018);
        litWindow(canvas, x + side * 0.12 * size, tall + 0.13 * size, 0.014);
        if (dice.chance(0.7)) litWindow(canvas, x + side * 0.16 * size, base - 0.1, 0.018);
    }
}

void castleHill(Canvas& canvas, Dice& dice, double x, double base, const CastlePalette& p) {
    Canvas layer(canvas.side());
    const HillLine rough{0, 0.03, 5, dice.noiseSeed()};
    layer.ground([&](double u) { return base + 0.02 + 0.5 * std::pow(u - x, 2) + rough(u); },
                 p.hill * 1.7, p.hill * 0.6);
    // The way up to the gate, pale in the moonlight.
    const double bend = dice.between(-0.22, 0.22);
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
    const double x = dice.between(0.44, 0.56), moonX = x + dice.between(-0.26, 0.26);
    const double moonY = dice.between(0.2, 0.32), radius = dice.between(0.15, 0.2);
    moon(canvas, dice, moonX, moonY, radius, p.moon);
    CloudStyle veil{mix(p.low, p.moon, 0.35), p.low * 0.6, 0.05, 0.75};
    veil.cover = dice.between(0.15, 0.5);
    veil.scaleX = 2;
    veil.scaleY = 10;
    veil.alpha = 0.6;
    clouds(canvas, dice, veil);
    const HillLine far{0.72, 0.06, 3, dice.noiseSeed()};
    canvas.ground(far, mix(p.low, p.hill, 0.45), mix(p.low, p.hill, 0.7));
    const double base = dice.between(0.74, 0.79);
    castle(canvas, dice, x, base, p);
    castleHill(canvas, dice, x, base, p);
    for (int i = 0; i < 9; ++i) {
        const double side = i % 2 ? 1 : -1;
        const double tx = x + side * dice.between(0.26, 0.52), tall = dice.between(0.12, 0.22);
        pine(canvas, dice,
             {tx, dice.between(0.92, 1.02), tall, tall * 0.5, p.hill * 0.4, p.hill * 1.3});
    }
}

}  // namespace duo::scenes
