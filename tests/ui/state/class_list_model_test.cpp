#include "state/class_list_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "protocol/class_names.h"
#include "protocol/generation_request.h"

namespace duo::ui {
namespace {

FamilyFacts imagenet() {
    FamilyFacts family;
    family.classes = 1000;
    for (int i = 0; i < family.classes; ++i) {
        family.classNames.push_back(ClassNames::imagenet1k().shown(i));
        family.wordNetIds.push_back(ClassNames::imagenet1k()[i].wordNetId);
    }
    return family;
}

struct Lists {
    ClassListModel model;
    ClassFilterModel filter;
    QAbstractItemModelTester modelTester{&model,
                                         QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester filterTester{&filter,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal};

    explicit Lists(const FamilyFacts& family = imagenet()) {
        filter.setSourceModel(&model);
        model.setFamily(family);
    }
    // Labels in the order shown, at most ten.
    std::vector<int> found(const QString& search) {
        filter.setSearch(search);
        std::vector<int> labels;
        for (int row = 0; row < std::min(filter.rowCount(), 10); ++row) {
            labels.push_back(filter.index(row, 0).data(ClassListModel::LabelRole).toInt());
        }
        return labels;
    }
};

TEST(ClassListModelTest, ListsNoClassFirst) {
    Lists lists;
    ASSERT_EQ(lists.model.rowCount(), 1001);
    EXPECT_EQ(lists.model.index(0).data(ClassListModel::LabelRole).toInt(), kNoClass);
    const QModelIndex retriever = lists.model.indexOf(207);
    EXPECT_EQ(retriever.data().toString(), "golden retriever");
    EXPECT_EQ(retriever.data(ClassListModel::LabelRole).toInt(), 207);
    EXPECT_EQ(retriever.data(ClassListModel::WordNetRole).toString(), "n02099601");
    EXPECT_EQ(lists.model.name(207), "golden retriever");
    EXPECT_FALSE(lists.model.indexOf(1000).isValid());
    EXPECT_FALSE(lists.model.indexOf(-2).isValid());
}

TEST(ClassListModelTest, FamiliesWithoutNames) {
    FamilyFacts family;
    family.classes = 3;
    family.classNames = {"disc", "", "star"};
    Lists lists(family);
    EXPECT_EQ(lists.model.indexOf(1).data().toString(), "class 1");
    EXPECT_TRUE(lists.model.indexOf(1).data(ClassListModel::WordNetRole).toString().isEmpty());
    EXPECT_EQ(lists.found("1"), (std::vector{1}));
    lists.model.setFamily({});
    EXPECT_EQ(lists.filter.rowCount(), 0);
    lists.filter.setSearch("");
    EXPECT_EQ(lists.filter.rowCount(), 1);
    EXPECT_EQ(lists.model.name(5), "class 5");
}

TEST(ClassListModelTest, FavouritesAndRecentTellChanges) {
    Lists lists;
    QSignalSpy favourites(&lists.model, &ClassListModel::favouritesChanged);
    QSignalSpy recent(&lists.model, &ClassListModel::recentChanged);
    EXPECT_TRUE(lists.model.setData(lists.model.indexOf(5), true, ClassListModel::FavouriteRole));
    EXPECT_FALSE(lists.model.setData(lists.model.indexOf(5), "x", Qt::EditRole));
    lists.model.setFavourites({5});
    EXPECT_EQ(favourites.count(), 1);
    EXPECT_TRUE(lists.model.indexOf(5).data(ClassListModel::FavouriteRole).toBool());
    EXPECT_FALSE(lists.model.indexOf(6).data(ClassListModel::FavouriteRole).toBool());

    for (int label = 0; label < 20; ++label) lists.model.noteRecent(label);
    lists.model.noteRecent(15);
    lists.model.noteRecent(15);
    EXPECT_EQ(recent.count(), 21);
    EXPECT_EQ(lists.model.recent().size(), ClassListModel::kMaxRecent);
    EXPECT_EQ(lists.model.indexOf(15).data(ClassListModel::RecentRole).toInt(), 0);
    EXPECT_EQ(lists.model.indexOf(19).data(ClassListModel::RecentRole).toInt(), 1);
    EXPECT_EQ(lists.model.indexOf(2).data(ClassListModel::RecentRole).toInt(), -1);
}

TEST(ClassFilterModelTest, FindsByNameLabelAndWordNetId) {
    Lists lists;
    EXPECT_EQ(lists.found("n02099601"), (std::vector{207}));
    EXPECT_EQ(lists.found("207").front(), 207);
    EXPECT_EQ(lists.found("  Golden_Retr "), (std::vector{207}));
    EXPECT_EQ(lists.found("Tinca tinca"), (std::vector{0})) << "a name that is not shown";
    EXPECT_EQ(lists.found("no class"), (std::vector{kNoClass}));
    EXPECT_TRUE(lists.found("zzz").empty());
}

TEST(ClassFilterModelTest, BestMatchesFirst) {
    FamilyFacts family;
    family.classNames = {"scat", "black cat", "cattle", "cat", "dog", "bobcat"};
    family.classes = 6;
    Lists lists(family);
    EXPECT_EQ(lists.found("CAT"), (std::vector{3, 2, 1, 0, 5}));
    lists.model.setFavourite(5, true);
    lists.model.noteRecent(1);
    EXPECT_EQ(lists.found("cat"), (std::vector{3, 2, 1, 5, 0}));
}

TEST(ClassFilterModelTest, FavouritesThenRecentWithoutASearch) {
    Lists lists;
    lists.model.setFavourites({300, 200});
    lists.model.noteRecent(900);
    lists.model.noteRecent(800);
    lists.model.noteRecent(300);
    EXPECT_EQ(lists.found(""), (std::vector{300, 200, 800, 900, kNoClass, 0, 1, 2, 3, 4}));
}

}  // namespace
}  // namespace duo::ui
