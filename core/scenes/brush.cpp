#include "scenes/brush.h"

#include <algorithm>
#include <new>

namespace duo::scenes {

namespace {

void addStops(cairo_pattern_t* pattern, Stops stops) {
    for (const Stop& s : stops)
        cairo_pattern_add_color_stop_rgba(pattern, s.at, s.color.r, s.color.g, s.color.b, s.alpha);
}

void fillWith(cairo_t* pen, cairo_pattern_t* pattern, Stops stops) {
    addStops(pattern, stops);
    cairo_set_source(pen, pattern);
    cairo_fill(pen);
    cairo_pattern_destroy(pattern);
}

// A channel scaled by alpha in [0, 255], rounded.
inline std::uint32_t toByte(double v, double alpha) {
    return static_cast<std::uint32_t>(clamp01(v) * alpha + 0.5);
}

}  // namespace

Rgb jitter(Dice& dice, Rgb c, double amount) {
    const double r = dice.between(-amount, amount);
    const double g = dice.between(-amount, amount);
    const double b = dice.between(-amount, amount);
    return {clamp01(c.r + r), clamp01(c.g + g), clamp01(c.b + b)};
}

Canvas::Canvas(int side)
    : side_(side),
      surface_(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, side, side)),
      pen_(cairo_create(surface_)) {
    // A surface of a valid size can fail only for lack of memory.
    if (cairo_status(pen_) != CAIRO_STATUS_SUCCESS) {
        cairo_destroy(pen_);
        cairo_surface_destroy(surface_);
        throw std::bad_alloc();
    }
    cairo_scale(pen_, side, side);
    cairo_set_line_cap(pen_, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(pen_, CAIRO_LINE_JOIN_ROUND);
}

Canvas::~Canvas() {
    cairo_destroy(pen_);
    cairo_surface_destroy(surface_);
}

void Canvas::polygon(const std::vector<Point>& corners) {
    cairo_new_sub_path(pen_);
    for (const Point& p : corners) cairo_line_to(pen_, p.x, p.y);
    cairo_close_path(pen_);
}

void Canvas::circle(double x, double y, double radius) {
    cairo_new_sub_path(pen_);
    cairo_arc(pen_, x, y, radius, 0, 2 * pi);
    cairo_close_path(pen_);
}

void Canvas::ellipse(double x, double y, double rx, double ry, double turn) {
    cairo_matrix_t before;
    cairo_get_matrix(pen_, &before);
    cairo_translate(pen_, x, y);
    cairo_rotate(pen_, turn);
    cairo_scale(pen_, rx, ry);
    circle(0, 0, 1);
    cairo_set_matrix(pen_, &before);
}

void Canvas::curve(const std::vector<Point>& points) {
    const std::size_t n = points.size();
    cairo_move_to(pen_, points[0].x, points[0].y);
    for (std::size_t i = 0; i < n; ++i) {
        // Catmull-Rom through the neighbours, written as a Bézier.
        const Point a = points[(i + n - 1) % n], b = points[i];
        const Point c = points[(i + 1) % n], d = points[(i + 2) % n];
        cairo_curve_to(pen_, b.x + (c.x - a.x) / 6, b.y + (c.y - a.y) / 6, c.x - (d.x - b.x) / 6,
                       c.y - (d.y - b.y) / 6, c.x, c.y);
    }
    cairo_close_path(pen_);
}

void Canvas::fill(Rgb color, double alpha) {
    cairo_set_source_rgba(pen_, color.r, color.g, color.b, alpha);
    cairo_fill(pen_);
}

void Canvas::fillLinear(Point from, Point to, Stops stops) {
    fillWith(pen_, cairo_pattern_create_linear(from.x, from.y, to.x, to.y), stops);
}

void Canvas::fillRadial(Point centre, double radius, Stops stops) {
    fillWith(pen_, cairo_pattern_create_radial(centre.x, centre.y, 0, centre.x, centre.y, radius),
             stops);
}

void Canvas::stroke(Rgb color, double width, double alpha) {
    keepAndStroke(color, width, alpha);
    cairo_new_path(pen_);
}

void Canvas::keepAndStroke(Rgb color, double width, double alpha) {
    cairo_set_source_rgba(pen_, color.r, color.g, color.b, alpha);
    cairo_set_line_width(pen_, width);
    cairo_stroke_preserve(pen_);
}

void Canvas::backdrop(Stops stops) {
    cairo_rectangle(pen_, 0, 0, 1, 1);
    fillLinear({0, 0}, {0, 1}, stops);
}

void Canvas::disc(double x, double y, double radius, Rgb color, double alpha) {
    circle(x, y, radius);
    fill(color, alpha);
}

void Canvas::glow(double x, double y, double radius, Rgb color, double alpha) {
    circle(x, y, radius);
    fillRadial({x, y}, radius, {{0, color, alpha}, {0.35, color, alpha * 0.42}, {1, color, 0}});
}

void Canvas::box(double x, double y, double width, double height, Rgb color, double alpha) {
    cairo_rectangle(pen_, x, y, width, height);
    fill(color, alpha);
}

void Canvas::line(Point from, Point to, Rgb color, double width, double alpha) {
    cairo_move_to(pen_, from.x, from.y);
    cairo_line_to(pen_, to.x, to.y);
    stroke(color, width, alpha);
}

void Canvas::poseLike(const Canvas& other) {
    cairo_matrix_t matrix;
    cairo_get_matrix(other.pen_, &matrix);
    cairo_set_matrix(pen_, &matrix);
}

void Canvas::onlyOnPaint(bool on) {
    cairo_set_operator(pen_, on ? CAIRO_OPERATOR_ATOP : CAIRO_OPERATOR_OVER);
}

void Canvas::put(Canvas& layer, double alpha) {
    cairo_save(pen_);
    cairo_identity_matrix(pen_);
    cairo_set_source_surface(pen_, layer.surface_, 0, 0);
    cairo_paint_with_alpha(pen_, alpha);
    cairo_restore(pen_);
}

void Canvas::putMirrored(Canvas& layer, double axis, double alpha) {
    cairo_save(pen_);
    cairo_identity_matrix(pen_);
    cairo_translate(pen_, 0, 2 * axis * side_);
    cairo_scale(pen_, 1, -1);
    cairo_set_source_surface(pen_, layer.surface_, 0, 0);
    cairo_paint_with_alpha(pen_, alpha);
    cairo_restore(pen_);
}

Rgb Canvas::at(double x, double y) const {
    const int i = std::clamp(static_cast<int>(x * side_), 0, side_ - 1);
    const int j = std::clamp(static_cast<int>(y * side_), 0, side_ - 1);
    return unpack(row(j)[i]);
}

std::vector<std::uint8_t> Canvas::pixels() {
    flush();
    std::vector<std::uint8_t> bytes;  // [side, side, 3]
    bytes.reserve(static_cast<std::size_t>(side_) * side_ * 3);
    for (int j = 0; j < side_; ++j) {
        const std::uint32_t* pixel = row(j);
        for (int i = 0; i < side_; ++i)
            for (int shift : {16, 8, 0})
                bytes.push_back(static_cast<std::uint8_t>(pixel[i] >> shift & 255));
    }
    return bytes;
}

std::uint32_t* Canvas::row(int y) const {
    unsigned char* data = cairo_image_surface_get_data(surface_);
    const auto stride = static_cast<std::ptrdiff_t>(cairo_image_surface_get_stride(surface_));
    return reinterpret_cast<std::uint32_t*>(data + y * stride);
}

// cairo keeps colours multiplied by alpha.
Rgb Canvas::unpack(std::uint32_t argb) {
    const std::uint32_t alpha = argb >> 24;
    if (alpha == 0) return {};
    const double k = 1.0 / alpha;
    return {(argb >> 16 & 255) * k, (argb >> 8 & 255) * k, (argb & 255) * k};
}

std::uint32_t Canvas::pack(Rgb c, std::uint32_t alpha) {
    const double k = alpha;
    return alpha << 24 | toByte(c.r, k) << 16 | toByte(c.g, k) << 8 | toByte(c.b, k);
}

}  // namespace duo::scenes
