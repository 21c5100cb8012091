// PNG files with metadata: what the window writes the core reads, and the other way round.
#include <gtest/gtest.h>

#include <QFileInfo>
#include <QImageReader>
#include <QImageWriter>
#include <QTemporaryDir>

#include "io/png.h"
#include "state/picture_png.h"
#include "state/some_picture.h"

namespace duo::ui {
namespace {

class PicturePngTest : public testing::Test {
  protected:
    QString path(const char* name) const { return folder_.filePath(QString::fromUtf8(name)); }
    // The sentence that refuses the file.
    static QString refusal(const QString& file) {
        QString whyNot;
        EXPECT_EQ(readPng(file, &whyNot), nullptr);
        return whyNot;
    }

    QTemporaryDir folder_;
};

TEST_F(PicturePngTest, TheCoreReadsItsTexts) {
    const QString file = path("ящерица.png");
    const QString provenance =
        QStringLiteral("{\"labelName\":\"ящерица, игуана\"}") + QString(5000, QChar('x'));
    const QString parameters = QStringLiteral("golden retriever\nSteps: 10,  Seed: 7");
    EXPECT_EQ(writePng(file, someImage(3), provenance, parameters), "");
    const io::PngTexts texts = io::readPngTexts(file.toStdString());
    EXPECT_EQ(texts.size(), 2u);
    EXPECT_EQ(texts.at(kProvenanceKey), provenance.toStdString());
    EXPECT_EQ(texts.at(kParametersKey), parameters.toStdString());
    EXPECT_EQ(QImageReader(file).read().pixel(7, 7), someImage(3).pixel(7, 7));

    QFile bytes(file);
    ASSERT_TRUE(bytes.open(QIODevice::ReadOnly));
    const QByteArray all = bytes.readAll();
    EXPECT_TRUE(all.contains("iTXtduoscale"));
    EXPECT_TRUE(all.contains("tEXtparameters")) << "packed texts are lost on other programs";
    EXPECT_LT(all.indexOf("tEXtparameters"), all.indexOf("IDAT"));
}

TEST_F(PicturePngTest, OpensWhatItWrote) {
    const PicturePtr before = somePicture(9);
    before->final.setText("parameters", "an older text");
    ASSERT_EQ(writePng(path("a.png"), before->final, before->provenance, before->parameters), "");
    QString whyNot = "untouched";
    const PicturePtr after = readPng(path("a.png"), &whyNot);
    ASSERT_TRUE(after) << whyNot.toStdString();
    EXPECT_EQ(whyNot, "untouched");
    EXPECT_EQ(after->provenance, before->provenance);
    EXPECT_EQ(after->parameters, before->parameters);
    EXPECT_EQ(after->final.pixel(1, 1), before->final.pixel(1, 1));
    EXPECT_EQ(after->label, 207);
    EXPECT_EQ(after->labelName, "golden retriever");
    EXPECT_EQ(after->image, 6u);
    EXPECT_EQ(after->split, 8);
    EXPECT_EQ(after->sides, before->sides);
    ASSERT_EQ(after->models.size(), 10u);
    EXPECT_EQ(after->models[7], ModelRole::Drafter);
    EXPECT_EQ(after->models[8], ModelRole::Refiner);
    EXPECT_TRUE(after->scales.empty());
    EXPECT_EQ(after->file, QFileInfo(path("a.png")).absoluteFilePath());
}

TEST_F(PicturePngTest, OpensWhatTheCoreWrote) {
    Provenance made = someProvenance();
    made.labelName = "ящерица";
    io::RgbImage image{2, 1, {10, 20, 30, 40, 50, 60}};
    io::writePng(path("core.png").toStdString(), image,
                 {{kProvenanceKey, provenanceText(made)}, {kParametersKey, parametersText(made)}});
    const PicturePtr picture = readPng(path("core.png"), nullptr);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->labelName, "ящерица");
    EXPECT_EQ(picture->parameters.toStdString(), parametersText(made));
    EXPECT_EQ(picture->final.pixelColor(1, 0), QColor(40, 50, 60));
}

// Qt's own writer packs longer texts; so do other programs that keep them.
TEST_F(PicturePngTest, OpensPackedTexts) {
    const PicturePtr before = somePicture();
    before->final.setText(kProvenanceKey, before->provenance);
    ASSERT_TRUE(before->final.save(path("packed.png"), "PNG"));
    const PicturePtr after = readPng(path("packed.png"), nullptr);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->provenance, before->provenance);
}

TEST_F(PicturePngTest, RefusesWithASentence) {
    EXPECT_TRUE(refusal(path("absent.png")).contains("There is no file 'absent.png'."));
    EXPECT_TRUE(refusal(folder_.path()).contains("There is no file"));

    ASSERT_TRUE(someImage(1).save(path("photo.png"), "PNG"));
    EXPECT_TRUE(refusal(path("photo.png")).contains("'photo.png' holds no settings of Duoscale."));
    EXPECT_EQ(readPng(path("photo.png"), nullptr), nullptr);

    ASSERT_TRUE(someImage(1).save(path("photo.bmp"), "BMP"));
    EXPECT_TRUE(refusal(path("photo.bmp")).contains("'photo.bmp' is not a PNG picture."));

    ASSERT_EQ(writePng(path("odd.png"), someImage(1), "{\"version\": 99}", "x"), "");
    const QString odd = refusal(path("odd.png"));
    EXPECT_TRUE(odd.contains("'odd.png'") && odd.contains("version 99") && odd.contains("newer"))
        << odd.toStdString();
}

TEST_F(PicturePngTest, RefusesACutFile) {
    const PicturePtr picture = somePicture();
    QImage noise(200, 200, QImage::Format_RGB32);
    for (int i = 0; i < 40000; ++i) noise.setPixel(i % 200, i / 200, qHash(i));
    ASSERT_EQ(writePng(path("cut.png"), noise, picture->provenance, ""), "");
    QFile file(path("cut.png"));
    ASSERT_TRUE(file.resize(file.size() / 2));
    const PicturePtr read = readPng(path("cut.png"), nullptr);
    EXPECT_EQ(read, nullptr);
}

TEST_F(PicturePngTest, AnUnwritableFolderIsTold) {
    const QString sentence = writePng(path("no/such/folder/x.png"), someImage(1), "", "");
    EXPECT_TRUE(sentence.startsWith("'x.png' could not be saved: ")) << sentence.toStdString();
    EXPECT_TRUE(sentence.endsWith('.'));
    EXPECT_NE(writePng(path("x.png"), QImage(), "", ""), "");
}

}  // namespace
}  // namespace duo::ui
