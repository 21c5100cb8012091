// Draws a grid of pictures with titles, labelled rows and columns, and figures as one image for
// export. It does not use the window's theme: white or dark, at the pictures' size.
#pragma once

#include <QImage>
#include <QStringList>
#include <vector>

namespace duo::ui {

struct SheetCell {
    QImage picture;  // null: an empty frame
    QStringList lines;
};

struct SheetColumn {
    QString title, subtitle;
    double drafted = -1;  // share of the drafter's scales, drawn as a line; -1: none
};

struct Sheet {
    QString title;
    QStringList notes;                 // models, sampling; small lines below the title
    std::vector<SheetColumn> columns;  // without any words they take no room
    QStringList rows;
    std::vector<SheetCell> cells;  // row by row; the last row may be shorter

    const SheetCell& at(int row, int column) const {
        return cells[static_cast<std::size_t>(row) * columns.size() + column];
    }
};

enum class SheetPaper { White, Dark };

// Positions in pixels of the image.
struct SheetLayout {
    QSize size;
    int edge = 0;  // of a picture's square
    QFont titleFont, font, smallFont;
    QRect title;
    std::vector<QRect> notes, columns, rows;
    std::vector<QRect> pictures, lines;  // of each cell

    static SheetLayout of(const Sheet& sheet);
};

// Enlarges pictures below 128 pixels by integer factors, and reduces sheets above 64 million
// pixels.
QImage paintSheet(const Sheet& sheet, SheetPaper paper);

}  // namespace duo::ui
