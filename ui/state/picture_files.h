// Pictures out of the window and settings back into it: saves PNGs, writes the exports that the
// core makes, and takes a request from a picture's metadata. Every end is told as a notice. GUI
// thread only; files are written on a thread of their own.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "bridge/core_client.h"
#include "state/generation_settings.h"
#include "state/notice_centre.h"
#include "state/run.h"

namespace duo {
struct ForeignSettings;
}

namespace duo::ui {

class PictureFiles : public QObject {
    Q_OBJECT
  public:
    // All of them outlive this.
    PictureFiles(CoreClient& core, GenerationSettings& settings, NoticeCentre& notices);
    ~PictureFiles() override;  // waits for files that are being written

    // From a picture's metadata. False, with a notice, if it holds no settings.
    bool takeSettings(const QString& file, GenerationSettings::Take take);
    bool takeSettings(const PicturePtr& picture, GenerationSettings::Take take);

    void savePicture(const PicturePtr& picture, const QString& file);
    // The picture scale by scale, as an animated WebP.
    void exportAnimation(const PicturePtr& picture, const QString& file);
    // A PNG of what make() paints, on the writer's thread. A null image: it was too large.
    void saveImage(const QString& file, std::function<QImage()> make);
    // The finished ones of these pictures; with their tokens if all of them have all tokens.
    void exportNpz(const std::vector<PicturePtr>& pictures, const QString& file);

  signals:
    // Settings were read from a file, whose picture this is.
    void pictureRead(const duo::ui::PicturePtr& picture);

  private:
    bool takeForeign(const QString& file, const ForeignSettings& foreign);
    void refuse(Notice::Place place, const QString& text, const QString& hint);
    // write runs on the writer's thread; it returns why it failed, or nothing.
    void writeFile(const QString& file, std::function<QString()> write);
    void takeExport(Tag tag, const std::vector<std::uint8_t>& bytes);
    void failExport(Tag tag, const JobFailed& failure);

    CoreClient& core_;
    GenerationSettings& settings_;
    NoticeCentre& notices_;
    std::map<Tag, QString> exports_;  // asked of the core -> file to write
    QThreadPool writer_;              // one thread: files are written in order
};

}  // namespace duo::ui
