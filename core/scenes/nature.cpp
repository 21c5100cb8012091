#include "scenes/nature.h"

#include <algorithm>

namespace duo::scenes {

void clouds(Canvas& canvas, Dice& dice, const CloudStyle& style) {
    const std::uint32_t seed = dice.noiseSeed();
    const double threshold = 0.72 - 0.42 * style.cover;
    const double middle = 0.5 * (style.top + style.bottom);
    const double half = 0.5 * (style.bottom - style.top);
    canvas.shade([&](double x, double y, Rgb sky) {
        const double off = std::fabs(y - middle) / half;
        if (off >= 1) return sky;
        const double n = fbm(x * style.scaleX, y * style.scaleY, 5, seed);
        const double density = smoothstep(threshold, threshold + 0.2, n) * (1 - off * off * off);
        if (density <= 0) return sky;
        // The less cloud above a point, the more light reaches it.
        const double above = fbm(x * style.scaleX, (y - 0.035) * style.scaleY, 4, seed);
        const double light = clamp01(0.6 + 5.5 * (n - above));
        return mix(sky, mix(style.shadow, style.lit, light), density * style.alpha);
    });
}

double waveLight(double x, double d, std::uint32_t seed) {
    const double across = (x - 0.5) * (7 + 9 * (1 - d));
    const double along = 15 * std::pow(d, 0.7);
    return 0.62 * valueNoise(across, along, seed) +
           0.38 * valueNoise(across * 2.3, along * 2, seed + 9);
}

void water(Canvas& canvas, Dice& dice, const WaterStyle& style) {
    const std::uint32_t seed = dice.noiseSeed();
    canvas.shade([&](double x, double y, Rgb old) {
        if (y < style.horizon) return old;
        const double d = (y - style.horizon) / (1 - style.horizon);
        const double wave = waveLight(x, d, seed);
        const double shift = (wave - 0.5) * style.swell * (0.3 + d) * 2;
        // Rows above the horizon are not changed, so they still hold the scenery.
        const double sourceY = std::min(2 * style.horizon - y + shift, style.horizon - 0.004);
        const Rgb mirrored = canvas.at(x + shift * 0.7, sourceY);
        const double tint = style.tintFar + (style.tintNear - style.tintFar) * d;
        const double crest = smoothstep(0.55, 0.85, wave) * style.sparkle;
        const double trough = smoothstep(0.45, 0.15, wave) * style.sparkle;
        return mix(mirrored, style.tint, tint) * (1 - trough) + style.crest * crest;
    });
}

void stars(Canvas& canvas, Dice& dice, int count, double bottom) {
    for (int i = 0; i < count; ++i) {
        const double x = dice.unit(), y = dice.unit() * bottom;
        const double size = dice.unit();
        const double warm = dice.unit();
        const Rgb color = mix(hex(0xCFE0FF), hex(0xFFEFD0), warm);
        const double fade = 1 - 0.7 * y / bottom;
        canvas.disc(x, y, 0.0022 + 0.0035 * size * size * size, color, fade);
    }
}

HillLine::HillLine(double y, double amplitude, double frequency, std::uint32_t seed) {
    for (int i = 0; i < count; ++i) {
        const double x = -margin + (1 + 2 * margin) * i / (count - 1);
        heights_[static_cast<std::size_t>(i)] =
            y + amplitude * (2 * fbm(x * frequency, 0.5, 4, seed) - 1);
    }
}

void mottle(Canvas& canvas, Dice& dice, double strength, double scaleX, double scaleY) {
    const std::uint32_t seed = dice.noiseSeed();
    canvas.shade([&](double x, double y, Rgb c) {
        return c * (1 + strength * 2 * (fbm(x * scaleX, y * scaleY, 3, seed) * 2 - 1));
    });
}

void mottle(Canvas& canvas, Dice& dice, double strength, double scaleX, double scaleY,
            const HillLine& hill) {
    const std::uint32_t seed = dice.noiseSeed();
    canvas.shade([&](double x, double y, Rgb c) {
        if (y < hill(x)) return c;
        return c * (1 + strength * 2 * (fbm(x * scaleX, y * scaleY, 3, seed) * 2 - 1));
    });
}

void grass(Canvas& canvas, Dice& dice, double y, double height, int blades, Rgb dark, Rgb light) {
    cairo_t* pen = canvas.pen();
    for (int i = 0; i < blades; ++i) {
        const double x = (i + dice.unit()) / blades * 1.04 - 0.02;
        const double tall = height * dice.between(0.5, 1.1);
        const double lean = tall * dice.between(-0.5, 0.5);
        const double foot = y + height * dice.between(0, 0.5);
        cairo_move_to(pen, x - 0.006, foot);
        cairo_curve_to(pen, x - 0.004, foot - tall * 0.5, x + lean * 0.3, foot - tall * 0.8,
                       x + lean, foot - tall);
        cairo_curve_to(pen, x + lean * 0.3, foot - tall * 0.7, x + 0.006, foot - tall * 0.4,
                       x + 0.007, foot);
        canvas.fill(mix(dark, light, dice.unit()));
    }
}

namespace {

// The jagged outline of a conifer, tier by tier down one side and up the other.
std::vector<Point> pineOutline(Dice& dice, const Pine& p, int tiers) {
    std::vector<Point> left, right;
    const double crown = p.height * 0.92;
    for (int i = 0; i < tiers; ++i) {
        const double t = (i + 1.0) / tiers;
        const double reach = 0.5 * p.width * std::pow(t, 0.85);
        const double tipY = p.y - p.height + crown * t;
        const double notchY = tipY - crown / tiers * 0.35;
        const double a = reach * dice.between(0.8, 1.15), b = reach * dice.between(0.8, 1.15);
        left.push_back({p.x - a, tipY});
        left.push_back({p.x - reach * 0.5, notchY});
        right.push_back({p.x + b, tipY});
        right.push_back({p.x + reach * 0.5, notchY});
    }
    left.back() = {p.x, p.y - p.height * 0.09};
    right.pop_back();
    std::vector<Point> outline{{p.x, p.y - p.height}};
    outline.insert(outline.end(), left.begin(), left.end());
    outline.insert(outline.end(), right.rbegin(), right.rend());
    return outline;
}

// Short drooping strokes, dark below and light on the lit side; one path per tone, because most of
// a stroke's cost is its start.
void boughs(Canvas& canvas, Dice& dice, const Pine& p) {
    const int count = static_cast<int>(p.height * 45);
    const Rgb shine = p.snow ? hex(0xF2F7FF) : p.light * 1.22;
    for (const bool lit : {false, true}) {
        for (int i = 0; i < count; ++i) {
            const double t = std::sqrt(dice.unit());
            const double side = lit ? dice.between(-0.8, 0.45) : dice.between(-0.45, 0.8);
            const double x = p.x + side * p.width / 2 * t;
            const double y = p.y - p.height * (1 - 0.9 * t);
            const double length = p.width * 0.09 * (0.6 + t);
            cairo_move_to(canvas.pen(), x, y);
            cairo_line_to(canvas.pen(), x + (side < 0 ? -length : length), y + length * 0.55);
        }
        canvas.stroke(lit ? shine : p.dark * 0.72, 0.007, 0.8);
    }
}

}  // namespace

void pine(Canvas& canvas, Dice& dice, const Pine& p) {
    const int tiers = std::clamp(static_cast<int>(p.height * 18), 5, 12);
    const double trunk = p.width * 0.09;
    canvas.box(p.x - trunk / 2, p.y - p.height * 0.12, trunk, p.height * 0.12, p.dark * 0.7);
    canvas.polygon(pineOutline(dice, p, tiers));
    const double half = p.width / 2;
    canvas.fillLinear({p.x - half, p.y}, {p.x + half, p.y},
                      {{0.1, p.light}, {0.5, mix(p.dark, p.light, 0.4)}, {0.95, p.dark}});
    boughs(canvas, dice, p);
}

void bokeh(Canvas& canvas, Dice& dice, int count, Rgb color, double alpha) {
    for (int i = 0; i < count; ++i) {
        const double x = dice.unit(), y = dice.unit();
        const double radius = dice.between(0.03, 0.1);
        const double strength = alpha * dice.between(0.3, 1);
        canvas.circle(x, y, radius);
        canvas.fillRadial({x, y}, radius,
                          {{0, color, strength * 0.6}, {0.8, color, strength}, {1, color, 0}});
    }
}

}  // namespace duo::scenes
