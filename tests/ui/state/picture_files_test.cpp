#include "state/picture_files.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QtTest>

#include "silent_core.h"
#include "state/picture_png.h"
#include "state/some_picture.h"

namespace duo::ui::test {
namespace {

struct PictureFilesTest : testing::Test, SilentCore {
    QTemporaryDir folder;
    PictureFiles files{core, settings, notices};

    bool toldOnce() {
        return QTest::qWaitFor([this] { return told.size() == 1; });
    }
};

TEST_F(PictureFilesTest, SavesWithASentence) {
    const QString file = folder.filePath("a.png");
    files.savePicture(somePicture(), file);
    ASSERT_TRUE(toldOnce());
    EXPECT_FALSE(told[0].error);
    EXPECT_EQ(told[0].text, "Saved " + file + '.');
    EXPECT_EQ(told[0].remedy, Notice::Remedy::OpenFolder);
    EXPECT_EQ(told[0].file, file);
    EXPECT_NE(readPng(file, nullptr), nullptr);
}

TEST_F(PictureFilesTest, AFolderThatIsMissingIsTold) {
    files.savePicture(somePicture(), folder.filePath("no/such/a.png"));
    ASSERT_TRUE(toldOnce());
    EXPECT_TRUE(told[0].error);
    EXPECT_EQ(told[0].place, Notice::Place::Export);
    EXPECT_FALSE(told[0].hint.isEmpty());
}

TEST_F(PictureFilesTest, TakesSettingsOrRefuses) {
    EXPECT_TRUE(files.takeSettings(somePicture(), GenerationSettings::Take::All));
    EXPECT_EQ(settings.seed(), someProvenance().seed);
    EXPECT_TRUE(told.empty());
    EXPECT_FALSE(files.takeSettings(std::make_shared<Picture>(), GenerationSettings::Take::All));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].place, Notice::Place::Run);
}

TEST_F(PictureFilesTest, ThePictureOfAnotherProgramGivesItsSeed) {
    const QString file = folder.filePath("a.png");
    QImage image = someImage(3);
    image.setText("parameters", "a boat\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 42");
    ASSERT_TRUE(image.save(file));
    settings.setSeedMode(SeedMode::Random);
    EXPECT_TRUE(files.takeSettings(file, GenerationSettings::Take::All));
    EXPECT_EQ(settings.seed(), 42U);
    EXPECT_EQ(settings.seedMode(), SeedMode::Fixed);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_FALSE(told[0].error);
    EXPECT_EQ(told[0].text,
              "'a.png' is a picture of AUTOMATIC1111: seed 42, CFG scale 7, 20 steps, Euler.");
    ASSERT_TRUE(someImage(4).save(file));
    EXPECT_FALSE(files.takeSettings(file, GenerationSettings::Take::All));
    ASSERT_EQ(told.size(), 2U);
    EXPECT_TRUE(told[1].error) << "a picture without settings";
}

TEST_F(PictureFilesTest, SettingsOfAFileBringItsPicture) {
    PicturePtr read;
    QObject::connect(&files, &PictureFiles::pictureRead, &files,
                     [&read](const PicturePtr& picture) { read = picture; });
    const QString file = folder.filePath("a.png");
    files.savePicture(somePicture(90), file);
    ASSERT_TRUE(toldOnce());
    ASSERT_TRUE(files.takeSettings(file, GenerationSettings::Take::All));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->final.pixelColor(0, 0), someImage(90).pixelColor(0, 0));
}

TEST_F(PictureFilesTest, WritesWhatTheCoreExports) {
    const QString file = folder.filePath("a.npz");
    files.exportNpz({somePicture()}, file);
    emit core.exported(7, {9});  // nobody's
    emit core.exported(1, {1, 2, 3});
    ASSERT_TRUE(toldOnce());
    EXPECT_EQ(QFileInfo(file).size(), 3);
}

TEST_F(PictureFilesTest, AnExportThatFailsIsTold) {
    files.exportNpz({somePicture()}, folder.filePath("a.npz"));
    emit core.questionFailed(1, {0, 1, ErrorKind::Internal, "The core died.", ""});
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].text, "The core died.");
}

TEST_F(PictureFilesTest, NothingToExportIsToldAtOnce) {
    files.exportAnimation(somePicture(), folder.filePath("a.webp"));
    files.exportNpz({std::make_shared<Picture>()}, folder.filePath("a.npz"));
    ASSERT_EQ(told.size(), 2U);
    for (const Notice& notice : told) EXPECT_TRUE(notice.error);
}

}  // namespace
}  // namespace duo::ui::test
