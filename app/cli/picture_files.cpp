#include "picture_files.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "base/error.h"
#include "io/animation.h"
#include "io/atomic_file.h"
#include "io/png.h"
#include "protocol/file_slug.h"
#include "protocol/generation_request.h"
#include "protocol/provenance.h"

namespace duo::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kAnimationMsPerScale = 400;

std::string stemOf(const PictureDone& picture, std::uint64_t seed, int split) {
    std::string stem = picture.label == kNoClass ? "none" : std::to_string(picture.label);
    const std::string name = picture.label == kNoClass ? "" : fileSlug(picture.labelName);
    if (!name.empty()) stem += "-" + name;
    stem += "_seed" + std::to_string(seed) + "_" + std::to_string(picture.image);
    return stem + (split >= 0 ? "_n" + std::to_string(split) : "_mixed");
}

// stem, or stem-2, stem-3 … if a picture of that name exists
std::string freeStem(const fs::path& folder, const std::string& stem) {
    std::string candidate = stem;
    for (int number = 2; fs::exists(folder / (candidate + ".png")); ++number) {
        candidate = stem + "-" + std::to_string(number);
    }
    return candidate;
}

}  // namespace

io::RgbImage toImage(const Pixels& pixels) {
    return {pixels.width, pixels.height, pixels.rgb};
}

Pixels toPixels(const io::RgbImage& image) {
    return {image.width, image.height, image.pixels};
}

void requireWritableFolder(const std::string& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) {
        throw Error(ErrorKind::File,
                    "Cannot make the folder '" + folder + "': " + failure.message() + ".",
                    "Give another folder with --out.");
    }
    const std::string probe =
        (fs::path(folder) / (".duoscale-" + std::to_string(getpid()))).string();
    io::writeFileAtomically(probe, "", 0);
    fs::remove(probe, failure);
}

void requireWritableFile(const std::string& file) {
    const std::string folder = fs::path(file).parent_path().string();
    requireWritableFolder(folder.empty() ? "." : folder);
    const io::AtomicFile probe(file);  // throws if the file cannot be written
}

PictureFiles::PictureFiles(std::string folder, std::uint64_t seed, int split, bool keepScales)
    : folder_(std::move(folder)), seed_(seed), split_(split), keepScales_(keepScales) {}

void PictureFiles::take(const Event& event) {
    if (const auto* scale = std::get_if<ScaleDone>(&event); scale != nullptr && keepScales_) {
        for (std::size_t i = 0; i < scale->previews.size(); ++i) {
            scales_[scale->firstImage + static_cast<std::uint32_t>(i)].push_back(
                toImage(scale->previews[i]));
        }
    }
    if (const auto* picture = std::get_if<PictureDone>(&event)) save(*picture);
}

void PictureFiles::save(const PictureDone& picture) {
    const std::string stem = freeStem(folder_, stemOf(picture, seed_, split_));
    const std::string file = (fs::path(folder_) / (stem + ".png")).string();
    io::writePng(file, toImage(picture.pixels),
                 {{kProvenanceKey, picture.provenance}, {kParametersKey, picture.parameters}});
    Saved saved{file, picture.label, picture.labelName, picture.image, {}};
    if (keepScales_) saved.scaleFiles = saveScales(stem, picture);
    saved_.push_back(std::move(saved));
}

std::vector<std::string> PictureFiles::saveScales(const std::string& stem,
                                                  const PictureDone& picture) {
    std::vector<std::string> files;
    const auto found = scales_.extract(picture.image);
    if (found.empty()) return files;
    const std::vector<io::RgbImage>& frames = found.mapped();
    for (std::size_t k = 0; k < frames.size(); ++k) {
        char suffix[32];
        std::snprintf(suffix, sizeof suffix, "_scale%02zu.png", k + 1);
        files.push_back((fs::path(folder_) / (stem + suffix)).string());
        io::writePng(files.back(), frames[k]);
    }
    files.push_back((fs::path(folder_) / (stem + "_scales.webp")).string());
    io::writeAnimation(files.back(), frames, kAnimationMsPerScale);
    return files;
}

}  // namespace duo::cli
