#include "widgets/sheet_painter.h"

#include <QGuiApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/theme.h"

namespace duo::ui {
namespace {

constexpr int kMinEdge = 128;
constexpr double kMaxPixels = 64e6;
constexpr int kWrap = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

struct Ink {
    QColor paper, text, faint, line;
};

Ink inkOf(SheetPaper paper) {
    if (paper == SheetPaper::Dark) return {0x1b1c1f, 0xe8eaee, 0xa3a9b3, 0x45484f};
    return {0xffffff, 0x16181c, 0x59606b, 0xc9cdd4};
}

QFont sized(int pixels, bool bold = false) {
    QFont font = QGuiApplication::font();
    font.setPixelSize(pixels);
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return font;
}

int widest(const QFontMetrics& metrics, const QStringList& texts) {
    int width = 0;
    for (const QString& text : texts) width = std::max(width, metrics.horizontalAdvance(text));
    return width;
}

// The largest side of the pictures, enlarged by a whole factor where it is small.
int edgeOf(const Sheet& sheet) {
    int side = 0;
    for (const SheetCell& cell : sheet.cells) {
        side = std::max({side, cell.picture.width(), cell.picture.height()});
    }
    if (side == 0) return kMinEdge;
    return side * ((kMinEdge + side - 1) / side);
}

// Wrapped at a picture's width, but never within a word.
int rowTitleWidth(const Sheet& sheet, const SheetLayout& layout) {
    const QFontMetrics metrics(layout.font);
    QStringList words;
    for (const QString& title : sheet.rows) words += title.split(' ');
    return std::max(std::min(widest(metrics, sheet.rows), layout.edge), widest(metrics, words));
}

// No text of a column is wider than this.
int columnWidth(const Sheet& sheet, const SheetLayout& layout) {
    const QFontMetrics title(layout.font), small(layout.smallFont);
    int width = layout.edge;
    for (const SheetColumn& column : sheet.columns) {
        width = std::max({width, title.horizontalAdvance(column.title),
                          small.horizontalAdvance(column.subtitle)});
    }
    for (const SheetCell& cell : sheet.cells) width = std::max(width, widest(small, cell.lines));
    return width;
}

// The height of the cell with the most lines.
int linesHeight(const Sheet& sheet, const QFontMetrics& metrics, int width) {
    int height = 0;
    for (const SheetCell& cell : sheet.cells) {
        const QRect area =
            metrics.boundingRect(QRect(0, 0, width, 10000), kWrap, cell.lines.join('\n'));
        height = std::max(height, area.height());
    }
    return height;
}

// Lines of the head wrap at the grid's width; returns what is left below them.
int placeHead(const Sheet& sheet, SheetLayout& layout, int inset, int width) {
    int y = inset;
    const auto place = [&](const QFont& font, const QString& text) {
        const int height =
            QFontMetrics(font).boundingRect(QRect(0, 0, width, 10000), kWrap, text).height();
        const QRect area(inset, y, width, height);
        y += height + inset / 4;
        return area;
    };
    if (!sheet.title.isEmpty()) layout.title = place(layout.titleFont, sheet.title);
    for (const QString& note : sheet.notes) {
        layout.notes.push_back(place(layout.smallFont, note));
    }
    return y + inset / 2;
}

void placeGrid(const Sheet& sheet, SheetLayout& layout, int inset, int top, int width) {
    const QFontMetrics font(layout.font), small(layout.smallFont);
    const int gap = inset / 2;
    const int rowTitle = rowTitleWidth(sheet, layout);
    const int left = inset + (rowTitle > 0 ? rowTitle + gap : 0);
    const bool titled = std::ranges::any_of(sheet.columns, [](const SheetColumn& column) {
        return !column.title.isEmpty() || !column.subtitle.isEmpty() || column.drafted >= 0;
    });
    const int head = titled ? font.height() + small.height() + gap : 0;
    const auto columns = static_cast<int>(sheet.columns.size());
    for (int c = 0; c < columns; ++c) {
        layout.columns.push_back({left + c * (width + gap), top, width, head});
    }
    int y = top + head + (titled ? gap / 2 : 0);
    const int text = linesHeight(sheet, small, width);
    for (int r = 0; r < sheet.rows.size(); ++r) {
        const QRect title = font.boundingRect(QRect(0, 0, rowTitle, 10000), kWrap, sheet.rows[r]);
        const int height = std::max(layout.edge + gap / 2 + text, title.height());
        layout.rows.push_back({inset, y, rowTitle, height});
        for (int c = 0; c < columns; ++c) {
            const int x = layout.columns[c].left();
            layout.pictures.push_back({x, y, layout.edge, layout.edge});
            layout.lines.push_back({x, y + layout.edge + gap / 2, width, text});
        }
        y += height + gap;
    }
    layout.size = {left + columns * (width + gap) - gap + inset, y - gap + inset};
}

class SheetPainter {
  public:
    SheetPainter(const Sheet& sheet, const SheetLayout& layout, QImage& image, SheetPaper paper)
        : sheet_(sheet), layout_(layout), ink_(inkOf(paper)), painter_(&image) {
        painter_.setRenderHint(QPainter::SmoothPixmapTransform);
        painter_.setRenderHint(QPainter::TextAntialiasing);
    }

