// How finished pictures become files: names, metadata, each scale's picture and the animation.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "io/image.h"
#include "protocol/events.h"

namespace duo::cli {

io::RgbImage toImage(const Pixels& pixels);
Pixels toPixels(const io::RgbImage& image);

// Makes the folder and tests that it is writable, before any other work. Error(File).
void requireWritableFolder(const std::string& folder);
// The same for the folder of an output file. The file must be regular or absent, because writing
// replaces it. Error(File).
void requireWritableFile(const std::string& file);

// Saves the pictures of one job. Feed it every event.
class PictureFiles {
  public:
    // split: -1 if the models alternate. keepScales: also write the previews of ScaleDone.
    PictureFiles(std::string folder, std::uint64_t seed, int split, bool keepScales);

    // Saves the picture of a PictureDone; keeps the previews of ScaleDone. Error(File).
    void take(const Event& event);

    struct Saved {
        std::string file;
        int label = 0;
        std::string labelName;
        std::uint32_t image = 0;
        std::vector<std::string> scaleFiles;  // coarse to fine, then the animation
    };
    const std::vector<Saved>& saved() const { return saved_; }

  private:
    void save(const PictureDone& picture);
    std::vector<std::string> saveScales(const std::string& stem, const PictureDone& picture);

    std::string folder_;
    std::uint64_t seed_;
    int split_;
    bool keepScales_;
    std::map<std::uint32_t, std::vector<io::RgbImage>> scales_;  // by picture, until it is done
    std::vector<Saved> saved_;
};

}  // namespace duo::cli
