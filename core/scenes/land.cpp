// Wild country: the mountain lake, the pine forest, the cactus desert.
#include <algorithm>

#include "scenes/nature.h"
#include "scenes/painters.h"

namespace duo::scenes {

namespace {

struct LakePalette {
    Rgb top, low, rock, shadow, forest, tint;
};
const LakePalette lakes[] = {
    {hex(0x2F78C8), hex(0xD4ECF8), hex(0x8A8F9C), hex(0x3E4A68), hex(0x1F4A38), hex(0x14506E)},
    {hex(0x4A6FB0), hex(0xFBD9C0), hex(0xB08A80), hex(0x54466E), hex(0x2A3F40), hex(0x2A4670)},
    {hex(0x6FB2DC), hex(0xF2F6EC), hex(0x9A9488), hex(0x56627A), hex(0x3A6434), hex(0x1C7C84)},
    {hex(0x30307A), hex(0xF3A0A8), hex(0x9A7FA0), hex(0x3B3264), hex(0x24304A), hex(0x2A2C62)},
};

struct Peak {
    double x, height, slope;
};

// A range of three peaks, lit from the left, with snow above a ragged line.
void mountains(Canvas& canvas, Dice& dice, double base, const LakePalette& p) {
    const double centre = dice.between(0.38, 0.62), height = dice.between(0.42, 0.5);
    const double sideA = dice.between(0.22, 0.3), sideB = dice.between(0.22, 0.3);
    const Peak peaks[] = {{centre, height, dice.between(1.15, 1.35)},
                          {centre - dice.between(0.3, 0.4), sideA, 1.1},
                          {centre + dice.between(0.3, 0.4), sideB, 1.1}};
    const std::uint32_t rough = dice.noiseSeed(), relief = dice.noiseSeed();
    const double snowLine = base - dice.between(0.17, 0.23);
    const auto crest = [&](double x) {
        double up = 0.04;
        for (const Peak& k : peaks) up = std::max(up, k.height - k.slope * std::fabs(x - k.x));
        return base - up - 0.025 * (fbm(x * 14, 1, 4, rough) - 0.5);
    };
    Canvas layer(canvas.side());
    layer.ground(crest, p.rock, p.shadow, base);
    layer.shade([&](double x, double y, Rgb) {
        // The face belongs to the peak above it; noise shifts its ridge.
        const Peak* owner = &peaks[0];
        const double sway = x + 0.06 * (fbm(y * 13, 3, 3, rough + 9) - 0.5);
        for (const Peak& k : peaks)
            if (k.height - k.slope * std::fabs(sway - k.x) >
                owner->height - owner->slope * std::fabs(sway - owner->x))
                owner = &k;
        const double bend = 0.08 * (fbm(y * 9, owner->x * 7, 3, rough) - 0.5);
        const double facing = smoothstep(0.03, -0.03, x - owner->x - bend);
        const double fold =
            fbm(x * 11 + y * 6, y * 9, 4, relief) - fbm(x * 11 + y * 6 + 0.35, y * 9, 4, relief);
        const double light = clamp01(0.2 + 0.65 * facing + 0.9 * fold);
        const double ragged = snowLine + 0.12 * (fbm(x * 9, y * 5, 4, relief + 7) - 0.5);
        const double snow = smoothstep(ragged + 0.015, ragged - 0.015, y);
        const Rgb rock = mix(p.shadow, p.rock, light);
        const Rgb white =
            mix(mix(p.shadow, hex(0xB0C4EA), 0.65), mix(p.low, hex(0xFFFFFF), 0.8), light);
        return mix(mix(rock, white, snow), p.low, 0.12 * smoothstep(base - 0.2, base, y));
    });
    canvas.put(layer);
}

// Many small conifers in a row along a hill line.
void treeline(Canvas& canvas, Dice& dice, const HillLine& hill, int count, double height, Rgb dark,
              Rgb light) {
    for (int i = 0; i < count; ++i) {
        const double x = (i + dice.unit()) / count * 1.06 - 0.03;
        const double tall = height * dice.between(0.6, 1.25);
        pine(canvas, dice, {x, hill(x) + 0.012, tall, tall * 0.5, dark, light});
    }
}

}  // namespace

void paintMountainLake(Canvas& canvas, Dice& dice) {
    const LakePalette& p = dice.pick(lakes);
    const double shore = dice.between(0.6, 0.67);
    canvas.backdrop({{0, jitter(dice, p.top, 0.04)}, {shore, p.low}, {1, p.low}});
    CloudStyle style{hex(0xFFFFFF), mix(p.top, p.low, 0.6), -0.2, 0.22};
    style.cover = dice.between(0.05, 0.35);
    clouds(canvas, dice, style);
    mountains(canvas, dice, shore, p);
    const HillLine bank{shore - 0.025, 0.035, 3, dice.noiseSeed()};
    canvas.ground(bank, p.forest * 1.2, p.forest * 0.7);
    treeline(canvas, dice, bank, 26, 0.05, p.forest * 0.75, p.forest * 1.5);
    WaterStyle lake{shore, p.tint};
    lake.tintFar = 0.12;
    lake.tintNear = 0.6;
    const double wind = dice.between(0, 1);  // a mirror … a rippled lake
    lake.swell = 0.006 + 0.034 * wind;
    lake.sparkle = 0.02 + 0.16 * wind;
    water(canvas, dice, lake);
    canvas.box(0, shore - 0.003, 1, 0.006, hex(0xFFFFFF), 0.3);
}

namespace {

struct ForestPalette {
    Rgb skyTop, mist, dark, light, floor;
    bool snow;
};
const ForestPalette forests[] = {
    {hex(0x7FB8D8), hex(0xE8F2E8), hex(0x10351F), hex(0x3F8A45), hex(0x4A6B32), false},
    {hex(0xF0C088), hex(0xFBEBC8), hex(0x1C3A22), hex(0x6E8F3A), hex(0x6A6A34), false},
    {hex(0x9FB4C8), hex(0xE4ECF4), hex(0x173A3C), hex(0x4A8A80), hex(0xF0F4FA), true},
    {hex(0x5A8FB8), hex(0xD0E4E8), hex(0x0E2C2C), hex(0x2F7A68), hex(0x3A5E40), false},
};

void sunbeams(Canvas& canvas, Dice& dice, Rgb light) {
    const double source = dice.between(-0.1, 0.9);
    for (int i = 0; i < 4; ++i) {
        const double foot = source + 0.25 + 0.18 * i, wide = dice.between(0.03, 0.07);
        canvas.polygon({{source + 0.05 * i, -0.05},
                        {source + 0.05 * i + 0.03, -0.05},
                        {foot + wide, 0.95},
                        {foot - wide, 0.95}});
        canvas.fillLinear({0, 0}, {0, 0.95}, {{0, light, 0.38}, {1, light, 0}});
    }
}

}  // namespace

void paintPineForest(Canvas& canvas, Dice& dice) {
    const ForestPalette& p = dice.pick(forests);
    const Rgb sky = jitter(dice, p.skyTop, 0.05);
    canvas.backdrop({{0, sky}, {0.6, p.mist}, {1, p.mist}});
    mottle(canvas, dice, 0.05, 3, 6);
    // Rows from back to front: pale and small first.
    for (int row = 0; row < 3; ++row) {
        const double near = row / 3.0;
        const HillLine hill{0.56 + 0.12 * row, 0.04, 2.5, dice.noiseSeed()};
        const Rgb dark = mix(p.mist, p.dark, 0.3 + 0.5 * near);
        const Rgb light = mix(p.mist, p.light, 0.35 + 0.5 * near);
        canvas.ground(hill, mix(dark, light, 0.4), mix(p.mist, p.floor, 0.4 + 0.4 * near));
        treeline(canvas, dice, hill, 13 - 3 * row, 0.2 + 0.08 * row, dark, light);
    }
    if (dice.chance(0.5)) sunbeams(canvas, dice, hex(0xFFF8D8));
    const HillLine floor{0.88, 0.03, 3, dice.noiseSeed()};
    canvas.ground(floor, p.floor, p.floor * 0.6);
    mottle(canvas, dice, 0.22, 14, 30, floor);
    const double middle = dice.between(0.42, 0.58);
    const double spots[] = {middle - dice.between(0.3, 0.38), middle + dice.between(0.3, 0.38),
                            middle};
    for (int i = 0; i < 3; ++i) {
        const double tall = i == 2 ? dice.between(0.74, 0.86) : dice.between(0.5, 0.66);
        const double wide = tall * dice.between(0.42, 0.5);
        const double y = i == 2 ? 0.95 : 0.91;
        pine(canvas, dice, {spots[i], y, tall, wide, p.dark, p.light, p.snow});
    }
    const Rgb tip = p.snow ? hex(0xD8E4EE) : p.light * 1.25;
    grass(canvas, dice, 0.98, 0.05, 60, p.floor * 0.6, tip);
}

namespace {

struct DesertPalette {
    Rgb top, low, sand, rock, sun;
};
const DesertPalette deserts[] = {
    {hex(0x3FA0E0), hex(0xFBE6B8), hex(0xE8B468), hex(0xB8623A), hex(0xFFFDE8)},
    {hex(0xE8743A), hex(0xFFD98A), hex(0xD88A48), hex(0x8A3A34), hex(0xFFF4C0)},
    {hex(0x7A4A9A), hex(0xFFB08A), hex(0xC87858), hex(0x6A3458), hex(0xFFE8B8)},
    {hex(0x2F86B8), hex(0xCDEBE8), hex(0xEFCB94), hex(0xC0805A), hex(0xFFFFFF)},
};

// Table mountains with level strata.
void mesas(Canvas& canvas, Dice& dice, double base, Rgb rock, Rgb haze) {
    Canvas layer(canvas.side());
    for (int i = 0; i < 2; ++i) {
        const double x = i == 0 ? dice.between(0.02, 0.3) : dice.between(0.7, 0.98);
        const double wide = dice.between(0.12, 0.2), tall = dice.between(0.1, 0.22);
        layer.polygon({{x - wide * 1.35, base + 0.02},
                       {x - wide, base - tall * 0.45},
                       {x - wide * 0.9, base - tall},
                       {x + wide * 0.85, base - tall * 0.96},
                       {x + wide, base - tall * 0.4},
                       {x + wide * 1.4, base + 0.02}});
        layer.fill(rock);
    }
    const std::uint32_t seed = dice.noiseSeed();
    layer.shade([&](double x, double y, Rgb c) {
        const double strata = fbm(x * 2, y * 34, 3, seed),
                     crack = ridged(x * 22, y * 4, 2, seed + 5);
        return mix(c, haze, 0.3) * (0.62 + 0.5 * strata + 0.25 * crack);
    });
    canvas.put(layer);
}

struct Limb {
    double x, y, reach, up, wide;
};

// Strokes one limb in successively narrower greens, which look like ribs on a round trunk.
void saguaroLimb(Canvas& layer, const Limb& l, Rgb dark, Rgb light) {
    cairo_t* pen = layer.pen();
    const double shares[] = {1, 0.82, 0.62, 0.44, 0.24};
    for (int i = 0; i < 5; ++i) {
        const double shift = -l.wide * 0.1 * (1 - shares[i]);
        cairo_move_to(pen, l.x + shift, l.y);
        if (l.reach != 0)
            cairo_curve_to(pen, l.x + l.reach * 1.05 + shift, l.y + 0.01, l.x + l.reach + shift,
                           l.y, l.x + l.reach + shift, l.y - 0.1);
        cairo_line_to(pen, l.x + l.reach + shift, l.y - l.up);
        layer.stroke(i % 2 ? light * (0.8 + 0.08 * i) : dark * (0.9 + 0.12 * i),
                     l.wide * shares[i]);
    }
}

void saguaro(Canvas& canvas, Dice& dice, double x, double foot, Rgb dark, Rgb light) {
    Canvas layer(canvas.side());
    const double wide = dice.between(0.12, 0.15), tall = dice.between(0.52, 0.62);
    const double left = dice.between(0.17, 0.21), right = dice.between(0.17, 0.21);
    const double leftUp = dice.between(0.18, 0.27), rightUp = dice.between(0.18, 0.27);
    const double leftY = foot - dice.between(0.2, 0.3), rightY = foot - dice.between(0.24, 0.36);
    saguaroLimb(layer, {x, leftY, -left, leftUp, wide * 0.68}, dark, light);
    if (dice.chance(0.85))
        saguaroLimb(layer, {x, rightY, right, rightUp, wide * 0.68}, dark, light);
    saguaroLimb(layer, {x, foot, 0, tall, wide}, dark, light);
    layer.shade([&](double u, double, Rgb c) { return c * (1.12 - 0.9 * clamp01(u - x + 0.15)); });
    // Pale spines in rows, and sometimes flowers on top.
    for (int i = 0; i < 90; ++i) {
        const double sx = x + wide * 0.22 * dice.whole(-2, 2), sy = foot - tall * dice.unit();
        layer.line({sx - 0.004, sy}, {sx + 0.005, sy - 0.004}, hex(0xF4F0C8), 0.0035, 0.75);
    }
    if (dice.chance(0.5))
        for (int i = -1; i <= 1; ++i)
            layer.disc(x + 0.03 * i, foot - tall - wide * 0.48, 0.02, hex(0xF07AA8));
    // The round foot is below the sand; the shadow falls to the right.
    cairo_set_operator(layer.pen(), CAIRO_OPERATOR_CLEAR);
    layer.box(0, foot, 1, 1, dark);
    canvas.ellipse(x + 0.16, foot - 0.002, 0.24, 0.02);
    canvas.fill(hex(0x4A2A30), 0.45);
    canvas.put(layer);
}

void pebbles(Canvas& canvas, Dice& dice, Rgb rock) {
    for (int i = 0; i < 12; ++i) {
        const double sx = dice.unit(), sy = dice.between(0.84, 0.98),
                     size = dice.between(0.008, 0.022);
        canvas.ellipse(sx, sy, size, size * 0.6);
        canvas.fillLinear({sx, sy - size}, {sx, sy + size}, {{0, rock * 1.3}, {1, rock * 0.5}});
    }
}

}  // namespace

void paintCactus(Canvas& canvas, Dice& dice) {
    const DesertPalette& p = dice.pick(deserts);
    const double horizon = dice.between(0.62, 0.7), x = dice.between(0.45, 0.55);
    canvas.backdrop({{0, jitter(dice, p.top, 0.04)}, {horizon, p.low}, {1, p.low}});
    CloudStyle wisps{mix(p.low, hex(0xFFFFFF), 0.6), mix(p.top, p.low, 0.5), 0, horizon};
    wisps.cover = dice.between(0.15, 0.45);
    wisps.scaleY = 12;
    clouds(canvas, dice, wisps);
    const double sunX = dice.chance(0.5) ? dice.between(0.1, 0.25) : dice.between(0.75, 0.9);
    const double sunY = dice.between(0.12, 0.3);
    canvas.glow(sunX, sunY, 0.3, p.sun, 0.8);
    canvas.disc(sunX, sunY, 0.07, p.sun);
    mesas(canvas, dice, horizon, p.rock, p.low);
    const HillLine far{horizon, 0.02, 3, dice.noiseSeed()}, near{0.8, 0.04, 2, dice.noiseSeed()};
    canvas.ground(far, mix(p.sand, p.low, 0.35), p.sand);
    canvas.ground(near, p.sand * 1.08, p.sand * 0.72);
    const std::uint32_t seed = dice.noiseSeed();
    canvas.shade([&](double u, double v, Rgb c) {
        if (v < far(u)) return c;
        // Wind ripples, closer together in the distance.
        const double bend = 3 * fbm(u * 4, v * 5, 3, seed);
        const double ripple = std::sin(70 * std::pow(v - horizon + 0.06, 0.7) + 5 * bend);
        return c * (1 + 0.09 * ripple + 0.12 * (fbm(u * 30, v * 50, 2, seed + 3) - 0.5));
    });
    pebbles(canvas, dice, p.rock);
    const Rgb dark = jitter(dice, hex(0x2A5A34), 0.04), light = jitter(dice, hex(0x6AA85A), 0.05);
    saguaro(canvas, dice, x, dice.between(0.86, 0.92), dark, light);
}

}  // namespace duo::scenes