    void paint() {
        write(layout_.title, layout_.titleFont, ink_.text, sheet_.title);
        for (std::size_t i = 0; i < layout_.notes.size(); ++i) {
            write(layout_.notes[i], layout_.smallFont, ink_.faint, sheet_.notes[i]);
        }
        for (std::size_t c = 0; c < layout_.columns.size(); ++c) paintColumn(c);
        for (std::size_t r = 0; r < layout_.rows.size(); ++r) {
            write(layout_.rows[r], layout_.font, ink_.text, sheet_.rows[r]);
        }
        for (std::size_t i = 0; i < sheet_.cells.size(); ++i) paintCell(i);
    }

  private:
    void write(const QRect& area, const QFont& font, const QColor& color, const QString& text) {
        painter_.setFont(font);
        painter_.setPen(color);
        painter_.drawText(area, kWrap, text);
    }

    void paintColumn(std::size_t column) {
        const SheetColumn& head = sheet_.columns[column];
        QRect line = layout_.columns[column];
        write(line, layout_.font, ink_.text, head.title);
        line.setTop(line.top() + QFontMetrics(layout_.font).height());
        write(line, layout_.smallFont, ink_.faint, head.subtitle);
        if (head.drafted < 0) return;
        const int height = std::max(layout_.edge / 64, 3);
        QRect share(line.left(), line.bottom() + 1 - height, layout_.edge, height);
        painter_.fillRect(share, theme::model(ModelRole::Refiner));
        share.setWidth(static_cast<int>(std::lround(head.drafted * layout_.edge)));
        painter_.fillRect(share, theme::model(ModelRole::Drafter));
    }

    void paintCell(std::size_t i) {
        const SheetCell& cell = sheet_.cells[i];
        const QRect area = layout_.pictures[i];
        if (cell.picture.isNull()) {
            painter_.setPen(ink_.line);
            painter_.drawRect(area.adjusted(0, 0, -1, -1));
        } else {
            const bool larger = cell.picture.width() < layout_.edge;
            const QImage scaled =
                cell.picture.scaled(area.size(), Qt::KeepAspectRatio,
                                    larger ? Qt::FastTransformation : Qt::SmoothTransformation);
            QRect target(QPoint(), scaled.size());
            target.moveCenter(area.center());
            painter_.drawImage(target.topLeft(), scaled);
        }
        write(layout_.lines[i], layout_.smallFont, ink_.faint, cell.lines.join('\n'));
    }

    const Sheet& sheet_;
    const SheetLayout& layout_;
    Ink ink_;
    QPainter painter_;
};

}  // namespace

SheetLayout SheetLayout::of(const Sheet& sheet) {
    SheetLayout layout;
    layout.edge = edgeOf(sheet);
    const int text = std::clamp(layout.edge / 11, 13, 28);
    layout.font = sized(text, true);
    layout.smallFont = sized(text * 6 / 7);
    layout.titleFont = sized(text * 3 / 2, true);
    const int inset = text * 2;
    const int width = columnWidth(sheet, layout);
    const int columns = std::max<int>(static_cast<int>(sheet.columns.size()), 1);
    const int headWidth = std::max(columns * (width + inset / 2), 20 * text);
    const int top = placeHead(sheet, layout, inset, headWidth);
    placeGrid(sheet, layout, inset, top, width);
    layout.size = layout.size.expandedTo({headWidth + 2 * inset, top + inset});
    return layout;
}

QImage paintSheet(const Sheet& sheet, SheetPaper paper) {
    const SheetLayout layout = SheetLayout::of(sheet);
    QImage image(layout.size, QImage::Format_RGB32);
    if (image.isNull()) return {};
    image.fill(inkOf(paper).paper);
    SheetPainter(sheet, layout, image, paper).paint();
    const double pixels = static_cast<double>(image.width()) * image.height();
    if (pixels <= kMaxPixels) return image;
    return image.scaled(image.size() * std::sqrt(kMaxPixels / pixels), Qt::KeepAspectRatio,
                        Qt::SmoothTransformation);
}

}  // namespace duo::ui
