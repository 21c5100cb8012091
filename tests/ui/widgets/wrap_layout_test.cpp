// A row that goes on in a second line.
#include "widgets/wrap_layout.h"

#include <gtest/gtest.h>

#include <QtWidgets>

namespace duo::ui {
namespace {

class WrapLayoutTest : public testing::Test {
  protected:
    WrapLayoutTest() {
        row.setContentsMargins(4, 4, 4, 4);
        row.setSpacing(6);
        for (int i = 0; i < 4; ++i) {
            if (i == 3) row.pushRight();
            auto* box = new QWidget;
            box->setFixedSize(100, 20 + i);
            boxes.push_back(box);
            row.addWidget(box);
        }
        owner.show();
    }
    void place(int width) {
        owner.resize(width, row.heightForWidth(width));
        row.activate();
    }

    QWidget owner;
    WrapLayout& row = *new WrapLayout(&owner);
    std::vector<QWidget*> boxes;
};

TEST_F(WrapLayoutTest, OneLineWhereItFitsWithTheEndAtTheRight) {
    place(600);
    EXPECT_EQ(row.heightForWidth(600), 23 + 8);
    EXPECT_EQ(boxes[0]->x(), 4);
    EXPECT_EQ(boxes[2]->x(), 4 + 2 * 106);
    EXPECT_EQ(boxes[3]->geometry().right(), 600 - 1 - 4);
}

TEST_F(WrapLayoutTest, AllAreWholeAndApartAtAnyWidth) {
    for (const int width : {110, 220, 330, 420}) {
        place(width);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            EXPECT_TRUE(owner.rect().contains(boxes[i]->geometry())) << width << ' ' << i;
            for (std::size_t j = 0; j < i; ++j)
                EXPECT_FALSE(boxes[i]->geometry().intersects(boxes[j]->geometry())) << width;
        }
    }
    EXPECT_EQ(row.minimumSize().width(), 108);
    EXPECT_GT(row.heightForWidth(220), row.heightForWidth(600));
}

TEST_F(WrapLayoutTest, WhatIsHiddenTakesNoRoom) {
    boxes[1]->hide();
    place(600);
    EXPECT_EQ(boxes[2]->x(), 4 + 106);
    EXPECT_EQ(row.sizeHint().width(), 8 + 3 * 100 + 2 * 6);
}

}  // namespace
}  // namespace duo::ui
