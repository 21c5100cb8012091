// The split curve as a picture: four panels over one axis of splits, drawn with cairo.
#include <algorithm>
#include <cmath>
#include <functional>

#include "base/error.h"
#include "cairo_handles.h"
#include "curve_table.h"
#include "io/atomic_file.h"
#include "units.h"

namespace duo::cli {
namespace {

constexpr int kWidth = 1200, kHeight = 860;
constexpr double kTop = 70, kBottom = 60, kSide = 20, kLeft = 66, kBetween = 56;
constexpr double kTextSize = 14, kTitleSize = 17;

struct Colour {
    double red, green, blue;
};
constexpr Colour kInk{0.13, 0.13, 0.16}, kGrid{0.86, 0.86, 0.88}, kPaper{0.99, 0.99, 0.98};
constexpr Colour kFree{0.12, 0.42, 0.72}, kSpecialised{0.85, 0.40, 0.05}, kBase{0.45, 0.45, 0.48};

// A value with the ends of its interval, if it has one.
struct Bar {
    double low, value, high;
};

// The value of a point in a panel; empty if it was not measured.
struct Panel {
    const char* title;
    std::function<std::optional<double>(const SplitPoint&)> value;
    bool fromZero;
    bool isDistance = false;  // the only value with an interval

    std::optional<Bar> bar(const SplitPoint& point) const {
        const std::optional<double> at = value(point);
        if (!at) return std::nullopt;
        if (!isDistance || !point.frechetLow || !point.frechetHigh) return Bar{*at, *at, *at};
        return Bar{*point.frechetLow, *at, *point.frechetHigh};
    }
};

// Scaled; empty if absent or not a number.
std::optional<double> finite(std::optional<double> value, double factor = 1) {
    return value && !std::isnan(*value) ? std::optional(factor * *value) : std::nullopt;
}

std::vector<Panel> panels() {
    return {
        {"Fréchet distance (lower is better; bars: 95 % interval)",
         [](const SplitPoint& p) { return finite(p.frechetDistance); }, true, true},
        {"class accuracy, %", [](const SplitPoint& p) { return finite(p.classAccuracy, 100); },
         false},
        {"pictures per second, without the VQ-VAE",
         [](const SplitPoint& p) { return p.split ? finite(p.picturesPerSecond) : std::nullopt; },
         true},
        {"peak memory of one batch, MiB",
         [](const SplitPoint& p) {
             return p.split && p.peakBytes ? finite(mebibytes(*p.peakBytes)) : std::nullopt;
         },
         true},
    };
}

struct Range {
    double least = 0, most = 1, step = 1;
};

// Steps of a round number, about five in the range.
Range roundRange(double least, double most, bool fromZero) {
    if (fromZero) least = std::min(0.0, least);
    if (most - least < 1e-9) (fromZero ? most : least) += fromZero ? 1 : -1;
    const double raw = (most - least) / 5;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= raw) {
            step = factor * power;
            break;
        }
    }
    return {std::floor(least / step) * step, std::ceil(most / step) * step, step};
}

