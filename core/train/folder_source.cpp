#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "io/picture_list.h"
#include "train/parameters.h"
#include "train/picture_source.h"
#include "train/shrunk_pictures.h"

namespace duo::train {
namespace {

namespace fs = std::filesystem;

class FolderSource final : public PictureSource {
  public:
    FolderSource(const std::string& folder, int side, int views)
        : folder_(fs::absolute(folder).lexically_normal().string()),
          side_(side),
          views_(views),
          shrunk_(side, views > 1) {
        const io::PictureList folders = io::listFolders(folder);
        skipped_ = folders.skipped;
        for (const std::string& classFolder : folders.files) {
            const io::PictureList pictures = io::listPictures(classFolder);
            io::addSkipped(skipped_, pictures.skipped);
            if (pictures.files.empty()) continue;
            for (const std::string& path : pictures.files)
                pictures_.push_back({path, static_cast<int>(names_.size())});
            names_.push_back(fs::path(classFolder).filename().string());
        }
        if (pictures_.empty()) {
            throw Error(ErrorKind::File,
                        "The folder '" + folder +
                            "' holds no class folder with PNG, JPEG, WebP, BMP or TIFF pictures.",
                        "Put the pictures of each class into a separate folder. " +
                            io::skippedText(skipped_));
        }
        interleave();
    }

    std::int64_t count() const override { return files() * views_; }
    const std::vector<std::string>& classNames() const override { return names_; }
    int label(std::int64_t index) const override { return pictures_[index % files()].label; }
    at::Tensor picture(std::int64_t index) const override {
        const std::int64_t file = index % files();
        const ShrunkPicture shrunk = shrunk_.picture(file, pictures_[file].path);
        if (index < files()) return shrunk.square_SS3;
        return viewOf(shrunk.whole_HW3, side_,
                      mixBits(0x76696577, static_cast<std::uint64_t>(index)));
    }
    int side() const override { return side_; }
    std::string description() const override {
        return PictureSource::description() + " of '" + folder_ + "'";
    }
    std::string note() const override { return io::skippedText(skipped_); }

  private:
    struct Entry {
        std::string path;
        int label;
        double place = 0;  // position within its class, 0 to 1
    };

    std::int64_t files() const { return static_cast<std::int64_t>(pictures_.size()); }

    // Spreads every class over the whole list, because the first pass goes in order.
    void interleave() {
        std::vector<std::int64_t> sizes(names_.size()), seen(names_.size());
        for (const Entry& entry : pictures_) ++sizes[entry.label];
        for (Entry& entry : pictures_) {
            entry.place = (static_cast<double>(seen[entry.label]++) + 0.5) /
                          static_cast<double>(sizes[entry.label]);
        }
        std::stable_sort(pictures_.begin(), pictures_.end(),
                         [](const Entry& a, const Entry& b) { return a.place < b.place; });
    }

    std::string folder_;
    int side_;
    std::int64_t views_;
    ShrunkPictures shrunk_;
    std::vector<Entry> pictures_;
    std::vector<std::string> names_;
    std::vector<io::SkippedFiles> skipped_;
};

}  // namespace

std::string PictureSource::description() const {
    return std::to_string(count()) + " pictures in " + std::to_string(classNames().size()) +
           " classes";
}

std::unique_ptr<PictureSource> pictureFolder(const std::string& folder, int side, int views) {
    return std::make_unique<FolderSource>(folder, side, views);
}

}  // namespace duo::train
