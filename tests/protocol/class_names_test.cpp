#include "protocol/class_names.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/generation_request.h"
#include "support/expect_error.h"

namespace duo {
namespace {

const ClassNames& imagenet() {
    return ClassNames::imagenet1k();
}

TEST(ClassNames, ImagenetIsWholeAndInOrder) {
    ASSERT_EQ(imagenet().count(), 1000);
    for (int i = 1; i < 1000; ++i) {
        EXPECT_LT(imagenet()[i - 1].wordNetId, imagenet()[i].wordNetId) << i;
    }
    EXPECT_EQ(imagenet()[0].wordNetId, "n01440764");
    EXPECT_EQ(imagenet()[0].names, (std::vector<std::string>{"tench", "Tinca tinca"}));
    EXPECT_EQ(imagenet()[207].wordNetId, "n02099601");
    EXPECT_EQ(imagenet().shown(281), "tabby");
    EXPECT_EQ(imagenet()[985].wordNetId, "n11939491");
    EXPECT_EQ(imagenet().shown(992), "agaric");
    EXPECT_EQ(imagenet()[970].wordNetId, "n09193705");
    EXPECT_EQ(imagenet().shown(999), "toilet tissue");
}

TEST(ClassNames, FindsByIndexWordNetIdAndAnyName) {
    EXPECT_EQ(imagenet().find("207", 1000), 207);
    EXPECT_EQ(imagenet().find("n02099601", 1000), 207);
    EXPECT_EQ(imagenet().find("golden retriever", 1000), 207);
    EXPECT_EQ(imagenet().find("Golden_Retriever", 1000), 207);
    EXPECT_EQ(imagenet().find("tabby cat", 1000), 281);
    EXPECT_EQ(imagenet().find("none", 1000), kNoClass);
    EXPECT_EQ(imagenet().find("No class", 1000), kNoClass);
}

TEST(ClassNames, UnknownNamesGetTheNearestOnes) {
    EXPECT_DUO_ERROR(imagenet().find("goldn retriever", 1000), ErrorKind::Usage,
                     "'goldn retriever'", "golden retriever");
    EXPECT_DUO_ERROR(imagenet().find("volcan", 1000), ErrorKind::Usage, "volcano");
    EXPECT_DUO_ERROR(imagenet().find("terrier", 1000), ErrorKind::Usage, "terrier");
    EXPECT_EQ(imagenet().suggestions("goldn retriever", 3).front(), "golden retriever");
    EXPECT_EQ(imagenet().suggestions("zebr", 5).size(), 5u);
    EXPECT_DUO_ERROR(imagenet().find("", 1000), ErrorKind::Usage, "''");
}

TEST(ClassNames, AmbiguousNamesSayWhichClassesTheyMean) {
    EXPECT_DUO_ERROR(imagenet().find("crane", 1000), ErrorKind::Usage, "134, 517");
}

TEST(ClassNames, IndexBeyondTheModel) {
    EXPECT_DUO_ERROR(imagenet().find("16", 16), ErrorKind::Usage, "0 to 15");
    EXPECT_DUO_ERROR(imagenet().find("-2", 16), ErrorKind::Usage, "0 to 15");
    EXPECT_DUO_ERROR(imagenet().find("daisy", 16), ErrorKind::Usage, "daisy");
    EXPECT_DUO_ERROR(ClassNames().find("daisy", 16), ErrorKind::Usage, "no names", "0 to 15");
    EXPECT_EQ(ClassNames().find("3", 16), 3);
}

TEST(ClassNames, OwnListAndItsErrors) {
    const ClassNames names =
        ClassNames::parse("# demo\n0\t\tsunset\n1\t\tpine forest, wood\n", "x");
    EXPECT_EQ(names.count(), 2);
    EXPECT_EQ(names.find("wood", 2), 1);
    EXPECT_EQ(names.shown(1), "pine forest");
    EXPECT_EQ(names.shown(2), "");
    EXPECT_EQ(names.shown(kNoClass), "no class");
    EXPECT_DUO_ERROR(ClassNames::parse("0\t\ta\n2\t\tb\n", "list.tsv"), ErrorKind::File,
                     "list.tsv, line 2", "'1 <tab>");
    EXPECT_DUO_ERROR(ClassNames::parse("0 a\n", "list.tsv"), ErrorKind::File, "line 1");
    EXPECT_DUO_ERROR(ClassNames::parse("0\t\t\n", "list.tsv"), ErrorKind::File, "line 1");
    EXPECT_DUO_ERROR(ClassNames::read("no/such/list.tsv"), ErrorKind::File, "no/such/list.tsv");
}

TEST(ClassNames, FoldersNameTheClasses) {
    const std::vector<std::string> folders{"red cats", "n02099601", "dog, hound", "a\tb", " , "};
    const ClassNames names = ClassNames::ofFolders(folders);
    EXPECT_EQ(names.find("Red_Cats", 5), 0);
    EXPECT_EQ(names.shown(1), "golden retriever");
    EXPECT_EQ(names.find("hound", 5), 2);
    EXPECT_EQ(names.find("dog, hound", 5), 2) << "the folder's whole name";
    EXPECT_EQ(names.shown(3), "a b");
    EXPECT_EQ(names.shown(4), "class 4");
    const ClassNames again = ClassNames::parse(names.table(), "x");
    ASSERT_EQ(again.count(), 5);
    for (int label = 0; label < 5; ++label) EXPECT_EQ(again[label], names[label]) << label;
}

TEST(ClassNames, TravelInMetadata) {
    const std::vector<std::string> folders{"\"quoted\", twice", "Кошки", "broken \xff"};
    const ClassNames names = ClassNames::ofMetadata(classNamesMetadata(folders));
    ASSERT_EQ(names.count(), 3);
    EXPECT_EQ(names.find("\"quoted\", twice", 3), 0);
    EXPECT_EQ(names.shown(1), "Кошки");
    EXPECT_TRUE(names.shown(2).starts_with("broken "));
    for (const char* text : {"", "1000", "[1, 2]", "[\"a\"", "{\"a\": 1}"})
        EXPECT_EQ(ClassNames::ofMetadata(text).count(), 0) << text;
}

}  // namespace
}  // namespace duo