class Plot {
  public:
    explicit Plot(const SplitCurve& curve)
        : curve_(curve),
          surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, kWidth, kHeight)),
          painter_(cairo_create(surface_.get())) {
        for (const SplitPoint& point : curve.points) {
            if (!point.split) continue;
            leastSplit_ = std::min(leastSplit_, *point.split);
            mostSplit_ = std::max(mostSplit_, *point.split);
        }
        if (leastSplit_ > mostSplit_) leastSplit_ = mostSplit_ = 0;
    }

    void draw() {
        colour(kPaper);
        cairo_paint(painter_.get());
        colour(kInk);
        font(kTitleSize, true);
        text(kSide, 30, curve_.title);
        drawLegend();
        const std::vector<Panel> all = panels();
        const double width = (kWidth - 2 * kSide - kBetween) / 2;
        const double height = (kHeight - kTop - kBottom - kBetween) / 2;
        for (std::size_t i = 0; i < all.size(); ++i) {
            left_ = kSide + kLeft + static_cast<double>(i % 2) * (width + kBetween);
            top_ = kTop + 22 + static_cast<double>(i / 2) * (height + kBetween);
            right_ = kSide + width + static_cast<double>(i % 2) * (width + kBetween);
            bottom_ = top_ + height - 22;
            drawPanel(all[i]);
        }
    }

    void save(const std::string& file) {
        io::AtomicFile out(file);
        std::string bytes;
        const auto append = [](void* to, const unsigned char* data, unsigned int count) {
            static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), count);
            return CAIRO_STATUS_SUCCESS;
        };
        if (cairo_surface_write_to_png_stream(surface_.get(), append, &bytes) !=
            CAIRO_STATUS_SUCCESS) {
            throw Error(ErrorKind::Memory, "Memory ran out while drawing '" + file + "'.");
        }
        out.write(bytes.data(), bytes.size());
        out.commit();
    }

  private:
    void colour(const Colour& c) { cairo_set_source_rgb(painter_.get(), c.red, c.green, c.blue); }
    void font(double size, bool bold) {
        cairo_select_font_face(painter_.get(), "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                               bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(painter_.get(), size);
    }
    void text(double x, double baseline, const std::string& words) {
        cairo_move_to(painter_.get(), x, baseline);
        cairo_show_text(painter_.get(), words.c_str());
    }
    double widthOf(const std::string& words) {
        cairo_text_extents_t extents;
        cairo_text_extents(painter_.get(), words.c_str(), &extents);
        return extents.x_advance;
    }
    void line(double x1, double y1, double x2, double y2) {
        cairo_move_to(painter_.get(), x1, y1);
        cairo_line_to(painter_.get(), x2, y2);
        cairo_stroke(painter_.get());
    }
    void dot(double x, double y, bool filled) {
        cairo_arc(painter_.get(), x, y, filled ? 4.5 : 6, 0, 2 * M_PI);
        if (filled) {
            cairo_fill(painter_.get());
        } else {
            cairo_set_line_width(painter_.get(), 2.5);
            cairo_stroke(painter_.get());
        }
    }
    double x(int split) const {
        const double span = std::max(1, mostSplit_ - leastSplit_);
        return left_ + 16 + (split - leastSplit_) / span * (right_ - left_ - 32);
    }
    double y(double value) const {
        return bottom_ - (value - range_.least) / (range_.most - range_.least) * (bottom_ - top_);
    }

    void drawLegend() {
        font(kTextSize, false);
        double at = kSide;
        const auto entry = [&](const Colour& c, const std::string& words) {
            colour(c);
            cairo_rectangle(painter_.get(), at, 44, 14, 8);
            cairo_fill(painter_.get());
            colour(kInk);
            text(at + 20, 53, words);
            at += 44 + widthOf(words);
        };
        const auto has = [&](const std::string& pair) {
            return std::any_of(curve_.points.begin(), curve_.points.end(),
                               [&](const SplitPoint& p) { return p.split && p.pair == pair; });
        };
        if (has("training-free")) entry(kFree, "training-free");
        if (has("specialised")) entry(kSpecialised, "specialised at its N");
        for (const SplitPoint& point : curve_.points) {
            if (!point.split) entry(kBase, point.pair + " (dashed)");
        }
    }

    void drawPanel(const Panel& panel) {
        font(kTextSize, true);
        colour(kInk);
        text(left_, top_ - 10, panel.title);
        double least = 1e300, most = -1e300;
        for (const SplitPoint& point : curve_.points) {
            if (const auto bar = panel.bar(point)) {
                least = std::min(least, bar->low);
                most = std::max(most, bar->high);
            }
        }
        font(kTextSize, false);
        if (least > most) {
            text(left_ + 20, (top_ + bottom_) / 2, "not measured");
            return;
        }
        range_ = roundRange(least, most, panel.fromZero);
        drawAxes();
        drawBaselines(panel);
        drawCurve(panel, "training-free", kFree);
        drawCurve(panel, "specialised", kSpecialised);
    }

    void drawAxes() {
        cairo_set_line_width(painter_.get(), 1);
        for (double value = range_.least; value <= range_.most + range_.step / 2;
             value += range_.step) {
            colour(kGrid);
            line(left_, y(value), right_, y(value));
            char words[32];
            std::snprintf(words, sizeof words, "%g", std::abs(value) < 1e-9 ? 0.0 : value);
            colour(kInk);
            text(left_ - 8 - widthOf(words), y(value) + 5, words);
        }
        for (int split = leastSplit_; split <= mostSplit_; ++split) {
            const std::string words = std::to_string(split);
            text(x(split) - widthOf(words) / 2, bottom_ + 18, words);
        }
        text(right_ - widthOf("split N"), bottom_ + 34, "split N");
    }

    void drawBaselines(const Panel& panel) {
        const double dashes[] = {6, 5};
        cairo_set_dash(painter_.get(), dashes, 2, 0);
        cairo_set_line_width(painter_.get(), 1.5);
        colour(kBase);
        font(kTextSize - 3, false);
        bool right = false;  // labels at the same height would overlap
        for (const SplitPoint& point : curve_.points) {
            const auto value = panel.value(point);
            if (point.split || !value) continue;
            line(left_, y(*value), right_, y(*value));
            const bool below = y(*value) < top_ + 16;  // the title is above
            text(right ? right_ - 6 - widthOf(point.pair) : left_ + 6,
                 y(*value) + (below ? 14 : -5), point.pair);
            right = !right;
        }
        font(kTextSize, false);
        cairo_set_dash(painter_.get(), nullptr, 0, 0);
    }

    void drawCurve(const Panel& panel, const std::string& pair, const Colour& c) {
        std::vector<std::pair<int, Bar>> shown;
        for (const SplitPoint& point : curve_.points) {
            const auto bar = panel.bar(point);
            if (point.split && point.pair == pair && bar) shown.emplace_back(*point.split, *bar);
        }
        std::sort(shown.begin(), shown.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
        colour(c);
        const bool whole = pair == "training-free";  // specialised points are not joined
        cairo_set_line_width(painter_.get(), 2);
        for (std::size_t i = 1; whole && i < shown.size(); ++i) {
            line(x(shown[i - 1].first), y(shown[i - 1].second.value), x(shown[i].first),
                 y(shown[i].second.value));
        }
        for (const auto& [split, bar] : shown) {
            drawInterval(x(split), bar);
            dot(x(split), y(bar.value), whole);
        }
    }

    void drawInterval(double at, const Bar& bar) {
        if (bar.high <= bar.low) return;
        cairo_set_line_width(painter_.get(), 1.5);
        line(at, y(bar.low), at, y(bar.high));
        for (const double end : {bar.low, bar.high}) line(at - 5, y(end), at + 5, y(end));
    }

    const SplitCurve& curve_;
    Surface surface_;
    Painter painter_;
    int leastSplit_ = 1 << 20, mostSplit_ = 0;
    double left_ = 0, top_ = 0, right_ = 0, bottom_ = 0;  // of the current panel
    Range range_;
};

}  // namespace

void plotCurve(const SplitCurve& curve, const std::string& file) {
    Plot plot(curve);
    plot.draw();
    plot.save(file);
}

}  // namespace duo::cli
