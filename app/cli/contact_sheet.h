// A labelled sheet of pictures: one row per class, one column per split point. cairo draws the
// text.
#pragma once

#include <string>
#include <vector>

#include "io/image.h"

namespace duo::cli {

struct ContactSheet {
    std::string title;
    std::vector<std::string> rows;     // labels
    std::vector<std::string> columns;  // labels, may hold a second line after '\n'
    // [rows][columns]; an absent picture (width 0) stays empty
    std::vector<std::vector<io::RgbImage>> cells;
};

// Error(Usage) if the sheet, with so many columns, would be larger than a picture of cairo. Call it
// before the pictures are made. cell as in drawSheet.
void requireDrawable(const ContactSheet& sheet, std::size_t columns, int cell);

// cell: side of a picture on the sheet in pixels; pictures are scaled to it.
io::RgbImage drawSheet(const ContactSheet& sheet, int cell);

}  // namespace duo::cli
