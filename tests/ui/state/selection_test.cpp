#include "state/selection.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "state/some_picture.h"

namespace duo::ui {
namespace {

TEST(PictureTest, ShowsTheScaleOrTheFinishedPicture) {
    Picture picture;
    picture.sides = {1, 2, 3};
    EXPECT_TRUE(picture.at(-1).isNull());
    picture.scales = {someImage(1), someImage(2), {}};
    EXPECT_EQ(picture.at(0), someImage(1));
    EXPECT_EQ(picture.at(1), someImage(2));
    EXPECT_TRUE(picture.at(2).isNull());
    EXPECT_EQ(picture.at(-1), someImage(2));
    picture.scales[2] = someImage(3);
    EXPECT_EQ(picture.at(2), someImage(3));
    picture.final = someImage(4);
    EXPECT_EQ(picture.at(-1), someImage(4));
    EXPECT_EQ(picture.at(2), someImage(4));
    EXPECT_EQ(picture.at(99), someImage(4));
    EXPECT_EQ(picture.at(1), someImage(2));
}

TEST(PictureTest, FromAnEarlierSessionHasItsLastScaleAlone) {
    Picture picture;
    picture.sides = {1, 2, 3};
    picture.final = someImage(4);
    EXPECT_TRUE(picture.at(0).isNull());
    EXPECT_EQ(picture.at(2), someImage(4));
}

TEST(SelectionTest, TellsOnlyChanges) {
    Selection selection;
    QSignalSpy pictures(&selection, &Selection::pictureChanged);
    QSignalSpy scales(&selection, &Selection::scaleChanged);
    const PicturePtr picture = somePicture();
    selection.setPicture(picture);
    selection.setPicture(picture);
    selection.setScale(-1);
    selection.setScale(3);
    selection.setScale(3);
    selection.setScale(-7);
    EXPECT_EQ(pictures.count(), 1);
    ASSERT_EQ(scales.count(), 2);
    EXPECT_EQ(scales[0][0].toInt(), 3);
    EXPECT_EQ(scales[1][0].toInt(), -1);
}

TEST(SelectionTest, ComparesTheLastFour) {
    Selection selection;
    QSignalSpy changes(&selection, &Selection::comparedChanged);
    std::vector<PicturePtr> pictures;
    for (int i = 0; i < 5; ++i) pictures.push_back(somePicture(i));
    for (const PicturePtr& picture : pictures) selection.addCompared(picture);
    EXPECT_EQ(selection.compared(), (std::vector(pictures.begin() + 1, pictures.end())));
    EXPECT_EQ(changes.count(), 5);

    selection.addCompared(pictures[2]);
    selection.addCompared({});
    selection.removeCompared(pictures[0]);
    EXPECT_EQ(changes.count(), 5);
    selection.removeCompared(pictures[2]);
    EXPECT_EQ(selection.compared(), (std::vector{pictures[1], pictures[3], pictures[4]}));
    selection.setCompared({pictures[0], nullptr, pictures[0]});
    EXPECT_EQ(selection.compared(), (std::vector{pictures[0]}));
}

}  // namespace
}  // namespace duo::ui
