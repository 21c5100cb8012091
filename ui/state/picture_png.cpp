#include "state/picture_png.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QSaveFile>
#include <array>
#include <span>

#include "base/error.h"
#include "io/exif.h"
#include "protocol/provenance.h"
#include "state/class_words.h"

namespace duo::ui {
namespace {

constexpr qint64 kMaxExifPlace = qint64{32} << 20;  // WebP has it behind the pixels

struct PicturePng {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::PicturePng)
};

constexpr int kHeaderEnd = 8 + 25;  // signature and the IHDR chunk

// CRC-32 as in the PNG specification (ISO 3309).
quint32 checksum(const QByteArray& bytes) {
    static const std::array<quint32, 256> table = [] {
        std::array<quint32, 256> entries{};
        for (quint32 i = 0; i < 256; ++i) {
            quint32 value = i;
            for (int bit = 0; bit < 8; ++bit) {
                value = (value & 1) != 0 ? 0xEDB88320U ^ value >> 1 : value >> 1;
            }
            entries[i] = value;
        }
        return entries;
    }();
    quint32 sum = ~0U;
    for (const char byte : bytes) sum = table[(sum ^ static_cast<uchar>(byte)) & 0xFF] ^ sum >> 8;
    return ~sum;
}

QByteArray bigEndian(quint32 value) {
    QByteArray bytes(4, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

// Not compressed, and tEXt where it is ASCII: Qt packs longer texts into zTXt, which many tools
// that look for "parameters" do not read.
QByteArray textChunk(const char* keyword, const QString& text) {
    const bool ascii = std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0x80; });
    // After the keyword of an iTXt: not compressed (2 bytes), no language, no translated keyword.
    const QByteArray body = QByteArray(ascii ? "tEXt" : "iTXt") + keyword +
                            QByteArray(ascii ? 1 : 5, '\0') + text.toUtf8();
    return bigEndian(static_cast<quint32>(body.size() - 4)) + body + bigEndian(checksum(body));
}

// QImage keeps the texts of the file it was read from and would write them beside ours.
QImage withoutTexts(const QImage& image) {
    if (image.isNull() || image.textKeys().isEmpty()) return image;
    QImage plain(image.constBits(), image.width(), image.height(), image.bytesPerLine(),
                 image.format());
    plain.setColorTable(image.colorTable());
    return plain;  // shares image's pixels
}

PicturePtr refuse(QString* whyNot, const QString& sentence) {
    if (whyNot != nullptr) *whyNot = sentence;
    return {};
}

PicturePtr pictureFrom(const Provenance& made) {
    const auto picture = std::make_shared<Picture>();
    picture->image = made.image;
    picture->label = made.label;
    picture->labelName = classNameHere(QString::fromStdString(made.labelName).section(',', 0, 0));
    picture->split = made.plan.split();
    picture->sides = made.sides;
    for (const ScalePlan& scale : made.plan.scales) picture->models.push_back(scale.model);
    return picture;
}

}  // namespace

QString writePng(const QString& file, const QImage& image, const QString& provenance,
                 const QString& parameters) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const QString name = QFileInfo(file).fileName();
    if (!withoutTexts(image).save(&buffer, "PNG")) {
        return PicturePng::tr("'%1' could not be packed as PNG.").arg(name);
    }
    QByteArray bytes = buffer.data();
    QByteArray texts;
    if (!provenance.isEmpty()) texts += textChunk(kProvenanceKey, provenance);
    if (!parameters.isEmpty()) texts += textChunk(kParametersKey, parameters);
    bytes.insert(kHeaderEnd, texts);
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit()) {
        return {};
    }
    return PicturePng::tr("'%1' could not be saved: %2.").arg(name, out.errorString());
}

PicturePtr readPng(const QString& file, QString* whyNot) {
    const QString name = QFileInfo(file).fileName();
    if (!QFileInfo(file).isFile())
        return refuse(whyNot, PicturePng::tr("There is no file '%1'.").arg(name));
    QImageReader reader(file);
    if (reader.format() != "png")
        return refuse(whyNot, PicturePng::tr("'%1' is not a PNG picture.").arg(name));
    // From the header alone: another program's picture may be huge.
    if (!reader.textKeys().contains(QLatin1String(kProvenanceKey))) {
        return refuse(
            whyNot,
            PicturePng::tr("'%1' holds no settings of Duoscale. Choose a picture as Duoscale "
                           "saved it; other programs often drop the settings.")
                .arg(name));
    }
    const QImage image = reader.read();
    if (image.isNull()) {
        return refuse(whyNot,
                      PicturePng::tr("'%1' cannot be read: %2.").arg(name, reader.errorString()));
    }
    try {
        const QString provenance = image.text(kProvenanceKey);
        const PicturePtr picture = pictureFrom(parseProvenance(provenance.toStdString()));
        picture->final = image;
        picture->provenance = provenance;
        picture->parameters = image.text(kParametersKey);
        picture->file = QFileInfo(file).absoluteFilePath();
        return picture;
    } catch (const Error& error) {
        const QString hint = QString::fromStdString(error.hint());
        return refuse(whyNot, PicturePng::tr("'%1': %2 %3")
                                  .arg(name, QString::fromUtf8(error.what()), hint)
                                  .trimmed());
    }
}

std::map<std::string, std::string> pictureTexts(const QString& file) {
    std::map<std::string, std::string> texts;
    QImageReader reader(file);
    if (reader.format() == "png") {
        for (const QString& key : reader.textKeys()) {
            texts[key.toStdString()] = reader.text(key).toStdString();
        }
    }
    QFile bytes(file);
    if (!bytes.open(QIODevice::ReadOnly)) return texts;
    const QByteArray begin = bytes.read(kMaxExifPlace);
    const std::span<const std::byte> span(reinterpret_cast<const std::byte*>(begin.data()),
                                          static_cast<std::size_t>(begin.size()));
    const std::string comment = io::exifUserComment(io::exifOf(span));
    if (!comment.empty()) texts["UserComment"] = comment;
    return texts;
}

QString provenanceOfPng(const QString& file) {
    return QImageReader(file, "png").text(QLatin1String(kProvenanceKey));
}

}  // namespace duo::ui
