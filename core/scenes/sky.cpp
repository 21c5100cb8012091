// Things in the sky: the rainbow, the ringed planet, the hot-air balloon.
#include <algorithm>

#include "scenes/nature.h"
#include "scenes/painters.h"

namespace duo::scenes {

namespace {

// The spectrum by t in 0 (inside, violet) … 1 (outside, red).
Rgb spectrum(double t) {
    const Rgb colors[] = {hex(0x8A3FC8), hex(0x3F5FE0), hex(0x28B0E0), hex(0x3CC860),
                          hex(0xF8E840), hex(0xFF9A2A), hex(0xF03A34)};
    const double at = clamp01(t) * 5.999;
    const int i = static_cast<int>(at);
    return mix(colors[i], colors[i + 1], at - i);
}

struct HillPalette {
    Rgb sky, low, grassDark, grassLight;
};
const HillPalette hillPalettes[] = {
    {hex(0x4A94DC), hex(0xDDF0FA), hex(0x2F7A32), hex(0x8CCB48)},
    {hex(0x6A82A8), hex(0xDCE4EC), hex(0x2A6A3A), hex(0x74B84A)},
    {hex(0x5AB4E4), hex(0xFFF2D8), hex(0x5A8A2A), hex(0xC0D850)},
    {hex(0x7A7ABF), hex(0xF8E0E8), hex(0x286050), hex(0x6CBF7A)},
};

void cottage(Canvas& canvas, Dice& dice, double x, double y) {
    const Rgb roofs[] = {hex(0xC0442E), hex(0x8A4A2A), hex(0x4A5A7A)};
    const Rgb roof = dice.pick(roofs);
    canvas.box(x - 0.05, y - 0.06, 0.1, 0.07, hex(0xFBF4E4));
    canvas.box(x + 0.015, y - 0.06, 0.035, 0.07, hex(0xD8CCB8));
    canvas.box(x + 0.025, y - 0.13, 0.016, 0.05, hex(0x8A4A3A));
    canvas.polygon({{x - 0.065, y - 0.055}, {x - 0.01, y - 0.12}, {x + 0.065, y - 0.055}});
    canvas.fill(roof);
    canvas.box(x - 0.035, y - 0.042, 0.022, 0.022, hex(0x3A5A7A));
    canvas.box(x - 0.004, y - 0.04, 0.018, 0.05, hex(0x6A3A20));
}

void meadow(Canvas& canvas, Dice& dice, const HillPalette& p) {
    const double lines[] = {0.66, 0.76, 0.88};
    for (int i = 0; i < 3; ++i) {
        const double near = i / 2.0;
        const HillLine hill{lines[i], 0.06, 1.6, dice.noiseSeed()};
        Canvas layer(canvas.side());
        const Rgb top = mix(mix(p.low, p.grassLight, 0.6), p.grassLight, near);
        layer.ground(hill, top, mix(p.grassDark, p.grassLight, 0.25), lines[i] + 0.2);
        const std::uint32_t seed = dice.noiseSeed();
        const double rows = dice.between(20, 34), slant = dice.between(-0.8, 0.8);
        layer.shade([&](double x, double y, Rgb c) {
            // Ploughed rows on the far hills, rough grass in front.
            const double row = std::sin((y - hill(x) + slant * x * 0.4) * rows * (5 - 1.5 * i));
            const double tuft = fbm(x * 26, y * 40, 3, seed) - 0.5;
            return c * (1 + 0.07 * row * (1 - near) + (0.25 + 0.5 * near) * tuft);
        });
        canvas.put(layer);
        if (i == 1) {
            const double hx = dice.between(0.2, 0.8);
            if (dice.chance(0.6)) cottage(canvas, dice, hx, hill(hx) + 0.015);
        }
    }
}

}  // namespace

void paintRainbow(Canvas& canvas, Dice& dice) {
    const HillPalette& p = dice.pick(hillPalettes);
    canvas.backdrop({{0, jitter(dice, p.sky, 0.04)}, {0.75, p.low}, {1, p.low}});
    CloudStyle style{hex(0xFFFFFF), mix(p.sky, hex(0xA8B4C8), 0.6), -0.1, 0.75};
    style.cover = dice.between(0.3, 0.65);
    clouds(canvas, dice, style);
    const double x = dice.between(0.4, 0.6), y = dice.between(0.72, 0.8);
    const double radius = dice.between(0.42, 0.5), band = dice.between(0.12, 0.16);
    const double strength = dice.between(0.75, 0.95);
    canvas.shade([&](double u, double v, Rgb c) {
        const double r = std::hypot(u - x, v - y);
        const double t = (r - radius) / band;
        // The sky inside a rainbow is brighter than outside.
        const Rgb sky = r < radius ? mix(c, hex(0xFFFFFF), 0.16) : c;
        const double edge = smoothstep(-0.04, 0.08, t) * smoothstep(1.04, 0.92, t);
        return mix(sky, spectrum(t), edge * strength);
    });
    meadow(canvas, dice, p);
    grass(canvas, dice, 0.98, 0.06, 50, p.grassDark, p.grassLight);
    const Rgb petals[] = {hex(0xFFFFFF), hex(0xF8D030), hex(0xE8408A), hex(0xE03A3A),
                          hex(0x8A5AE0)};
    const Rgb petal = dice.pick(petals);
    for (int i = 0; i < 40; ++i) {
        const double fx = dice.unit(), fy = dice.between(0.88, 0.99);
        canvas.disc(fx, fy, 0.006 + 0.05 * (fy - 0.86), petal);
    }
}

namespace {

struct PlanetPalette {
    Rgb bands[4];
    Rgb ring, nebula;
};
const PlanetPalette planets[] = {
    {{hex(0xE8C890), hex(0xB07A48), hex(0xF6E6C4), hex(0xC89A60)}, hex(0xE8D4A8), hex(0x3A2A6A)},
    {{hex(0x4A8AD8), hex(0x2A4FA0), hex(0x9AD0F0), hex(0x3A70C0)}, hex(0xC8D8F0), hex(0x1A4A6A)},
    {{hex(0xE07A4A), hex(0xA03A3A), hex(0xF8C090), hex(0xC85840)}, hex(0xF0C0A0), hex(0x5A1A4A)},
    {{hex(0x58C0A0), hex(0x2A7A7A), hex(0xC0F0D0), hex(0x3A9A88)}, hex(0xE0E8C8), hex(0x1A3A5A)},
    {{hex(0xB87AD8), hex(0x6A3AA8), hex(0xF0C8F0), hex(0x8A58C0)}, hex(0xF0D0E0), hex(0x4A1A5A)},
};

void nebula(Canvas& canvas, Dice& dice, Rgb color) {
    const std::uint32_t seed = dice.noiseSeed();
    const double tilt = dice.between(-0.8, 0.8), offset = dice.between(-0.15, 0.15);
    canvas.shade([&](double x, double y, Rgb c) {
        const double band = std::exp(-10 * std::pow(y - 0.5 - offset - tilt * (x - 0.5), 2));
        const double n = fbm(x * 4, y * 4, 5, seed);
        const double cloud = smoothstep(0.35, 0.8, n) * (0.2 + 0.8 * band);
        return c + color * (0.8 * cloud);
    });
}

struct PlanetPose {
    double x, y, radius, tilt, squash, lightX, lightY;
    std::uint32_t seed;
};

Rgb planetSurface(const PlanetPose& pose, const PlanetPalette& p, double u, double v) {
    const double z = std::sqrt(std::max(0.0, 1 - u * u - v * v));
    // Bands curve with the sphere, as seen a little from above like the ring.
    const double latitude = v * 0.94 + z * pose.squash * 0.8;
    const double swirl = fbm(u * 3 / (0.5 + z), latitude * 7, 4, pose.seed) - 0.5;
    const double band = valueNoise(3.3, latitude * 6 + swirl * 1.3 + 40, pose.seed + 4) * 3.4;
    const int i = std::min(2, static_cast<int>(band));
    const Rgb color = mix(p.bands[i], p.bands[i + 1], smoothstep(0, 1, band - i));
    const double storm = fbm(u * 9 / (0.4 + z), latitude * 26 + 3 * swirl, 3, pose.seed + 8) - 0.5;
    const double light = pose.lightX * u + pose.lightY * v + 0.62 * z;
    return color * (1 + 0.4 * storm) * (0.25 + 0.95 * smoothstep(-0.45, 0.8, light));
}

// Opacity of the ring at radius r in planet radii: bands of dust and one clear gap.
double ringDust(double r, std::uint32_t seed) {
    const double body = smoothstep(1.26, 1.32, r) * smoothstep(1.9, 1.84, r);
    const double gap = smoothstep(0.015, 0.04, std::fabs(r - 1.66));
    return body * gap * (0.75 + 0.25 * valueNoise(r * 16, 0.5, seed));
}

}  // namespace

void paintPlanet(Canvas& canvas, Dice& dice) {
    const PlanetPalette& p = dice.pick(planets);
    canvas.backdrop({{0, hex(0x070818)}, {1, hex(0x0C0A22)}});
    nebula(canvas, dice, jitter(dice, p.nebula, 0.06));
    stars(canvas, dice, 90, 1.6);
    PlanetPose pose{};
    pose.x = dice.between(0.47, 0.53);
    pose.y = dice.between(0.46, 0.54);
    pose.radius = dice.between(0.23, 0.26);
    pose.tilt = dice.between(-0.42, -0.22);
    pose.squash = dice.between(0.31, 0.37);
    pose.lightX = -0.6;
    pose.lightY = dice.between(-0.5, -0.2);
    pose.seed = dice.noiseSeed();
    canvas.glow(pose.x, pose.y, pose.radius * 1.5, p.bands[0], 0.35);
    const double c = std::cos(pose.tilt), s = std::sin(pose.tilt);
    const double soft = 1.0 / (canvas.side() * pose.radius);  // one pixel, in radii
    canvas.shade([&](double x, double y, Rgb old) {
        const double dx = (x - pose.x) / pose.radius, dy = (y - pose.y) / pose.radius;
        const double u = dx * c + dy * s, v = dy * c - dx * s;
        const double r = std::hypot(u, v), ringR = std::hypot(u, v / pose.squash);
        if (r > 2.3) return old;
        const double dust = ringDust(ringR, pose.seed + 2);
        // The planet's shadow falls on the far ring, away from the light.
        const double under = smoothstep(1.0, 0.7, std::fabs(u + 0.5 * pose.lightX));
        const double shadow = v < 0 ? 1 - 0.5 * under * smoothstep(2.0, 1.4, r) : 1;
        const Rgb ring = p.ring * ((0.85 + 0.25 * valueNoise(ringR * 23, 7, pose.seed)) * shadow);
        Rgb color = v < 0 ? mix(old, ring, dust) : old;
        if (r < 1 + soft) {
            const double k = r > 1 ? 1 / r : 1;
            Rgb ball = planetSurface(pose, p, u * k, v * k);
            const double cast = ringDust(std::hypot(u, (v + 0.16) / pose.squash), pose.seed + 2);
            if (v > -0.16) ball = ball * (1 - 0.3 * cast);
            color = mix(color, ball, smoothstep(1 + soft, 1 - soft, r));
        }
        return v >= 0 ? mix(color, ring, dust) : color;
    });
}

namespace {

struct BalloonPalette {
    Rgb a, b, c;
};
const BalloonPalette balloons[] = {
    {hex(0xE23B32), hex(0xFFD23F), hex(0xF58A24)}, {hex(0x2E6FC8), hex(0xFFFFFF), hex(0xE23B32)},
    {hex(0x7A3FB8), hex(0xF6A8C8), hex(0xFFE070)}, {hex(0x1FA088), hex(0xFFF0C8), hex(0xF0704A)},
    {hex(0xE8508A), hex(0xFFFFFF), hex(0x5AB8E8)}, {hex(0xF59A1F), hex(0x2A4A8A), hex(0xFFF0B0)},
};

// Half the envelope's width at t in 0 (crown) … 1 (mouth), in units of its largest half width.
double envelopeHalf(double t) {
    if (t < 0.42) return std::sqrt(std::max(0.0, 1 - std::pow((0.42 - t) / 0.42, 2)));
    const double k = (t - 0.42) / 0.58;
    return 1 - 0.82 * std::pow(k, 1.65);
}

void envelope(Canvas& layer, Dice& dice, double x, double y, double half, const BalloonPalette& p) {
    std::vector<Point> outline;
    const double top = y - half * 1.0, tall = half * 2.4;
    for (int i = 0; i <= 40; ++i)
        outline.push_back({x - half * envelopeHalf(i / 40.0), top + tall * i / 40.0});
    for (int i = 40; i >= 0; --i)
        outline.push_back({x + half * envelopeHalf(i / 40.0), top + tall * i / 40.0});
    layer.polygon(outline);
    layer.fill(p.a);
    const int gores = 6;
    const bool belt = dice.chance(0.5);
    const double turn = dice.chance(0.5) ? 0.5 : 1.5;
    layer.shade([&](double u, double v, Rgb) {
        const double t = clamp01((v - top) / tall);
        const double across = std::clamp((u - x) / (half * envelopeHalf(t) + 1e-6), -1.0, 1.0);
        const double lon = (std::asin(across) / pi + 0.5) * gores + turn;
        const double within = lon - std::floor(lon);
        const double zigzag = t + 0.05 * std::fabs(2 * within - 1);
        const int gore = static_cast<int>(std::floor(lon));
        Rgb color = gore % 2 ? p.a : p.b;
        if (belt && zigzag > 0.4 && zigzag < 0.56) color = p.c;
        if (t > 0.9) color = p.a * 0.6;
        const double seam = 1 - 0.22 * smoothstep(0.4, 0.5, std::fabs(within - 0.5));
        const double light =
            1.08 - 0.5 * smoothstep(-0.2, 1.15, across) - 0.22 * smoothstep(0.5, 1, t);
        const double shine =
            0.3 * std::exp(-14 * (std::pow(across + 0.42, 2) + std::pow(t - 0.25, 2)));
        return color * (seam * light) + Rgb{shine, shine, shine};
    });
}

void basket(Canvas& layer, Dice& dice, double x, double mouth, double half) {
    const double y = mouth + half * 0.32, w = half * 0.2, h = half * 0.24;
    for (double t : {-1.0, -0.4, 0.4, 1.0})
        layer.line({x + w * t * 0.85, mouth - 0.01}, {x + w * t, y}, hex(0x3A2A20), 0.005);
    layer.box(x - w, y, 2 * w, h, hex(0x8A5A2E));
    for (int i = 0; i < 4; ++i)
        for (int k = 0; k < 6; ++k)
            if ((i + k) % 2)
                layer.box(x - w + k * w / 3, y + i * h / 4, w / 3, h / 4, hex(0xC08A4A));
    layer.box(x - w * 1.1, y - 0.006, w * 2.2, 0.014, hex(0x5A3418));
    if (dice.chance(0.5)) layer.glow(x, mouth + 0.02, 0.05, hex(0xFFD070), 0.9);
}

}  // namespace

void paintBalloon(Canvas& canvas, Dice& dice) {
    const Rgb tops[] = {hex(0x3F92E0), hex(0x6ABCE8), hex(0x7A8AD8), hex(0xF0A878), hex(0x58A8C8)};
    const Rgb lows[] = {hex(0xE6F4FB), hex(0xFFF0D4), hex(0xFBE0E4)};
    const Rgb top = jitter(dice, dice.pick(tops), 0.05), low = dice.pick(lows);
    canvas.backdrop({{0, top}, {0.85, low}, {1, low}});
    CloudStyle style{hex(0xFFFFFF), mix(top, hex(0xC0C8D8), 0.7), 0.0, 0.95};
    style.cover = dice.between(0.3, 0.62);
    clouds(canvas, dice, style);
    const Rgb green = jitter(dice, hex(0x5A9A4A), 0.08);
    const HillLine far{0.86, 0.04, 2.5, dice.noiseSeed()}, near{0.93, 0.03, 2, dice.noiseSeed()};
    canvas.ground(far, mix(green, low, 0.5), mix(green, low, 0.3));
    canvas.ground(near, green, green * 0.6);
    mottle(canvas, dice, 0.15, 18, 34, far);
    const double x = dice.between(0.45, 0.55), y = dice.between(0.36, 0.4);
    const double half = dice.between(0.27, 0.31);
    Canvas layer(canvas.side());
    const BalloonPalette& p = dice.pick(balloons);
    envelope(layer, dice, x, y, half, p);
    basket(layer, dice, x, y + half * 1.4, half);
    canvas.put(layer);
}

}  // namespace duo::scenes
