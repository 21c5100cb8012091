// The grid of a batch: where pictures lie, and how keys and clicks walk it.
#include "views/batch_grid.h"

#include "single_support.h"

namespace duo::ui {
namespace {

class BatchGridTest : public testing::Test {
  protected:
    BatchGridTest() {
        grid.resize(800, 600);
        QObject::connect(&grid, &BatchGrid::chosen, [this](const PicturePtr& picture) {
            chosen = picture;
            grid.BatchGrid::show(pictures, chosen, -1);
        });
    }
    void fill(int count) {
        pictures.clear();
        for (int i = 0; i < count; ++i) pictures.push_back(test::scaledPicture(false));
        chosen = pictures.front();
        grid.BatchGrid::show(pictures, chosen, -1);
        grid.QWidget::show();
        QTest::qWait(20);
    }
    std::ptrdiff_t at() const {
        return std::find(pictures.begin(), pictures.end(), chosen) - pictures.begin();
    }
    void press(Qt::Key key) { QTest::keyClick(&grid, key); }

    BatchGrid grid;
    std::vector<PicturePtr> pictures;
    PicturePtr chosen;
};

TEST_F(BatchGridTest, EveryPictureIsWholeAndAsLargeAsItCanBe) {
    for (const int count : {2, 3, 4, 7, 12}) {
        fill(count);
        const QRect room = grid.viewport()->rect();
        for (int i = 0; i < count; ++i) {
            EXPECT_TRUE(room.contains(grid.cellRect(i))) << count << ' ' << i;
            for (int j = 0; j < i; ++j) EXPECT_FALSE(grid.cellRect(i).intersects(grid.cellRect(j)));
        }
    }
    fill(4);
    EXPECT_GT(grid.cellRect(0).width(), 280);
}

TEST_F(BatchGridTest, ArrowsWalkAndStopAtTheEnds) {
    fill(6);
    ASSERT_EQ(grid.columns(), 3);
    press(Qt::Key_Right);
    EXPECT_EQ(at(), 1);
    press(Qt::Key_Down);
    EXPECT_EQ(at(), 4);
    press(Qt::Key_Down);
    EXPECT_EQ(at(), 4);
    press(Qt::Key_Up);
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    EXPECT_EQ(at(), 0);
    press(Qt::Key_End);
    EXPECT_EQ(at(), 5);
    press(Qt::Key_Home);
    EXPECT_EQ(at(), 0);
}

TEST_F(BatchGridTest, ClicksChooseAndEnterEnlarges) {
    fill(6);
    const QSignalSpy enlarged(&grid, &BatchGrid::enlargeAsked);
    QTest::mouseClick(grid.viewport(), Qt::LeftButton, {}, grid.cellRect(3).center());
    EXPECT_EQ(at(), 3);
    EXPECT_TRUE(grid.accessibleDescription().contains("4"));
    QTest::mouseDClick(grid.viewport(), Qt::LeftButton, {}, grid.cellRect(2).center());
    press(Qt::Key_Return);
    EXPECT_EQ(enlarged.count(), 2);
}

TEST_F(BatchGridTest, ManyPicturesScrollAndTheChosenOneIsInSight) {
    fill(300);
    EXPECT_GE(grid.cellRect(0).width(), 90);
    ASSERT_GT(grid.verticalScrollBar()->maximum(), 0);
    press(Qt::Key_End);
    EXPECT_TRUE(grid.viewport()->rect().contains(grid.cellRect(299)));
    press(Qt::Key_Home);
    EXPECT_TRUE(grid.viewport()->rect().contains(grid.cellRect(0)));
}

TEST_F(BatchGridTest, TheScaleMovesAllOfThem) {
    fill(4);
    const auto colorsIn = [this](int index) {
        const QImage seen = grid.viewport()->grab(grid.cellRect(index)).toImage();
        std::set<QRgb> colors;
        for (int y = 0; y < seen.height(); y += 4) colors.insert(seen.pixel(seen.width() / 2, y));
        return colors.size();
    };
    for (int i = 0; i < 4; ++i) EXPECT_GT(colorsIn(i), 10U);
    grid.BatchGrid::show(pictures, chosen, 0);
    for (int i = 0; i < 4; ++i) EXPECT_LT(colorsIn(i), 5U) << "scale 1 has one colour";
}

}  // namespace
}  // namespace duo::ui
