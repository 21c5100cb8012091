#include "widgets/sheet_painter.h"

#include <gtest/gtest.h>

#include <QFontMetrics>

#include "test_picture.h"

namespace duo::ui {
namespace {

Sheet sheetOf(int rows, int columns, int side) {
    Sheet sheet;
    sheet.title = "Split sweep · sunflower · seed 7";
    sheet.notes = {
        "Drafter var_large · refiner var_small · guidance 4 · top-k 600 · top-p 0.95 · "
        "temperature 1.1*7,1*3",
        "PSNR to plain VAR"};
    for (int c = 0; c < columns; ++c) {
        sheet.columns.push_back({QString("N = %1").arg(c), "7 + 3", double(c) / columns});
    }
    for (int r = 0; r < rows; ++r) {
        sheet.rows << (r == 0 ? "sunflower" : "a long name of a class of several words");
        for (int c = 0; c < columns; ++c) {
            sheet.cells.push_back(
                {testPicture(16 + c, side), {"41.2 ms · 1.81×", "12.3 MiB", "31.2 dB"}});
        }
    }
    return sheet;
}

bool fits(const QRect& area, const QFont& font, const QString& text) {
    const QRect needed = QFontMetrics(font).boundingRect(
        QRect(0, 0, area.width(), 10000), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, text);
    return needed.width() <= area.width() && needed.height() <= area.height();
}

TEST(SheetPainter, EveryLabelFitsItsPlace) {
    for (const int side : {64, 96, 256}) {
        for (const int columns : {1, 3, 11}) {
            const Sheet sheet = sheetOf(2, columns, side);
            const SheetLayout layout = SheetLayout::of(sheet);
            EXPECT_TRUE(fits(layout.title, layout.titleFont, sheet.title)) << columns;
            for (std::size_t i = 0; i < layout.notes.size(); ++i) {
                EXPECT_TRUE(fits(layout.notes[i], layout.smallFont, sheet.notes[i])) << columns;
            }
            for (int r = 0; r < 2; ++r) {
                EXPECT_TRUE(fits(layout.rows[r], layout.font, sheet.rows[r])) << side;
            }
            for (const QRect& lines : layout.lines) {
                EXPECT_TRUE(fits(lines, layout.smallFont, sheet.cells[0].lines.join('\n'))) << side;
            }
        }
    }
}

TEST(SheetPainter, NothingOverlapsOrLeavesTheSheet) {
    const Sheet sheet = sheetOf(3, 4, 96);
    const SheetLayout layout = SheetLayout::of(sheet);
    std::vector<QRect> all{layout.title};
    for (const auto* rects :
         {&layout.notes, &layout.columns, &layout.rows, &layout.pictures, &layout.lines}) {
        all.insert(all.end(), rects->begin(), rects->end());
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_TRUE(QRect(QPoint(), layout.size).contains(all[i])) << i;
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_FALSE(all[i].intersects(all[j])) << i << " " << j;
    }
}

TEST(SheetPainter, KeepsPicturesPixelForPixelAndEnlargesSmallOnes) {
    const Sheet large = sheetOf(1, 2, 256);
    const SheetLayout layout = SheetLayout::of(large);
    EXPECT_EQ(layout.edge, 256);
    const QImage image = paintSheet(large, SheetPaper::White);
    EXPECT_EQ(image.size(), layout.size);
    const QPoint at = layout.pictures[1].topLeft();
    EXPECT_EQ(image.pixelColor(at + QPoint(10, 20)), large.cells[1].picture.pixelColor(10, 20));
    EXPECT_EQ(SheetLayout::of(sheetOf(1, 2, 96)).edge, 192);
}

TEST(SheetPainter, TakesItsPaper) {
    const Sheet sheet = sheetOf(1, 1, 96);
    EXPECT_EQ(paintSheet(sheet, SheetPaper::White).pixelColor(0, 0), QColor(Qt::white));
    EXPECT_LT(paintSheet(sheet, SheetPaper::Dark).pixelColor(0, 0).lightness(), 60);
}

TEST(SheetPainter, MakesSheetsOfAnySizeManageable) {
    const QImage image = paintSheet(sheetOf(24, 11, 512), SheetPaper::White);
    EXPECT_LE(static_cast<double>(image.width()) * image.height(), 64.5e6);
    EXPECT_GT(image.width(), 3000);
}

TEST(SheetPainter, PaintsMissingPicturesAsFrames) {
    Sheet sheet = sheetOf(1, 2, 96);
    sheet.cells[1] = {};
    const SheetLayout layout = SheetLayout::of(sheet);
    const QImage image = paintSheet(sheet, SheetPaper::White);
    EXPECT_EQ(image.pixelColor(layout.pictures[1].center()), QColor(Qt::white));
}

TEST(SheetPainter, LooksGood) {
    QDir().mkpath(DUO_SCREENSHOTS);
    const QString folder = QStringLiteral(DUO_SCREENSHOTS);
    EXPECT_TRUE(paintSheet(sheetOf(2, 7, 96), SheetPaper::White).save(folder + "/sheet_white.png"));
    EXPECT_TRUE(paintSheet(sheetOf(1, 3, 256), SheetPaper::Dark).save(folder + "/sheet_dark.png"));
}

TEST(SheetPainter, ColumnsWithoutWordsTakeNoRoomAndTheLastRowMayBeShorter) {
    Sheet sheet;
    sheet.columns.resize(2);
    sheet.rows = {QString(), QString()};
    for (int i = 0; i < 3; ++i) sheet.cells.push_back({testPicture(16, 128), {"fox", "N = 8"}});
    const SheetLayout layout = SheetLayout::of(sheet);
    EXPECT_EQ(layout.pictures[0].top(), layout.columns[0].top());
    const QImage image = paintSheet(sheet, SheetPaper::White);
    EXPECT_NE(image.pixelColor(layout.pictures[2].topLeft()), QColor(Qt::white));
    EXPECT_EQ(image.pixelColor(layout.pictures[3].topLeft()), QColor(Qt::white)) << "no frame";
}

}  // namespace
}  // namespace duo::ui
