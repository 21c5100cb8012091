// Growing things: the sunflower, the cherry tree in blossom, the toadstool.
#include <algorithm>

#include "scenes/nature.h"
#include "scenes/painters.h"

namespace duo::scenes {

namespace {

struct SunflowerPalette {
    Rgb petal, petalDeep, backTop, backLow;
};
const SunflowerPalette sunflowers[] = {
    {hex(0xFFD22E), hex(0xF08A14), hex(0x5AA8E0), hex(0x8CBF5A)},
    {hex(0xFFE04A), hex(0xF5A31A), hex(0x8AC4E8), hex(0x6AA84A)},
    {hex(0xFFC020), hex(0xD8601A), hex(0xF6D8A0), hex(0x9AA84A)},
    {hex(0xFFDA3A), hex(0xE8901A), hex(0x2A5A4A), hex(0x1A3A24)},
};

// One petal from the origin along +x.
void petal(Canvas& canvas, double length, double wide, Rgb tip, Rgb root) {
    cairo_t* pen = canvas.pen();
    cairo_move_to(pen, 0, 0);
    cairo_curve_to(pen, length * 0.3, -wide, length * 0.75, -wide * 0.9, length, 0);
    cairo_curve_to(pen, length * 0.75, wide * 0.9, length * 0.3, wide, 0, 0);
    canvas.fillLinear({0, 0}, {length, 0}, {{0.35, root}, {0.75, tip}, {1, tip * 0.93}});
    for (double side : {-0.35, 0.35})
        canvas.line({length * 0.35, side * wide * 0.8}, {length * 0.85, side * wide * 0.4}, root,
                    0.005, 0.55);
}

void petals(Canvas& canvas, Dice& dice, double x, double y, double length, int count, double turn,
            Rgb tip, Rgb root) {
    cairo_t* pen = canvas.pen();
    for (int i = 0; i < count; ++i) {
        const double angle = turn + 2 * pi * i / count + dice.between(-0.05, 0.05);
        const double reach = length * dice.between(0.92, 1.06);
        const double shade = dice.between(0.9, 1.05);
        cairo_save(pen);
        cairo_translate(pen, x, y);
        cairo_rotate(pen, angle);
        petal(canvas, reach, length * 1.75 / count, tip * shade, root * shade);
        cairo_restore(pen);
    }
}

// Seeds on Fermat's spiral, as the real flower packs them.
void seeds(Canvas& canvas, double x, double y, double radius, Rgb dark, Rgb light) {
    canvas.circle(x, y, radius);
    canvas.fillRadial({x, y}, radius, {{0, dark * 1.1}, {0.55, dark * 0.55}, {1, dark}});
    const int count = 190;
    for (int i = 0; i < count; ++i) {
        const double t = (i + 0.5) / count, r = radius * 0.97 * std::sqrt(t),
                     angle = i * 2.39996323;
        const Rgb color = mix(dark * 0.9, light, t < 0.3 ? 0.25 + t : 0.25 + 0.75 * t);
        canvas.disc(x + r * std::cos(angle), y + r * std::sin(angle), 0.0058 + 0.003 * t, color);
    }
}

void leaf(Canvas& canvas, double x, double y, double reach, double droop, Rgb color) {
    cairo_t* pen = canvas.pen();
    cairo_move_to(pen, x, y);
    cairo_curve_to(pen, x + reach * 0.3, y - 0.14, x + reach * 0.9, y - 0.08, x + reach, y + droop);
    cairo_curve_to(pen, x + reach * 0.6, y + 0.1, x + reach * 0.3, y + 0.06, x, y);
    canvas.fillLinear({x, y - 0.1}, {x, y + 0.1}, {{0, color * 1.3}, {1, color * 0.65}});
    canvas.line({x, y}, {x + reach * 0.9, y + droop * 0.8}, color * 1.5, 0.006, 0.8);
    for (double t : {0.3, 0.5, 0.7})
        canvas.line({x + reach * t, y + droop * t * 0.8},
                    {x + reach * (t + 0.16), y - 0.05 + droop * t}, color * 1.5, 0.004, 0.6);
}

}  // namespace

void paintSunflower(Canvas& canvas, Dice& dice) {
    const SunflowerPalette& p = dice.pick(sunflowers);
    canvas.backdrop({{0, jitter(dice, p.backTop, 0.05)},
                     {0.62, mix(p.backTop, p.backLow, 0.45)},
                     {1, p.backLow}});
    mottle(canvas, dice, 0.09, 4, 4);
    bokeh(canvas, dice, 12, mix(p.backLow, hex(0xFFF6B0), 0.6), 0.22);
    const double x = dice.between(0.42, 0.58), y = dice.between(0.38, 0.47);
    const double length = dice.between(0.31, 0.37), disc = length * dice.between(0.44, 0.52);
    const Rgb green = jitter(dice, hex(0x3F8A34), 0.05);
    const double foot = x + dice.between(-0.06, 0.06);
    cairo_move_to(canvas.pen(), x, y);
    cairo_curve_to(canvas.pen(), x, 0.7, foot, 0.8, foot, 1.05);
    canvas.keepAndStroke(green * 0.65, 0.05);
    canvas.stroke(green * 1.15, 0.024);
    const double leafY = dice.between(0.8, 0.88), reach = dice.between(0.28, 0.36);
    leaf(canvas, foot, leafY, reach, 0.02, green);
    leaf(canvas, foot, leafY + dice.between(0.02, 0.08), -reach, 0.03, green);
    const int count = dice.whole(16, 21);
    const double turn = dice.between(0, 0.4);
    petals(canvas, dice, x, y, length, count, turn, p.petalDeep * 1.02, p.petalDeep * 0.75);
    petals(canvas, dice, x, y, length * 0.93, count, turn + pi / count, p.petal, p.petalDeep);
    canvas.glow(x, y + 0.01, disc * 1.25, hex(0x5A2A08), 0.75);
    const Rgb heart = jitter(dice, hex(0x5A3416), 0.03);
    seeds(canvas, x, y, disc, heart, mix(p.petalDeep, heart, 0.25));
}

namespace {

struct BlossomPalette {
    Rgb shadow, body, light, skyTop, skyLow;
};
const BlossomPalette blossoms[] = {
    {hex(0xB85A88), hex(0xF29ABF), hex(0xFFE2EE), hex(0x6AB4E8), hex(0xE4F4FA)},
    {hex(0xA83A6A), hex(0xE8689A), hex(0xFFC4DA), hex(0x8AC8E0), hex(0xFFF4E0)},
    {hex(0xC890A8), hex(0xF8D4E0), hex(0xFFFFFF), hex(0x4A90D0), hex(0xCDE6F4)},
    {hex(0x9A4A8A), hex(0xD888C8), hex(0xFBD8F4), hex(0xF2B8A0), hex(0xFFF0D8)},
};

// Branches upwards four times; the blossom is at the ends.
void branch(Canvas& canvas, Dice& dice, Point from, double angle, double length, double wide,
            int depth, std::vector<Point>& ends) {
    const Point to{from.x + length * std::cos(angle), from.y - length * std::sin(angle)};
    const Rgb bark = hex(0x4A2E26);
    canvas.line(from, to, bark, wide);
    canvas.line({from.x - wide * 0.22, from.y}, {to.x - wide * 0.18, to.y}, bark * 1.6, wide * 0.3,
                0.8);
    if (depth == 0) {
        ends.push_back(to);
        return;
    }
    if (depth <= 2) ends.push_back(to);
    const double spread = dice.between(0.38, 0.56), lean = dice.between(-0.12, 0.12);
    for (double side : {-1.0, 1.0}) {
        const double shrink = dice.between(0.7, 0.84);
        branch(canvas, dice, to, angle + lean + side * spread, length * shrink, wide * 0.64,
               depth - 1, ends);
    }
}

// A crown of noise around the branch ends, lit from above.
void crown(Canvas& canvas, Dice& dice, const std::vector<Point>& ends, const BlossomPalette& p) {
    Canvas layer(canvas.side());
    for (const Point& e : ends) {
        const double radius = dice.between(0.06, 0.095);
        for (int i = 0; i < 5; ++i) {
            const double angle = dice.unit() * 2 * pi, off = radius * dice.unit();
            layer.circle(e.x + off * std::cos(angle), e.y + off * 0.8 * std::sin(angle),
                         radius * dice.between(0.35, 0.7));
        }
        layer.fill(p.body);
    }
    const std::uint32_t seed = dice.noiseSeed();
    layer.shade([&](double x, double y, Rgb) {
        const double big = fbm(x * 9, y * 9, 3, seed) - fbm(x * 9, y * 9 - 0.5, 3, seed);
        const double small = fbm(x * 34, y * 34, 2, seed + 3) - 0.5;
        const double light = clamp01(0.62 + 1.5 * big + 0.9 * small - 0.5 * (y - 0.3));
        return light < 0.5 ? mix(p.shadow, p.body, light * 2) : mix(p.body, p.light, light * 2 - 1);
    });
    canvas.put(layer, 0.96);
    for (const Point& e : ends)
        for (int i = 0; i < 4; ++i) {
            const double dx = dice.between(-0.1, 0.1), dy = dice.between(-0.09, 0.07);
            const Rgb color = mix(p.body, p.light, dice.unit());
            canvas.disc(e.x + dx, e.y + dy, dice.between(0.005, 0.011), color);
        }
}

}  // namespace

void paintCherryTree(Canvas& canvas, Dice& dice) {
    const BlossomPalette& p = dice.pick(blossoms);
    canvas.backdrop({{0, jitter(dice, p.skyTop, 0.04)}, {0.8, p.skyLow}, {1, p.skyLow}});
    CloudStyle style{hex(0xFFFFFF), mix(p.skyTop, p.skyLow, 0.6), 0, 0.8};
    style.cover = dice.between(0.2, 0.5);
    clouds(canvas, dice, style);
    const Rgb green = jitter(dice, hex(0x6FAF4A), 0.06);
    const HillLine far{0.78, 0.04, 2, dice.noiseSeed()}, lawn{0.85, 0.02, 2, dice.noiseSeed()};
    canvas.ground(far, mix(green, p.skyLow, 0.45), mix(green, p.skyLow, 0.2));
    canvas.ground(lawn, green, green * 0.6);
    mottle(canvas, dice, 0.16, 20, 44, far);
    const double x = dice.between(0.43, 0.57), foot = dice.between(0.89, 0.93);
    canvas.ellipse(x, foot, 0.32, 0.035);
    canvas.fill(green * 0.35, 0.5);
    std::vector<Point> ends;
    const double wide = dice.between(0.06, 0.08), tall = dice.between(0.205, 0.235);
    const double lean = dice.between(-0.12, 0.12);
    canvas.polygon({{x - wide * 1.1, foot + 0.01},
                    {x - wide * 0.4, foot - 0.12},
                    {x + wide * 0.4, foot - 0.12},
                    {x + wide * 1.1, foot + 0.01}});
    canvas.fill(hex(0x4A2E26));
    branch(canvas, dice, {x, foot - 0.03}, pi / 2 + lean, tall, wide, 4, ends);
    crown(canvas, dice, ends, p);
    for (int i = 0; i < 60; ++i) {
        const double px = x + dice.between(-0.48, 0.48), py = dice.between(0.86, 0.99);
        canvas.ellipse(px, py, 0.009, 0.005);
        canvas.fill(mix(p.body, p.light, dice.unit()));
    }
    for (int i = 0; i < 14; ++i) {
        const double px = dice.unit(), py = dice.between(0.5, 0.85);
        canvas.ellipse(px, py, 0.008, 0.005, px * 9);
        canvas.fill(p.light, 0.9);
    }
}

namespace {

struct CapPalette {
    Rgb light, body, dark;
};
const CapPalette caps[] = {
    {hex(0xFF6A4A), hex(0xD8231F), hex(0x7A0E14)},
    {hex(0xFF8A3A), hex(0xE0481A), hex(0x8A1E10)},
    {hex(0xF05A6A), hex(0xB8183A), hex(0x5A0A24)},
    {hex(0xFFC04A), hex(0xF0861A), hex(0x9A4210)},
};

void stem(Canvas& canvas, Dice& dice, double x, double top, double foot, double wide) {
    Canvas layer(canvas.side());
    layer.curve({{x - wide * 0.42, top},
                 {x + wide * 0.42, top},
                 {x + wide * 0.45, (top + foot) / 2},
                 {x + wide * 0.72, foot - 0.04},
                 {x + wide * 0.4, foot},
                 {x - wide * 0.4, foot},
                 {x - wide * 0.72, foot - 0.04},
                 {x - wide * 0.45, (top + foot) / 2}});
    layer.fill(hex(0xF8F0DC));
    const std::uint32_t seed = dice.noiseSeed();
    layer.shade([&](double u, double v, Rgb c) {
        const double fibre = fbm(u * 46, v * 5, 3, seed) - 0.5;
        const double round = smoothstep(-0.1, 0.75, (u - x) / wide);
        const double under = smoothstep(top + 0.14, top + 0.02, v);
        return mix(c, hex(0x8A7860), 0.55 * round + 0.4 * under) * (1 + 0.3 * fibre);
    });
    canvas.put(layer);
}

// The ring of veil around the stem.
void veil(Canvas& canvas, double x, double y, double wide) {
    canvas.curve({{x - wide * 0.45, y},
                  {x, y - 0.012},
                  {x + wide * 0.45, y},
                  {x + wide * 0.8, y + 0.06},
                  {x, y + 0.085},
                  {x - wide * 0.8, y + 0.06}});
    canvas.fillLinear({x - wide, y}, {x + wide, y}, {{0, hex(0xFFFCF0)}, {1, hex(0xB8A888)}});
    for (int i = -3; i <= 3; ++i)
        canvas.line({x + i * wide * 0.12, y + 0.01}, {x + i * wide * 0.21, y + 0.065},
                    hex(0x9A8A70), 0.004, 0.5);
}

void cap(Canvas& canvas, Dice& dice, double x, double rim, double half, double tall,
         const CapPalette& p) {
    Canvas layer(canvas.side());
    cairo_t* pen = layer.pen();
    cairo_move_to(pen, x - half, rim);
    cairo_curve_to(pen, x - half * 0.98, rim - tall * 0.75, x - half * 0.5, rim - tall, x,
                   rim - tall);
    cairo_curve_to(pen, x + half * 0.5, rim - tall, x + half * 0.98, rim - tall * 0.75, x + half,
                   rim);
    cairo_curve_to(pen, x + half * 0.6, rim + tall * 0.2, x - half * 0.6, rim + tall * 0.2,
                   x - half, rim);
    layer.fillRadial({x - half * 0.35, rim - tall * 0.72}, half * 1.5,
                     {{0, p.light}, {0.45, p.body}, {1, p.dark}});
    layer.onlyOnPaint(true);
    // Warts on the dome, flatter towards the rim, without overlap.
    std::vector<Point> warts;
    for (int i = 0; i < 70; ++i) {
        const double across = dice.between(-0.94, 0.94), up = dice.between(0.05, 0.93);
        if (std::any_of(warts.begin(), warts.end(), [&](const Point& w) {
                return std::hypot(w.x - across, (w.y - up) * 0.9) < 0.24;
            }))
            continue;
        warts.push_back({across, up});
        const double wx = x + half * across * std::sqrt(1 - up * up * 0.85), wy = rim - tall * up;
        const double size = half * dice.between(0.05, 0.11),
                     slim = std::sqrt(1.05 - across * across);
        layer.ellipse(wx + 0.004, wy + 0.006, size * slim, size * 0.8);
        layer.fill(p.dark, 0.6);
        layer.ellipse(wx, wy, size * slim, size * 0.8);
        layer.fill(mix(hex(0xFFFBEF), p.dark, 0.35 * smoothstep(-0.2, 1, across)));
    }
    cairo_move_to(pen, x - half * 1.02, rim - 0.002);
    cairo_curve_to(pen, x - half * 0.6, rim + tall * 0.2, x + half * 0.6, rim + tall * 0.2,
                   x + half * 1.02, rim - 0.002);
    layer.stroke(p.dark, 0.014, 0.6);
    canvas.put(layer);
}

void gills(Canvas& canvas, double x, double rim, double half, double tall) {
    canvas.ellipse(x, rim + tall * 0.02, half * 0.9, tall * 0.24);
    canvas.fill(hex(0xD8C8A4));
    for (int i = -9; i <= 9; ++i) {
        const double t = i / 9.5;
        canvas.line({x + half * 0.15 * t, rim},
                    {x + half * 0.88 * t, rim + tall * 0.22 * std::sqrt(1 - t * t)}, hex(0x8A744E),
                    0.005, 0.8);
    }
}

}  // namespace

void paintMushroom(Canvas& canvas, Dice& dice) {
    const Rgb backs[] = {hex(0x2A4A2A), hex(0x4A6A38), hex(0x23403F), hex(0x6A6A34), hex(0x35304A)};
    const Rgb back = jitter(dice, dice.pick(backs), 0.04), glow = mix(back, hex(0xE8F0A8), 0.55);
    canvas.backdrop({{0, mix(back, glow, 0.45)}, {0.7, back}, {1, back * 0.5}});
    canvas.glow(dice.between(0.2, 0.8), 0.15, 0.6, glow, 0.7);
    for (int i = 0; i < 5; ++i) {
        const double tx = dice.unit(), wide = dice.between(0.04, 0.1);
        canvas.box(tx - wide / 2, -0.1, wide, 0.9, back * 0.55, 0.35);
    }
    bokeh(canvas, dice, 14, glow, 0.3);
    const Rgb moss = jitter(dice, hex(0x4A7A2A), 0.05);
    const HillLine floor{0.84, 0.03, 3, dice.noiseSeed()};
    canvas.ground(floor, moss, moss * 0.4);
    mottle(canvas, dice, 0.35, 24, 34, floor);
    const CapPalette& p = dice.pick(caps);
    const double x = dice.between(0.43, 0.57), rim = dice.between(0.46, 0.53);
    const double half = dice.between(0.31, 0.38), tall = half * dice.between(0.85, 1.05);
    const double wide = half * dice.between(0.4, 0.5);
    grass(canvas, dice, 0.88, 0.09, 40, moss * 0.5, moss * 1.2);
    gills(canvas, x, rim, half, tall);
    stem(canvas, dice, x, rim, 0.93, wide);
    veil(canvas, x, rim + 0.1, wide);
    cap(canvas, dice, x, rim, half, tall, p);
    grass(canvas, dice, 0.97, 0.11, 46, moss * 0.6, moss * 1.7);
}

}  // namespace duo::scenes
