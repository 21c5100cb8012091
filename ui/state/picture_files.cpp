#include "state/picture_files.h"

#include <QFileInfo>
#include <QSaveFile>
#include <algorithm>

#include "base/error.h"
#include "protocol/foreign_settings.h"
#include "protocol/provenance.h"
#include "state/error_words.h"
#include "state/picture_png.h"

namespace duo::ui {
namespace {

// Nearest neighbour: cells of a coarse scale keep their edges.
Pixels pixelsOf(const QImage& image, QSize size) {
    const QImage rgb = image.scaled(size, Qt::IgnoreAspectRatio, Qt::FastTransformation)
                           .convertToFormat(QImage::Format_RGB888);
    Pixels pixels{rgb.width(), rgb.height(), {}};
    pixels.rgb.reserve(static_cast<std::size_t>(rgb.width()) * rgb.height() * 3);
    for (int y = 0; y < rgb.height(); ++y) {
        const uchar* line = rgb.constScanLine(y);
        pixels.rgb.insert(pixels.rgb.end(), line, line + 3 * rgb.width());
    }
    return pixels;
}

QString writeBytes(const QString& path, const std::vector<std::uint8_t>& bytes) {
    QSaveFile file(path);
    const auto size = static_cast<qint64>(bytes.size());
    if (file.open(QIODevice::WriteOnly) &&
        file.write(reinterpret_cast<const char*>(bytes.data()), size) == size && file.commit()) {
        return {};
    }
    return PictureFiles::tr("%1 cannot be written: %2.").arg(path, file.errorString());
}

}  // namespace

PictureFiles::PictureFiles(CoreClient& core, GenerationSettings& settings, NoticeCentre& notices)
    : core_(core), settings_(settings), notices_(notices) {
    writer_.setMaxThreadCount(1);
    connect(&core_, &CoreClient::exported, this, &PictureFiles::takeExport);
    connect(&core_, &CoreClient::questionFailed, this, &PictureFiles::failExport);
}

PictureFiles::~PictureFiles() {
    writer_.waitForDone();
}

void PictureFiles::refuse(Notice::Place place, const QString& text, const QString& hint) {
    notices_.tell({place, true, text, hint, Notice::Remedy::None, 0});
}

// ---- Settings ----------------------------------------------------------------------------------

bool PictureFiles::takeSettings(const QString& file, GenerationSettings::Take take) {
    QString whyNot;
    const PicturePtr picture = readPng(file, &whyNot);
    if (picture) {
        const bool taken = takeSettings(picture, take);
        if (taken) emit pictureRead(picture);
        return taken;
    }
    if (const auto foreign = foreignSettings(pictureTexts(file)))
        return takeForeign(file, *foreign);
    refuse(Notice::Place::Run, whyNot, tr("Drop a picture that was made with Duoscale."));
    return false;
}

// Another program's picture: its seed is all that a VAR can use.
bool PictureFiles::takeForeign(const QString& file, const ForeignSettings& foreign) {
    const QString text =
        tr("'%1' is a picture of %2: %3.")
            .arg(QFileInfo(file).fileName(), QString::fromStdString(foreign.program),
                 QString::fromStdString(foreign.words()));
    if (!foreign.seed) {
        refuse(Notice::Place::Run, text, tr("Nothing of it can be used here."));
        return false;
    }
    settings_.setSeed(*foreign.seed);
    settings_.setSeedMode(SeedMode::Fixed);
    notices_.tell({Notice::Place::Run, false, text,
                   tr("Its seed is used. Its other settings mean nothing to this model."),
                   Notice::Remedy::None, 0});
    return true;
}

bool PictureFiles::takeSettings(const PicturePtr& picture, GenerationSettings::Take take) {
    try {
        settings_.apply(parseProvenance(picture->provenance.toStdString()), take);
    } catch (const Error& error) {
        const QString name =
            picture->file.isEmpty() ? tr("The picture") : QFileInfo(picture->file).fileName();
        refuse(Notice::Place::Run, tr("%1 holds no settings of Duoscale.").arg(name),
               QString::fromUtf8(error.what()));
        return false;
    }
    notices_.clear(Notice::Place::Run);
    return true;
}

// ---- Files -------------------------------------------------------------------------------------

void PictureFiles::savePicture(const PicturePtr& picture, const QString& file) {
    writeFile(file, [file, image = picture->at(-1), provenance = picture->provenance,
                     parameters = picture->parameters] {
        return writePng(file, image, provenance, parameters);
    });
}

void PictureFiles::saveImage(const QString& file, std::function<QImage()> make) {
    writeFile(file, [file, make = std::move(make)] {
        const QImage image = make();
        return image.isNull() ? tr("The sheet is too large for one picture.")
                              : writePng(file, image, {}, {});
    });
}

void PictureFiles::exportAnimation(const PicturePtr& picture, const QString& file) {
    ExportCommand command;
    command.kind = ExportKind::Animation;
    const QImage last = picture->at(-1);
    for (int k = 0; k < static_cast<int>(picture->scales.size()); ++k) {
        if (picture->scales[k].isNull()) continue;
        command.pictures.push_back(pixelsOf(picture->at(k), last.size()));
    }
    if (command.pictures.empty()) {
        return refuse(Notice::Place::Export, tr("This picture has no scales to animate."),
                      tr("Files keep no scales: decode the picture again with its scales."));
    }
    exports_[core_.exportFile(std::move(command))] = file;
}

void PictureFiles::exportNpz(const std::vector<PicturePtr>& pictures, const QString& file) {
    ExportCommand command;
    command.kind = ExportKind::Npz;
    for (const PicturePtr& picture : pictures) {
        if (picture->final.isNull()) continue;
        command.pictures.push_back(pixelsOf(picture->final, picture->final.size()));
        command.tokens.push_back(picture->allTokens());
    }
    if (command.pictures.empty()) {
        return refuse(Notice::Place::Export, tr("No picture is finished yet."), {});
    }
    const bool incomplete = std::any_of(command.tokens.begin(), command.tokens.end(),
                                        [](const auto& tokens) { return tokens.empty(); });
    if (incomplete) command.tokens.clear();
    exports_[core_.exportFile(std::move(command))] = file;
}

void PictureFiles::takeExport(Tag tag, const std::vector<std::uint8_t>& bytes) {
    const auto wanted = exports_.find(tag);
    if (wanted == exports_.end()) return;
    const QString file = wanted->second;
    exports_.erase(wanted);
    writeFile(file, [file, bytes] { return writeBytes(file, bytes); });
}

void PictureFiles::failExport(Tag tag, const JobFailed& failure) {
    if (exports_.erase(tag) == 0) return;
    const ErrorWords words = errorWords(failure.kind, failure.message, failure.hint);
    refuse(Notice::Place::Export, words.text, words.hint);
}

void PictureFiles::writeFile(const QString& file, std::function<QString()> write) {
    writer_.start([this, file, write = std::move(write)] {
        const QString failure = write();
        // The destructor waits for the writer; calls that are still posted then are dropped.
        QMetaObject::invokeMethod(this, [this, file, failure] {
            if (failure.isEmpty()) {
                notices_.tellSaved(file);
            } else {
                refuse(Notice::Place::Export, failure, tr("Choose another folder or name."));
            }
        });
    });
}

}  // namespace duo::ui
