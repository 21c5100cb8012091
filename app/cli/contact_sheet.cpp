#include "contact_sheet.h"

#include <algorithm>

#include "base/error.h"
#include "cairo_handles.h"

namespace duo::cli {
namespace {

constexpr int kGap = 6;
constexpr int kMargin = 18;
constexpr int kTitleHeight = 40;
constexpr int kColumnHeight = 44;
constexpr double kTextSize = 14;
constexpr double kTitleSize = 18;

Surface newSurface(int width, int height) {
    return Surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
}

// cairo's RGB24 is one 32-bit word a pixel, 0x00RRGGBB.
Surface toSurface(const io::RgbImage& image) {
    Surface surface = newSurface(image.width, image.height);
    cairo_surface_flush(surface.get());
    unsigned char* data = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    const std::uint8_t* from = image.pixels.data();
    for (int y = 0; y < image.height; ++y) {
        auto* row =
            reinterpret_cast<std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
        for (int x = 0; x < image.width; ++x, from += 3) {
            row[x] = std::uint32_t{from[0]} << 16 | std::uint32_t{from[1]} << 8 | from[2];
        }
    }
    cairo_surface_mark_dirty(surface.get());
    return surface;
}

io::RgbImage toImage(cairo_surface_t* surface) {
    cairo_surface_flush(surface);
    io::RgbImage image{
        cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), {}};
    image.pixels.reserve(static_cast<std::size_t>(image.width) * image.height * 3);
    const unsigned char* data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < image.height; ++y) {
        const auto* row =
            reinterpret_cast<const std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
        for (int x = 0; x < image.width; ++x) {
            for (const int shift : {16, 8, 0})
                image.pixels.push_back(static_cast<std::uint8_t>(row[x] >> shift));
        }
    }
    return image;
}

void setFont(cairo_t* painter, double size, bool bold) {
    cairo_select_font_face(painter, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(painter, size);
}

double textWidth(cairo_t* painter, const std::string& text) {
    cairo_text_extents_t extents;
    cairo_text_extents(painter, text.c_str(), &extents);
    return extents.x_advance;
}

void drawText(cairo_t* painter, double x, double baseline, const std::string& text) {
    cairo_move_to(painter, x, baseline);
    cairo_show_text(painter, text.c_str());
}

int widest(const std::vector<std::string>& texts, double size, bool bold) {
    const Surface surface = newSurface(1, 1);
    const Painter painter(cairo_create(surface.get()));
    setFont(painter.get(), size, bold);
    double width = 0;
    for (const std::string& text : texts) width = std::max(width, textWidth(painter.get(), text));
    return static_cast<int>(width) + 1;
}

struct Layout {
    int cell;
    int left;  // where the first column begins
    int x(std::size_t column) const { return left + static_cast<int>(column) * (cell + kGap); }
    int y(std::size_t row) const {
        return kMargin + kTitleHeight + kColumnHeight + static_cast<int>(row) * (cell + kGap);
    }
};

void drawLabels(cairo_t* painter, const ContactSheet& sheet, const Layout& layout) {
    cairo_set_source_rgb(painter, 0.1, 0.1, 0.12);
    setFont(painter, kTitleSize, true);
    drawText(painter, kMargin, kMargin + kTitleSize, sheet.title);
    setFont(painter, kTextSize, false);
    for (std::size_t row = 0; row < sheet.rows.size(); ++row) {
        drawText(painter, kMargin, layout.y(row) + layout.cell / 2.0 + kTextSize / 3,
                 sheet.rows[row]);
    }
    for (std::size_t column = 0; column < sheet.columns.size(); ++column) {
        const std::string& label = sheet.columns[column];
        const std::size_t cut = label.find('\n');
        const double top = kMargin + kTitleHeight + kTextSize;
        setFont(painter, kTextSize, true);
        drawText(painter, layout.x(column), top, label.substr(0, cut));
        setFont(painter, kTextSize - 2, false);
        if (cut != std::string::npos) {
            drawText(painter, layout.x(column), top + kTextSize + 2, label.substr(cut + 1));
        }
    }
}

void drawPicture(cairo_t* painter, const io::RgbImage& picture, double x, double y, int cell) {
    if (picture.width == 0) return;
    const Surface surface = toSurface(picture);
    cairo_save(painter);
    cairo_translate(painter, x, y);
    cairo_scale(painter, static_cast<double>(cell) / picture.width,
                static_cast<double>(cell) / picture.height);
    cairo_set_source_surface(painter, surface.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(painter), CAIRO_FILTER_GOOD);
    cairo_paint(painter);
    cairo_restore(painter);
}

struct Size {
    int width, height;
};

Size sizeOf(const ContactSheet& sheet, std::size_t columns, const Layout& layout) {
    return {kMargin + std::max(layout.x(columns) - kGap,
                               kMargin + widest({sheet.title}, kTitleSize, true)),
            layout.y(sheet.rows.size()) - kGap + kMargin};
}

Layout layoutOf(const ContactSheet& sheet, int cell) {
    return {cell, 2 * kMargin + widest(sheet.rows, kTextSize, false)};
}

}  // namespace

void requireDrawable(const ContactSheet& sheet, std::size_t columns, int cell) {
    constexpr int kLongest = 32767;  // cairo's limit on the side of a picture
    const Size size = sizeOf(sheet, columns, layoutOf(sheet, cell));
    if (size.width <= kLongest && size.height <= kLongest) return;
    throw Error(ErrorKind::Usage,
                "A sheet of " + std::to_string(sheet.rows.size()) + " classes and " +
                    std::to_string(columns) + " splits would have " + std::to_string(size.width) +
                    " x " + std::to_string(size.height) + " pixels, expected at most " +
                    std::to_string(kLongest) + " on a side.",
                "Name fewer classes with --class, or fewer splits with --sheet-splits.");
}

io::RgbImage drawSheet(const ContactSheet& sheet, int cell) {
    const Layout layout = layoutOf(sheet, cell);
    const Size size = sizeOf(sheet, sheet.columns.size(), layout);
    const Surface surface = newSurface(size.width, size.height);
    const Painter painter(cairo_create(surface.get()));
    cairo_set_source_rgb(painter.get(), 0.97, 0.97, 0.96);
    cairo_paint(painter.get());
    drawLabels(painter.get(), sheet, layout);
    for (std::size_t row = 0; row < sheet.cells.size(); ++row) {
        for (std::size_t column = 0; column < sheet.cells[row].size(); ++column) {
            drawPicture(painter.get(), sheet.cells[row][column], layout.x(column), layout.y(row),
                        cell);
        }
    }
    return toImage(surface.get());
}

}  // namespace duo::cli
