// Pictures in and out: settings from a picture's metadata, saving, exports made by the core.
#include <QFileInfo>
#include <QSaveFile>
#include <algorithm>

#include "base/error.h"
#include "protocol/provenance.h"
#include "state/studio_private.h"

namespace duo::ui {
namespace {

Pixels pixelsOf(const QImage& image, QSize size) {
    // Nearest neighbour: cells of a coarse scale stay cells.
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

std::vector<std::int32_t> allTokens(const Picture& picture) {
    std::vector<std::int32_t> tokens;
    for (const auto& scale : picture.tokens) {
        if (scale.empty()) return {};
        tokens.insert(tokens.end(), scale.begin(), scale.end());
    }
    return tokens;
}

QString writeBytes(const QString& path, const std::vector<std::uint8_t>& bytes) {
    QSaveFile file(path);
    const auto size = static_cast<qint64>(bytes.size());
    if (file.open(QIODevice::WriteOnly) &&
        file.write(reinterpret_cast<const char*>(bytes.data()), size) == size && file.commit()) {
        return {};
    }
    return Studio::tr("%1 cannot be written: %2.").arg(path, file.errorString());
}

}  // namespace

// ---- Settings ----------------------------------------------------------------------------------

bool Studio::takeSettings(const QString& file, GenerationSettings::Take take) {
    QString whyNot;
    const PicturePtr picture = HistoryStore::openFile(file, &whyNot);
    if (picture) return takeSettings(picture, take);
    d->notify({Notice::Place::Run, true, whyNot, tr("Drop a picture that was made with Duoscale."),
               Notice::Remedy::None, 0});
    return false;
}

bool Studio::takeSettings(const PicturePtr& picture, GenerationSettings::Take take) {
    try {
        settings_.apply(parseProvenance(picture->provenance.toStdString()), take);
    } catch (const Error& error) {
        const QString name =
            picture->file.isEmpty() ? tr("The picture") : QFileInfo(picture->file).fileName();
        d->notify({Notice::Place::Run, true, tr("%1 holds no settings of Duoscale.").arg(name),
                   QString::fromUtf8(error.what()), Notice::Remedy::None, 0});
        return false;
    }
    emit noticeOver(Notice::Place::Run);
    return true;
}

// ---- Files -------------------------------------------------------------------------------------

// write: on a thread of its own; returns why it failed, or nothing.
void Studio::Private::writeFile(const QString& file, std::function<QString()> write) {
    files.start([this, file, write = std::move(write)] {
        const QString failure = write();
        // The pool ends before the Studio does, and calls that are left end with it.
        QMetaObject::invokeMethod(&q, [this, file, failure] {
            const bool good = failure.isEmpty();
            notify({Notice::Place::Export, !good,
                    good ? Studio::tr("Saved %1.").arg(QFileInfo(file).fileName()) : failure,
                    good ? QString() : Studio::tr("Choose another folder or name."),
                    Notice::Remedy::None, 0});
        });
    });
}

void Studio::savePicture(const PicturePtr& picture, const QString& file) {
    d->writeFile(file, [file, image = picture->at(-1), provenance = picture->provenance,
                        parameters = picture->parameters] {
        return writePng(file, image, provenance, parameters);
    });
}

void Studio::exportAnimation(const PicturePtr& picture, const QString& file) {
    ExportCommand command;
    command.kind = ExportKind::Animation;
    const QImage last = picture->at(-1);
    for (int k = 0; k < static_cast<int>(picture->scales.size()); ++k) {
        if (picture->scales[k].isNull()) continue;
        command.pictures.push_back(pixelsOf(picture->at(k), last.size()));
    }
    if (command.pictures.empty()) {
        return d->notify({Notice::Place::Export, true, tr("This picture has no scales to animate."),
                          tr("Pictures of earlier sessions keep their last scale alone: generate "
                             "it again."),
                          Notice::Remedy::None, 0});
    }
    d->exports[core_.exportFile(std::move(command))] = file;
}

void Studio::exportNpz(const std::vector<PicturePtr>& pictures, const QString& file) {
    ExportCommand command;
    command.kind = ExportKind::Npz;
    for (const PicturePtr& picture : pictures) {
        if (picture->final.isNull()) continue;
        command.pictures.push_back(pixelsOf(picture->final, picture->final.size()));
        command.tokens.push_back(allTokens(*picture));
    }
    if (command.pictures.empty()) {
        return d->notify({Notice::Place::Export,
                          true,
                          tr("No picture is finished yet."),
                          {},
                          Notice::Remedy::None,
                          0});
    }
    const bool incomplete = std::any_of(command.tokens.begin(), command.tokens.end(),
                                        [](const auto& tokens) { return tokens.empty(); });
    if (incomplete) command.tokens.clear();
    d->exports[core_.exportFile(std::move(command))] = file;
}

void Studio::Private::takeExport(Tag tag, const std::vector<std::uint8_t>& bytes) {
    const auto wanted = exports.find(tag);
    if (wanted == exports.end()) return;
    const QString file = wanted->second;
    exports.erase(wanted);
    writeFile(file, [file, bytes] { return writeBytes(file, bytes); });
}

}  // namespace duo::ui
