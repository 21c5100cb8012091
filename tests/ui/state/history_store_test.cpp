#include "state/history_store.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QPixmap>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "state/history_thumbnails.h"
#include "state/some_picture.h"

namespace duo::ui {
namespace {

PicturePtr picture(int shade);

class HistoryStoreTest : public testing::Test {
  protected:
    void SetUp() override {
        // The trash of this test alone; test mode would have one in the home folder.
        QStandardPaths::setTestModeEnabled(false);
        ASSERT_TRUE(QDir(folder_.path()).mkpath("data"));
        qputenv("XDG_DATA_HOME", folder_.filePath("data").toUtf8());
        start();
    }
    void TearDown() override {
        qunsetenv("XDG_DATA_HOME");
        QStandardPaths::setTestModeEnabled(true);
    }

    // Ends the session that runs, and begins another.
    void start() {
        tester_.reset();
        store_ = std::make_unique<HistoryStore>(folder_.filePath("history"));
        tester_ = std::make_unique<QAbstractItemModelTester>(
            store_.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    }
    void restart() {
        tester_.reset();
        store_.reset();
        start();
    }
    QStringList titles() const {
        QStringList texts;
        for (int row = 0; row < store_->rowCount(); ++row) texts << index(row).data().toString();
        return texts;
    }
    QModelIndex index(int row) const { return store_->index(row); }
    QString fileOf(int row) const { return index(row).data(HistoryStore::FileRole).toString(); }
    // Pictures named "0", "1", …, all written.
    void fill(int count) {
        for (int i = 0; i < count; ++i) store_->add(picture(i), QString::number(i));
        restart();
    }
    bool thumbnailComes(int row) const {
        const auto there = [&] {
            return !index(row).data(Qt::DecorationRole).value<QPixmap>().isNull();
        };
        return QTest::qWaitFor(there, 5000);
    }

    QTemporaryDir folder_;
    std::unique_ptr<HistoryStore> store_;
    std::unique_ptr<QAbstractItemModelTester> tester_;
};

PicturePtr picture(int shade) {
    const auto made = std::make_shared<Picture>();
    made->labelName = "golden retriever";
    made->final = QImage(400, 200, QImage::Format_RGB32);
    made->final.fill(QColor(shade, 100, 200));
    made->provenance = QStringLiteral("provenance %1").arg(shade);
    made->parameters = QStringLiteral("щенок\nSteps: %1").arg(shade);
    return made;
}

TEST_F(HistoryStoreTest, NewestFirstAndAtOnce) {
    const PicturePtr first = picture(1), second = picture(2);
    store_->add(first, "one");
    store_->add(second, "two");
    store_->add({}, "none");
    store_->add(std::make_shared<Picture>(), "without pixels");
    EXPECT_EQ(titles(), (QStringList{"two", "one"}));
    EXPECT_EQ(store_->open(index(0)), second) << "still being written, or told so late";
    EXPECT_EQ(fileOf(1), first->file);
    EXPECT_NE(first->file, second->file);
    EXPECT_TRUE(first->file.startsWith(store_->folder() + '/'));
    EXPECT_TRUE(first->file.endsWith(".png") && first->file.contains("golden-retriever"));
    EXPECT_EQ(index(0).data(HistoryStore::ProvenanceRole).toString(), second->provenance);
    EXPECT_TRUE(QTest::qWaitFor([&] { return QFile::exists(first->file); }, 5000));
}

TEST_F(HistoryStoreTest, SurvivesARestart) {
    store_->add(picture(1), "one");
    store_->add(picture(2), "два, N = 8");
    const QDateTime made = index(0).data(HistoryStore::MadeRole).toDateTime();
    restart();
    EXPECT_EQ(titles(), (QStringList{"два, N = 8", "one"}));
    EXPECT_EQ(index(0).data(HistoryStore::MadeRole).toDateTime(), made);
    EXPECT_EQ(store_->open(index(0)), nullptr) << "its metadata is none of ours";
}

TEST_F(HistoryStoreTest, ListsPicturesThatTheIndexLost) {
    fill(2);
    const QString index = store_->folder() + "/history.jsonl";
    QFile file(index);
    ASSERT_TRUE(file.open(QIODevice::ReadWrite));
    const QByteArray lines = file.readAll();
    file.resize(lines.lastIndexOf('\n') + 8);  // as if the power went
    file.close();
    restart();
    ASSERT_EQ(store_->rowCount(), 2);
    EXPECT_TRUE(titles().contains("0"));
    store_->add(picture(7), "7");
    restart();
    EXPECT_EQ(store_->rowCount(), 3);
    EXPECT_EQ(titles().front(), "7") << "the broken line took the next one along";

    ASSERT_TRUE(QFile::remove(index));
    restart();
    EXPECT_EQ(store_->rowCount(), 3);
    EXPECT_TRUE(titles().front().contains("golden-retriever"));
}

TEST_F(HistoryStoreTest, ThumbnailsComeLater) {
    fill(3);
    EXPECT_TRUE(index(1).data(Qt::DecorationRole).value<QPixmap>().isNull());
    QSignalSpy changes(store_.get(), &QAbstractItemModel::dataChanged);
    ASSERT_TRUE(thumbnailComes(1));
    ASSERT_EQ(changes.count(), 1);
    EXPECT_EQ(changes[0][0].toModelIndex(), index(1));
    const QPixmap thumbnail = index(1).data(Qt::DecorationRole).value<QPixmap>();
    EXPECT_EQ(thumbnail.size(), QSize(192, 96));
    EXPECT_EQ(thumbnail.toImage().pixelColor(9, 9), QColor(1, 100, 200));
    store_->add(picture(77), "unsaved");
    ASSERT_TRUE(thumbnailComes(0));
}

TEST_F(HistoryStoreTest, ThumbnailsAreKeptWithinALimit) {
    constexpr int kCount = 150;  // of 192 x 96 pixels of 4 bytes: more than 8 MiB
    for (int i = 0; i < kCount; ++i) store_->add(picture(i), QString::number(i));
    store_->thumbnails().setBytes(1);
    for (int row = 0; row < kCount; ++row) ASSERT_TRUE(thumbnailComes(row));
    const auto shown = [&](int row) {
        return !index(row).data(Qt::DecorationRole).value<QPixmap>().isNull();
    };
    EXPECT_TRUE(shown(kCount - 1));
    EXPECT_FALSE(shown(0));
}

TEST_F(HistoryStoreTest, FilesDeletedElsewhereVanish) {
    fill(4);
    ASSERT_TRUE(QFile::remove(fileOf(0)));
    ASSERT_TRUE(QFile::remove(fileOf(1)));
    EXPECT_EQ(store_->open(index(0)), nullptr);
    EXPECT_TRUE(QTest::qWaitFor([&] { return store_->rowCount() == 3; }, 5000));
    index(0).data(Qt::DecorationRole);
    EXPECT_TRUE(QTest::qWaitFor([&] { return store_->rowCount() == 2; }, 5000));
    ASSERT_TRUE(QFile::remove(fileOf(1)));
    restart();
    EXPECT_EQ(titles(), (QStringList{"1"}));
}

TEST_F(HistoryStoreTest, AnUnreadableFileStaysWithoutAThumbnail) {
    fill(1);
    QFile file(fileOf(0));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("no picture");
    file.close();
    QSignalSpy changes(store_.get(), &QAbstractItemModel::dataChanged);
    index(0).data(Qt::DecorationRole);
    ASSERT_TRUE(QTest::qWaitFor([&] { return changes.count() == 1; }, 5000));
    index(0).data(Qt::DecorationRole);
    QTest::qWait(50);
    EXPECT_EQ(changes.count(), 1) << "it is tried again and again";
    EXPECT_EQ(store_->rowCount(), 1);
}

TEST_F(HistoryStoreTest, RemoveMovesToTheTrash) {
    fill(4);
    QSignalSpy failures(store_.get(), &HistoryStore::failed);
    const QStringList gone{fileOf(1), fileOf(3)};
    store_->remove({index(3), index(1), index(1), QModelIndex()});
    EXPECT_EQ(titles(), (QStringList{"3", "1"}));
    restart();
    EXPECT_EQ(titles(), (QStringList{"3", "1"}));
    for (const QString& file : gone) {
        EXPECT_FALSE(QFile::exists(file));
        EXPECT_TRUE(
            QFile::exists(folder_.filePath("data/Trash/files/") + QFileInfo(file).fileName()));
    }
    EXPECT_EQ(failures.count(), 0);
}

TEST_F(HistoryStoreTest, WhatWillNotGoToTheTrashComesBack) {
    fill(3);
    const QString file = fileOf(0);
    QFile inTheWay(folder_.filePath("data/Trash"));
    ASSERT_TRUE(inTheWay.open(QIODevice::WriteOnly));
    QSignalSpy failures(store_.get(), &HistoryStore::failed);
    store_->remove({index(0), index(2)});
    EXPECT_EQ(titles(), (QStringList{"1"}));
    ASSERT_TRUE(QTest::qWaitFor([&] { return failures.count() == 1; }, 5000));
    EXPECT_TRUE(failures[0][1].toString().contains(store_->folder()));
    EXPECT_EQ(titles(), (QStringList{"2", "1", "0"}));
    EXPECT_TRUE(QFile::exists(file));
}

TEST_F(HistoryStoreTest, UndoBringsBackWhatWasRemovedLast) {
    fill(4);
    const QString file = fileOf(1);
    QSignalSpy can(store_.get(), &HistoryStore::canUndoRemoveChanged);
    store_->remove({index(3), index(1)});
    ASSERT_TRUE(QTest::qWaitFor([&] { return store_->canUndoRemove(); }, 5000));
    EXPECT_FALSE(QFile::exists(file));
    store_->undoRemove();
    ASSERT_TRUE(QTest::qWaitFor([&] { return store_->rowCount() == 4; }, 5000));
    EXPECT_EQ(titles(), (QStringList{"3", "2", "1", "0"}));
    EXPECT_TRUE(QFile::exists(file));
    EXPECT_FALSE(store_->canUndoRemove());
    EXPECT_EQ(can.count(), 2);
    EXPECT_TRUE(QDir(folder_.filePath("data/Trash/info")).isEmpty()) << "the trash forgets it";
    restart();
    EXPECT_EQ(titles(), (QStringList{"3", "2", "1", "0"}));
}

TEST_F(HistoryStoreTest, UndoCountsWhatLeftTheTrash) {
    fill(2);
    const QString name = QFileInfo(fileOf(0)).fileName();
    store_->remove({index(0), index(1)});
    ASSERT_TRUE(QTest::qWaitFor([&] { return store_->canUndoRemove(); }, 5000));
    ASSERT_TRUE(QFile::remove(folder_.filePath("data/Trash/files/") + name));
    QSignalSpy failures(store_.get(), &HistoryStore::failed);
    store_->undoRemove();
    ASSERT_TRUE(QTest::qWaitFor([&] { return failures.count() == 1; }, 5000));
    EXPECT_EQ(titles(), (QStringList{"0"}));
}

TEST_F(HistoryStoreTest, RemoveOfAPictureThatIsBeingWritten) {
    store_->add(picture(1), "one");
    const QString file = fileOf(0);
    store_->remove({index(0)});
    EXPECT_EQ(store_->rowCount(), 0);
    restart();
    EXPECT_EQ(store_->rowCount(), 0);
    EXPECT_FALSE(QFile::exists(file));
}

TEST_F(HistoryStoreTest, AFolderThatCannotBeMadeIsTold) {
    QFile inTheWay(folder_.filePath("file"));
    ASSERT_TRUE(inTheWay.open(QIODevice::WriteOnly));
    HistoryStore store(inTheWay.fileName() + "/history");
    QSignalSpy failures(&store, &HistoryStore::failed);
    ASSERT_TRUE(QTest::qWaitFor([&] { return failures.count() == 1; }, 5000));
    EXPECT_TRUE(failures[0][0].toString().contains("cannot be written to"));
    EXPECT_FALSE(failures[0][1].toString().isEmpty());

    const PicturePtr lost = picture(1);
    store.add(lost, "one");
    EXPECT_EQ(store.rowCount(), 1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return failures.count() == 2; }, 5000));
    EXPECT_TRUE(failures[1][0].toString().contains("could not be saved"));
    EXPECT_EQ(store.rowCount(), 0);
    EXPECT_TRUE(lost->file.isEmpty());
}

TEST_F(HistoryStoreTest, ThousandsStartQuicklyAndUnopened) {
    constexpr int kCount = 2000;
    const QString folder = store_->folder();
    QFile list(folder + "/history.jsonl");
    ASSERT_TRUE(list.open(QIODevice::WriteOnly));
    for (int i = 0; i < kCount; ++i) {
        const QString name = QStringLiteral("picture-%1.png").arg(i);
        QFile file(folder + '/' + name);  // empty: opening it would fail
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        const QString made =
            QDateTime::fromSecsSinceEpoch(1700000000 + i).toUTC().toString(Qt::ISODateWithMs);
        list.write(QStringLiteral("\n{\"file\":\"%1\",\"made\":\"%2\",\"title\":\"sunflower %3\"}")
                       .arg(name, made)
                       .arg(i)
                       .toUtf8());
    }
    list.close();
    tester_.reset();
    store_.reset();
    QElapsedTimer watch;
    watch.start();
    store_ = std::make_unique<HistoryStore>(folder);
    EXPECT_LT(watch.elapsed(), 250);
    ASSERT_EQ(store_->rowCount(), kCount);
    EXPECT_EQ(index(0).data().toString(), "sunflower 1999");
    EXPECT_EQ(index(1999).data().toString(), "sunflower 0");
}

TEST_F(HistoryStoreTest, DeadLinesAreSwept) {
    fill(2);
    const QString name = store_->folder() + "/history.jsonl";
    QFile list(name);
    ASSERT_TRUE(list.open(QIODevice::Append));
    for (int i = 0; i < 1000; ++i) list.write("\n{\"file\":\"gone.png\",\"title\":\"gone\"}");
    list.close();
    restart();
    EXPECT_EQ(titles(), (QStringList{"1", "0"}));
    EXPECT_LT(QFile(name).size(), 1000);
    restart();
    EXPECT_EQ(titles(), (QStringList{"1", "0"}));
}

TEST_F(HistoryStoreTest, StarsSurviveARestart) {
    fill(3);
    const QSignalSpy changes(store_.get(), &QAbstractItemModel::dataChanged);
    store_->setStarred({index(0), index(2)}, true);
    EXPECT_EQ(changes.count(), 2);
    store_->setStarred({index(0)}, false);
    restart();
    ASSERT_EQ(titles(), (QStringList{"2", "1", "0"}));
    EXPECT_FALSE(store_->entry(0).starred);
    EXPECT_FALSE(store_->entry(1).starred);
    EXPECT_TRUE(index(2).data(HistoryStore::StarredRole).toBool());
}

TEST_F(HistoryStoreTest, AStarReturnsWithItsPicture) {
    fill(1);
    store_->setStarred({index(0)}, true);
    store_->remove({index(0)});
    ASSERT_TRUE(QTest::qWaitFor([&] { return store_->canUndoRemove(); }, 5000));
    store_->undoRemove();
    ASSERT_TRUE(QTest::qWaitFor([&] { return store_->rowCount() == 1; }, 5000));
    EXPECT_TRUE(store_->entry(0).starred);
    restart();
    EXPECT_TRUE(store_->entry(0).starred);
}

TEST_F(HistoryStoreTest, KnowsWhatMadeAPicture) {
    store_->add(somePicture(1), "dog");
    restart();
    const auto& facts = store_->entry(0).facts;
    ASSERT_TRUE(facts.has_value());
    EXPECT_EQ(*facts, (PictureFacts{207, "golden retriever", 8, 18446744073709551615U}));
}

// An index of an older version has neither stars nor facts.
TEST_F(HistoryStoreTest, ReadsTheFactsOfOlderIndexesOnce) {
    for (int i = 0; i < 3; ++i) store_->add(somePicture(i), QString::number(i));
    store_->add(picture(9), "of no settings");
    restart();
    const QStringList before = titles();
    const QString name = store_->folder() + "/history.jsonl";
    QByteArray lines;
    for (int row = 3; row >= 0; --row) {
        const HistoryEntry& entry = store_->entry(row);
        lines += QStringLiteral("\n{\"file\":\"%1\",\"made\":\"%2\",\"title\":\"%3\"}")
                     .arg(QFileInfo(entry.file).fileName(),
                          entry.made.toUTC().toString(Qt::ISODateWithMs), entry.title)
                     .toUtf8();
    }
    QFile list(name);
    ASSERT_TRUE(list.open(QIODevice::WriteOnly));
    list.write(lines);
    list.close();
    restart();
    EXPECT_EQ(titles(), before);
    EXPECT_FALSE(store_->entry(1).facts);
    store_->readFacts();
    ASSERT_TRUE(QTest::qWaitFor([&] { return store_->entry(3).facts.has_value(); }, 5000));
    EXPECT_FALSE(store_->entry(0).facts) << "it has none";
    restart();
    EXPECT_EQ(titles(), before);
    EXPECT_EQ(store_->entry(2).facts->split, 8);
}

}  // namespace
}  // namespace duo::ui
