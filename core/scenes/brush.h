// A square canvas over cairo in unit coordinates (0,0 top left to 1,1 bottom right, any pixel
// size). Textures are made on layers: paint a shape on a transparent canvas, run noise over its
// pixels and put it on the picture, so that they keep the anti-aliased outline.
#pragma once

#include <cairo.h>

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "scenes/noise.h"

namespace duo::scenes {

constexpr double pi = 3.14159265358979323846;

// Each channel in [0, 1]; shading may leave the range, storing clamps.
struct Rgb {
    double r = 0, g = 0, b = 0;
};

constexpr Rgb hex(std::uint32_t rgb) {
    return {((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0, (rgb & 255) / 255.0};
}
inline Rgb operator*(Rgb c, double k) {
    return {c.r * k, c.g * k, c.b * k};
}
inline Rgb operator+(Rgb a, Rgb b) {
    return {a.r + b.r, a.g + b.g, a.b + b.b};
}
inline Rgb mix(Rgb a, Rgb b, double t) {
    return a * (1 - t) + b * t;
}
// The colour with each channel changed by at most `amount`.
Rgb jitter(Dice& dice, Rgb c, double amount);

struct Stop {
    double at;  // 0…1 along the gradient
    Rgb color;
    double alpha = 1;
};
using Stops = std::initializer_list<Stop>;

struct Point {
    double x, y;
};

class Canvas {
  public:
    // A transparent canvas of side × side pixels.
    explicit Canvas(int side);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    int side() const { return side_; }
    // For paths and transforms that the methods below do not cover; unit coordinates.
    cairo_t* pen() { return pen_; }

    // Paths: each adds to the current path.
    void polygon(const std::vector<Point>& corners);
    void circle(double x, double y, double radius);
    void ellipse(double x, double y, double rx, double ry, double turn = 0);
    // Closed smooth curve through the points.
    void curve(const std::vector<Point>& points);

    // Fills and strokes: each consumes the current path.
    void fill(Rgb color, double alpha = 1);
    void fillLinear(Point from, Point to, Stops stops);
    void fillRadial(Point centre, double radius, Stops stops);
    void stroke(Rgb color, double width, double alpha = 1);
    void keepAndStroke(Rgb color, double width, double alpha = 1);

    // Whole marks.
    void backdrop(Stops stops);  // top to bottom over the whole canvas
    void disc(double x, double y, double radius, Rgb color, double alpha = 1);
    void glow(double x, double y, double radius, Rgb color, double alpha);
    void box(double x, double y, double width, double height, Rgb color, double alpha = 1);
    void line(Point from, Point to, Rgb color, double width, double alpha = 1);

    // Fills everything under y = profile(x), dark or light towards `bottom` at y = floor.
    template <class F>
    void ground(F&& profile, Rgb top, Rgb bottom, double floor = 1.0);

    // Replaces the colour of every non-transparent pixel with shader(x, y, old colour).
    template <class F>
    void shade(F&& shader);

    // Copies the transform of another canvas.
    void poseLike(const Canvas& other);

    // While on, marks appear only on painted pixels: cheaper than a clip.
    void onlyOnPaint(bool on);

    // Lays another canvas of the same side over this one.
    void put(Canvas& layer, double alpha = 1);
    // The same, mirrored at y = axis: a reflection.
    void putMirrored(Canvas& layer, double axis, double alpha);

    // The colour at unit coordinates, nearest pixel, clamped to the canvas; call flush() first
    // when something was drawn since the last shade.
    Rgb at(double x, double y) const;
    void flush() { cairo_surface_flush(surface_); }

    // [side, side, 3] uint8; transparent pixels are black.
    std::vector<std::uint8_t> pixels();

  private:
    std::uint32_t* row(int y) const;
    static Rgb unpack(std::uint32_t argb);
    static std::uint32_t pack(Rgb c, std::uint32_t alpha);

    int side_;
    cairo_surface_t* surface_;
    cairo_t* pen_;
};

template <class F>
void Canvas::ground(F&& profile, Rgb top, Rgb bottom, double floor) {
    double highest = 1;
    cairo_move_to(pen_, -0.02, 1.02);
    for (int i = -1; i <= side_ + 1; ++i) {
        const double x = static_cast<double>(i) / side_;
        const double y = profile(x);
        highest = y < highest ? y : highest;
        cairo_line_to(pen_, x, y);
    }
    cairo_line_to(pen_, 1.02, 1.02);
    cairo_close_path(pen_);
    fillLinear({0, highest}, {0, floor}, {{0, top}, {1, bottom}});
}

template <class F>
void Canvas::shade(F&& shader) {
    flush();
    for (int j = 0; j < side_; ++j) {
        std::uint32_t* pixel = row(j);
        for (int i = 0; i < side_; ++i) {
            const std::uint32_t alpha = pixel[i] >> 24;
            if (alpha == 0) continue;
            pixel[i] = pack(shader((i + 0.5) / side_, (j + 0.5) / side_, unpack(pixel[i])), alpha);
        }
    }
    cairo_surface_mark_dirty(surface_);
}

}  // namespace duo::scenes
