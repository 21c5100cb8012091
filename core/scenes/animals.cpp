// Animals: the butterfly and the tropical fish.
#include <algorithm>

#include "scenes/nature.h"
#include "scenes/painters.h"

namespace duo::scenes {

namespace {

struct ButterflyPalette {
    Rgb root, body, edge, spot, backTop, backLow;
};
const ButterflyPalette butterflies[] = {
    {hex(0xFFC04A), hex(0xF07A1A), hex(0x1C1210), hex(0xFFFFFF), hex(0xA8D8A0), hex(0x4A8A4A)},
    {hex(0x8AE4FF), hex(0x1F74E0), hex(0x0A1230), hex(0xFFFFFF), hex(0xF4DCC0), hex(0xC89A7A)},
    {hex(0xFFF6B0), hex(0xF8D82A), hex(0x2A2414), hex(0x3A7AE0), hex(0xC8C0F0), hex(0x7A74B8)},
    {hex(0xFFC8E8), hex(0xC844B8), hex(0x2A0E34), hex(0xFFE89A), hex(0xBFE8E0), hex(0x4A9A8A)},
    {hex(0xD8FFC0), hex(0x2FB06A), hex(0x0C2A20), hex(0xFFF4A0), hex(0xF8C8D0), hex(0xB87088)},
    {hex(0xFF9A7A), hex(0xD02A34), hex(0x240C14), hex(0xFFE8C8), hex(0xC0E0F4), hex(0x5A94B8)},
};

// Right wings in units of the span, body at the origin; the left ones are their mirror image.
const std::vector<Point> foreWing{{0.02, -0.02}, {0.16, -0.26}, {0.4, -0.4}, {0.5, -0.38},
                                  {0.49, -0.22}, {0.38, -0.03}, {0.18, 0.05}};
const std::vector<Point> hindWing{{0.02, 0.0},  {0.2, 0.03}, {0.38, 0.05}, {0.42, 0.18},
                                  {0.34, 0.33}, {0.2, 0.36}, {0.08, 0.22}};

void wing(Canvas& layer, const std::vector<Point>& outline, const ButterflyPalette& p,
          double reach) {
    Canvas part(layer.side());
    part.poseLike(layer);
    part.curve(outline);
    part.fillRadial({0, 0}, reach,
                    {{0.1, p.root}, {0.5, p.body}, {0.85, p.body * 0.72}, {1, p.edge}});
    part.onlyOnPaint(true);
    for (std::size_t i = 1; i < outline.size(); ++i) {
        part.line({0.01, 0}, outline[i], p.edge, 0.011, 0.85);
        if (i + 1 == outline.size()) break;
        // A second vein between each pair, forking half way out.
        const Point a = outline[i], b = outline[i + 1];
        const Point mid{(a.x + b.x) / 2, (a.y + b.y) / 2};
        part.line({a.x * 0.5, a.y * 0.5}, {mid.x * 1.1, mid.y * 1.1}, p.edge, 0.007, 0.8);
    }
    part.curve(outline);
    part.stroke(p.edge, 0.085);
    layer.put(part);
}

// Pale dots in the dark border, two between each pair of outline points.
void borderSpots(Canvas& layer, const std::vector<Point>& outline, Rgb color) {
    for (std::size_t i = 2; i + 1 < outline.size(); ++i)
        for (double t : {0.1, 0.6}) {
            const Point a = outline[i], b = outline[i + 1];
            const double x = (a.x + (b.x - a.x) * t), y = (a.y + (b.y - a.y) * t);
            layer.disc(x * 0.96, y * 0.96, 0.012, color);
        }
}

void butterflyBody(Canvas& layer, Rgb dark) {
    for (double side : {-1.0, 1.0}) {
        cairo_move_to(layer.pen(), 0, -0.13);
        cairo_curve_to(layer.pen(), side * 0.03, -0.24, side * 0.08, -0.28, side * 0.12, -0.32);
        layer.stroke(dark, 0.01);
        layer.disc(side * 0.12, -0.32, 0.013, dark);
    }
    layer.ellipse(0, 0.08, 0.024, 0.18);
    layer.fillLinear({-0.03, 0}, {0.03, 0}, {{0, dark * 2.2}, {1, dark}});
    layer.ellipse(0, -0.05, 0.033, 0.075);
    layer.fillLinear({-0.03, 0}, {0.03, 0}, {{0, dark * 2.6}, {1, dark}});
    layer.disc(0, -0.135, 0.03, dark);
    for (int i = 0; i < 6; ++i)
        layer.line({-0.018, 0.06 + 0.03 * i}, {0.018, 0.06 + 0.03 * i}, dark * 3, 0.005, 0.7);
}

// A spray of small blossoms in the lower corners.
void blossomSpray(Canvas& canvas, Dice& dice, Rgb petal, Rgb green) {
    for (int i = 0; i < 7; ++i) {
        const bool left = i % 2;
        const double x = left ? dice.between(0, 0.34) : dice.between(0.66, 1),
                     y = dice.between(0.82, 0.99);
        cairo_move_to(canvas.pen(), x, y);
        cairo_curve_to(canvas.pen(), x, y + 0.1, x + 0.03, 1, x + 0.03, 1.1);
        canvas.stroke(green, 0.012);
        const double size = dice.between(0.022, 0.034), turn = dice.unit();
        for (int k = 0; k < 5; ++k) {
            const double angle = turn + 2 * pi * k / 5;
            canvas.ellipse(x + size * std::cos(angle), y + size * std::sin(angle), size * 0.85,
                           size * 0.6, angle);
            canvas.fill(petal * (0.88 + 0.04 * k));
        }
        canvas.disc(x, y, size * 0.5, hex(0xFFD84A));
    }
}

}  // namespace

void paintButterfly(Canvas& canvas, Dice& dice) {
    const ButterflyPalette& p = dice.pick(butterflies);
    canvas.backdrop({{0, jitter(dice, p.backTop, 0.05)}, {1, jitter(dice, p.backLow, 0.05)}});
    mottle(canvas, dice, 0.1, 3, 3);
    bokeh(canvas, dice, 16, hex(0xFFFFFF), 0.22);
    const Rgb petals[] = {hex(0xFFFFFF), hex(0xF08AB0), hex(0xB89AF0), hex(0xFF8A6A),
                          hex(0xFFF0A0)};
    const Rgb green = jitter(dice, hex(0x3A7A3A), 0.05);
    grass(canvas, dice, 1.0, 0.17, 34, green * 0.6, green * 1.35);
    blossomSpray(canvas, dice, dice.pick(petals), green);
    const double x = dice.between(0.48, 0.52), y = dice.between(0.45, 0.51);
    const double span = dice.between(0.84, 0.94), fold = dice.between(0.86, 1.02);
    Canvas layer(canvas.side());
    cairo_t* pen = layer.pen();
    cairo_translate(pen, x, y);
    cairo_rotate(pen, dice.between(-0.1, 0.1));
    for (double side : {-1.0, 1.0}) {
        cairo_save(pen);
        cairo_scale(pen, side * span * fold, span);
        wing(layer, hindWing, p, 0.44);
        borderSpots(layer, hindWing, p.spot);
        layer.disc(0.25, 0.2, 0.042, p.edge);
        layer.disc(0.25, 0.2, 0.028, p.spot);
        wing(layer, foreWing, p, 0.62);
        borderSpots(layer, foreWing, p.spot);
        cairo_restore(pen);
    }
    const std::uint32_t seed = dice.noiseSeed();
    layer.shade(
        [&](double u, double v, Rgb c) { return c * (0.87 + 0.3 * fbm(u * 36, v * 36, 2, seed)); });
    cairo_scale(pen, span, span);
    butterflyBody(layer, p.edge);
    canvas.put(layer);
}

namespace {

struct FishPalette {
    Rgb body, stripe, fin, edge;
};
const FishPalette fishes[] = {
    {hex(0xFF7A1A), hex(0xFFFFFF), hex(0xFFA03A), hex(0x2A1410)},
    {hex(0xFFE02A), hex(0x1C1C24), hex(0xFFC81A), hex(0x4A3A10)},
    {hex(0xF0408A), hex(0xFFE0F0), hex(0xB83AC8), hex(0x4A0E3A)},
    {hex(0xF03A34), hex(0xFFF0E0), hex(0xFF8A4A), hex(0x4A0E10)},
};

void underwater(Canvas& canvas, Dice& dice, Rgb top, Rgb deep) {
    canvas.backdrop({{0, mix(top, hex(0xFFFFFF), 0.35)}, {0.35, top}, {1, deep}});
    const double source = dice.between(0.1, 0.9);
    for (int i = -3; i <= 3; ++i) {
        const double x = source + i * 0.14, wide = dice.between(0.02, 0.06);
        canvas.polygon(
            {{x, -0.02}, {x + wide, -0.02}, {x + wide * 3 + i * 0.1, 0.9}, {x + i * 0.1, 0.9}});
        canvas.fillLinear({0, 0}, {0, 0.9}, {{0, hex(0xFFFFFF), 0.2}, {1, hex(0xFFFFFF), 0}});
    }
    const std::uint32_t seed = dice.noiseSeed();
    canvas.shade([&](double x, double y, Rgb c) {
        const double net = ridged(x * 5 + 0.5 * y, y * 8, 2, seed);
        return c * (1 + 0.12 * (net - 0.4) * (1 - 0.6 * y));
    });
}

// A rounded lump of coral or a fan of weed at the foot of the picture.
void coral(Canvas& canvas, Dice& dice, double x, Rgb color) {
    const double tall = dice.between(0.08, 0.15);
    if (dice.chance(0.5)) {
        for (int i = -4; i <= 4; ++i) {
            const double tipX = x + 0.035 * i + dice.between(-0.02, 0.02);
            const double tipY = 0.96 - tall * (1.1 - 0.03 * i * i);
            cairo_move_to(canvas.pen(), x + 0.008 * i, 1.0);
            cairo_curve_to(canvas.pen(), x + 0.01 * i, 0.9, tipX, 0.95, tipX, tipY);
            canvas.keepAndStroke(color * 0.6, 0.024);
            canvas.stroke(color * (0.95 + 0.06 * (i % 2)), 0.014);
        }
        return;
    }
    for (int i = 0; i < 26; ++i) {
        const double a = dice.unit() * pi, r = tall * 0.75 * std::sqrt(dice.unit());
        const double bx = x + r * std::cos(a), by = 0.98 - r * std::sin(a);
        canvas.circle(bx, by, 0.024);
        canvas.fillRadial({bx - 0.008, by - 0.01}, 0.034, {{0, color * 1.35}, {1, color * 0.6}});
    }
}

void finFan(Canvas& layer, const std::vector<Point>& outline, Point root, Rgb color, Rgb edge) {
    Canvas part(layer.side());
    part.poseLike(layer);
    part.curve(outline);
    part.fill(color);
    part.onlyOnPaint(true);
    for (const Point& tip : outline)
        for (double k : {0.8, 1.0}) {
            const Point aim{tip.x * k + root.x * (1 - k), tip.y + (1 - k) * 0.18};
            part.line(root, aim, mix(color, edge, 0.55), 0.008, 0.8);
        }
    part.curve(outline);
    part.stroke(edge, 0.026, 0.85);
    layer.put(part);
}

// A fish of unit length at the origin, nose to the left.
const std::vector<Point> fishTail{{0.28, 0}, {0.42, -0.17}, {0.55, -0.24},
                                  {0.5, 0},  {0.55, 0.24},  {0.42, 0.17}};
const std::vector<Point> fishDorsal{
    {-0.2, -0.2}, {-0.05, -0.36}, {0.14, -0.36}, {0.3, -0.22}, {0.26, -0.08}};
const std::vector<Point> fishAnal{{0.0, 0.2}, {0.1, 0.36}, {0.22, 0.3}, {0.27, 0.1}};

void fishBody(Canvas& layer, Dice& dice, const FishPalette& p) {
    Canvas part(layer.side());
    part.poseLike(layer);
    cairo_t* pen = part.pen();
    cairo_move_to(pen, -0.46, 0.01);
    cairo_curve_to(pen, -0.36, -0.2, -0.1, -0.32, 0.1, -0.24);
    cairo_curve_to(pen, 0.22, -0.19, 0.28, -0.09, 0.36, -0.07);
    cairo_line_to(pen, 0.36, 0.07);
    cairo_curve_to(pen, 0.28, 0.09, 0.22, 0.2, 0.08, 0.25);
    cairo_curve_to(pen, -0.12, 0.32, -0.36, 0.18, -0.46, 0.01);
    part.fillLinear({0, -0.3}, {0, 0.3},
                    {{0, p.body * 0.82}, {0.4, p.body}, {1, mix(p.body, hex(0xFFFFFF), 0.45)}});
    part.onlyOnPaint(true);
    const int stripes = dice.whole(2, 3);
    const double lean = dice.between(-0.03, 0.03);
    for (int i = 0; i < stripes; ++i) {
        const double x = -0.14 + 0.36 * i / (stripes - 1), wide = 0.22 / stripes;
        const double bow = 0.05;
        cairo_move_to(pen, x - lean, -0.36);
        cairo_curve_to(pen, x + bow, -0.1, x + bow, 0.1, x + lean, 0.36);
        part.keepAndStroke(p.edge, wide + 0.025);
        part.stroke(p.stripe, wide);
    }
    layer.put(part);
}

// Overlapping scales: rows of arcs, in the fish's own unit frame.
void fishScales(Canvas& layer) {
    for (int row = -5; row <= 5; ++row)
        for (int column = 0; column < 11; ++column) {
            const double x = -0.2 + 0.052 * column + (row % 2 ? 0.026 : 0), y = row * 0.042;
            if (std::hypot(x / 0.42, y / 0.24) > 0.9) continue;
            cairo_new_sub_path(layer.pen());
            cairo_arc(layer.pen(), x, y, 0.025, pi * 0.6, pi * 1.4);
        }
    layer.stroke(hex(0x000000), 0.008, 0.28);
}

void fishFace(Canvas& layer, const FishPalette& p) {
    layer.disc(-0.29, -0.05, 0.075, hex(0xFFFFFF));
    layer.disc(-0.3, -0.05, 0.045, hex(0x10141C));
    layer.disc(-0.315, -0.068, 0.014, hex(0xFFFFFF));
    cairo_move_to(layer.pen(), -0.45, 0.035);
    cairo_curve_to(layer.pen(), -0.42, 0.06, -0.39, 0.06, -0.37, 0.05);
    layer.stroke(p.edge, 0.014);
    layer.curve({{-0.12, 0.03}, {0.0, -0.02}, {0.08, 0.06}, {0.06, 0.15}, {-0.04, 0.12}});
    layer.keepAndStroke(p.edge, 0.018, 0.8);
    layer.fill(p.fin);
    for (double t : {0.03, 0.07, 0.11}) layer.line({-0.08, 0.05}, {0.055, t}, p.edge, 0.007, 0.6);
}

}  // namespace

void paintFish(Canvas& canvas, Dice& dice) {
    const Rgb tops[] = {hex(0x2FA8D8), hex(0x2F98D8), hex(0x38C0C0)};
    const Rgb deeps[] = {hex(0x0A4A7A), hex(0x0A5A6A)};
    const Rgb top = jitter(dice, dice.pick(tops), 0.05), deep = dice.pick(deeps);
    underwater(canvas, dice, top, deep);
    const HillLine sand{0.91, 0.025, 3, dice.noiseSeed()};
    canvas.ground(sand, mix(hex(0xE8D8A8), deep, 0.25), mix(hex(0xB89868), deep, 0.4));
    mottle(canvas, dice, 0.16, 24, 40, sand);
    const Rgb corals[] = {hex(0xF0587A), hex(0xF08A3A), hex(0xA85AD8), hex(0x58B84A),
                          hex(0xE8C84A)};
    for (double at : {0.08, 0.27, 0.75, 0.94}) {
        const double x = at + dice.between(-0.05, 0.05);
        coral(canvas, dice, x, mix(dice.pick(corals), deep, 0.15));
    }
    const double x = dice.between(0.45, 0.5), y = dice.between(0.43, 0.49);
    const double size = dice.between(0.8, 0.88);
    const FishPalette& p = dice.pick(fishes);
    Canvas layer(canvas.side());
    cairo_t* pen = layer.pen();
    cairo_translate(pen, x, y);
    cairo_rotate(pen, dice.between(-0.06, 0.06));
    cairo_scale(pen, size, size * dice.between(0.98, 1.08));
    finFan(layer, fishTail, {0.28, 0}, p.fin, p.edge);
    finFan(layer, fishDorsal, {0.02, -0.05}, p.fin, p.edge);
    finFan(layer, fishAnal, {0.05, 0.05}, p.fin, p.edge);
    fishBody(layer, dice, p);
    fishScales(layer);
    fishFace(layer, p);
    const std::uint32_t seed = dice.noiseSeed();
    layer.shade([&](double u, double v, Rgb c) {
        return c * (0.9 + 0.25 * ridged(u * 5, v * 7, 2, seed));
    });
    canvas.put(layer);
    const double mouth = x - 0.46 * size;
    for (int i = 0; i < 9; ++i) {
        const double bx = mouth + dice.between(-0.02, 0.08), by = (y - 0.1) * dice.unit(),
                     r = dice.between(0.008, 0.02);
        canvas.circle(bx, by, r);
        canvas.keepAndStroke(hex(0xFFFFFF), 0.005, 0.75);
        canvas.fill(hex(0xFFFFFF), 0.22);
        canvas.disc(bx - r * 0.35, by - r * 0.35, r * 0.28, hex(0xFFFFFF), 0.9);
    }
}

}  // namespace duo::scenes
