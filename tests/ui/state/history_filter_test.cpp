// What the history shows of many pictures, without a look into their files.
#include "state/history_filter.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPixmap>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "state/history_thumbnails.h"
#include "state/some_picture.h"

namespace duo::ui {
namespace {

constexpr int kMany = 20'000;

// An index of many pictures whose files hold nothing: reading one gives no picture.
class ManyPictures {
  public:
    explicit ManyPictures(int count) {
        QFile list(folder_.filePath("history.jsonl"));
        EXPECT_TRUE(list.open(QIODevice::WriteOnly));
        for (int i = 0; i < count; ++i) {
            const QString name = QStringLiteral("%1.png").arg(i, 6, 10, QChar('0'));
            EXPECT_TRUE(QFile(folder_.filePath(name)).open(QIODevice::WriteOnly));
            list.write('\n' + QJsonDocument(line(name, i)).toJson(QJsonDocument::Compact));
        }
    }
    QString path() const { return folder_.path(); }

    static QString className(int i) { return i % 10 == 3 ? "red fox" : "castle"; }

  private:
    static QJsonObject line(const QString& name, int i) {
        const QDateTime made = QDateTime::fromSecsSinceEpoch(1'700'000'000 + i).toUTC();
        return {
            {"file", name},
            {"made", made.toString(Qt::ISODateWithMs)},
            {"title", QStringLiteral("%1, N = %2, seed %3").arg(className(i)).arg(i % 11).arg(i)},
            {"label", i % 10},
            {"class", className(i)},
            {"split", i % 11},
            {"seed", QString::number(i)},
            {"star", i % 100 == 0}};
    }

    QTemporaryDir folder_;
};

struct HistoryFilterTest : testing::Test {
    QTemporaryDir folder;
    HistoryStore store{folder.path()};
    HistoryFilter filter{store};
    QAbstractItemModelTester tester{&filter, QAbstractItemModelTester::FailureReportingMode::Fatal};

    QStringList titles() const {
        QStringList texts;
        for (int row = 0; row < filter.rowCount(); ++row)
            texts << filter.index(row, 0).data().toString();
        return texts;
    }
};

TEST_F(HistoryFilterTest, FollowsWhatComesAndGoes) {
    for (const char* title : {"fox 1", "castle", "fox 2"}) store.add(somePicture(), title);
    EXPECT_EQ(titles(), (QStringList{"fox 2", "castle", "fox 1"}));
    filter.setQuery({.text = "FOX"});
    EXPECT_EQ(titles(), (QStringList{"fox 2", "fox 1"}));
    store.add(somePicture(), "castle 2");
    store.add(somePicture(), "fox 3");
    EXPECT_EQ(titles(), (QStringList{"fox 3", "fox 2", "fox 1"}));
    store.remove({store.index(1), store.index(2)});  // castle 2, fox 2
    EXPECT_EQ(titles(), (QStringList{"fox 3", "fox 1"}));
    filter.setQuery({});
    EXPECT_EQ(titles(), (QStringList{"fox 3", "castle", "fox 1"}));
}

TEST_F(HistoryFilterTest, AStarBringsAndTakes) {
    for (const char* title : {"a", "b", "c"}) store.add(somePicture(), title);
    filter.setQuery({.starred = true});
    EXPECT_EQ(filter.rowCount(), 0);
    store.setStarred({store.index(0), store.index(2)}, true);
    EXPECT_EQ(titles(), (QStringList{"c", "a"}));
    store.setStarred({filter.mapToSource(filter.index(0, 0))}, false);
    EXPECT_EQ(titles(), (QStringList{"a"}));
}

TEST(HistoryQuery, EveryPartMustHold) {
    HistoryEntry entry{"f.png", {}, "golden retriever, N = 8, seed 7"};
    EXPECT_TRUE(HistoryQuery{}.matches(entry));
    EXPECT_TRUE(HistoryQuery{.text = "retr n=8"}.matches(entry));
    EXPECT_FALSE(HistoryQuery{.text = "retr n=7"}.matches(entry));
    EXPECT_FALSE(HistoryQuery{.split = 8}.matches(entry)) << "what is not known matches nothing";
    entry.facts = {207, "golden retriever", 8, 7};
    EXPECT_TRUE(
        (HistoryQuery{.className = "golden retriever", .split = 8, .seed = 7}.matches(entry)));
    EXPECT_FALSE(HistoryQuery{.split = 0}.matches(entry));
    EXPECT_FALSE(HistoryQuery{.seed = 8}.matches(entry));
    EXPECT_FALSE(HistoryQuery{.className = "fox"}.matches(entry));
    EXPECT_FALSE(HistoryQuery{.starred = true}.matches(entry));
}

TEST(ManyPicturesTest, AreFilteredWithoutTheirFiles) {
    const ManyPictures many(kMany);
    HistoryStore store(many.path());
    ASSERT_EQ(store.rowCount(), kMany);
    HistoryFilter filter(store);
    ASSERT_EQ(filter.rowCount(), kMany);
    // Without the files a look into one would drop its row.
    for (int row = 0; row < kMany; ++row) QFile::remove(store.entry(row).file);
    filter.setQuery({.className = "red fox", .split = 5});
    EXPECT_EQ(filter.rowCount(), 181);
    filter.setQuery({.starred = true});
    EXPECT_EQ(filter.rowCount(), kMany / 100);
    filter.setQuery({.text = "fox n=5 seed"});
    EXPECT_EQ(filter.rowCount(), 181);
    filter.setQuery({.seed = 12345});
    ASSERT_EQ(filter.rowCount(), 1);
    EXPECT_EQ(filter.index(0, 0).data().toString(), "castle, N = 3, seed 12345");
    QTest::qWait(50);
    EXPECT_EQ(store.rowCount(), kMany);
}

TEST(ManyPicturesTest, KeepFewThumbnailsAndFewRequests) {
    const ManyPictures many(kMany);
    HistoryStore store(many.path());
    HistoryThumbnails& thumbnails = store.thumbnails();
    thumbnails.setBytes(0);
    for (int row = 0; row < kMany; ++row) {
        // With pixels: an unreadable file's thumbnail is empty.
        thumbnails.of(store.entry(row).file, someImage(row).scaled(192, 192));
        ASSERT_LE(thumbnails.waiting(), 512);
    }
    const QString last = store.entry(kMany - 1).file, first = store.entry(0).file;
    ASSERT_TRUE(QTest::qWaitFor([&] { return thumbnails.waiting() == 0; }, 20'000));
    EXPECT_LE(thumbnails.bytes(), 8 << 20);
    EXPECT_GT(thumbnails.bytes(), 4 << 20);
    // A thumbnail that was passed by is loaded once it is seen again.
    EXPECT_EQ(thumbnails.of(first, someImage(0)), nullptr);
    EXPECT_TRUE(QTest::qWaitFor([&] { return thumbnails.of(first, {}) != nullptr; }, 5000));
}

}  // namespace
}  // namespace duo::ui
