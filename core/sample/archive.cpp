#include "sample/archive.h"

#include <filesystem>

#include "base/error.h"
#include "base/stop.h"
#include "io/atomic_file.h"
#include "io/npz.h"
#include "io/png.h"
#include "protocol/provenance.h"

namespace duo::sample {
namespace {

namespace fs = std::filesystem;

// The path of each picture, by picture number.
std::vector<std::string> locate(const SampleManifest& manifest,
                                const std::vector<std::string>& folders) {
    std::vector<std::string> files;
    std::string firstMissing;
    std::int64_t missing = 0;
    for (std::int64_t image = 0; image < manifest.count(); ++image) {
        const std::string name = manifest.fileName(image);
        std::string found;
        for (const std::string& folder : folders) {
            const fs::path path = fs::path(folder) / name;
            if (found.empty() && fs::exists(path)) found = path.string();
        }
        if (found.empty() && missing++ == 0) firstMissing = name;
        files.push_back(std::move(found));
    }
    if (missing == 0) return files;
    throw Error(ErrorKind::File,
                std::to_string(missing) + " of " + std::to_string(manifest.count()) +
                    " pictures are missing, the first is '" + firstMissing + "'.",
                "Run `duoscale-cli sample` again for the unfinished shards, or name their folders "
                "too.");
}

// Somebody may have put another picture under the right name.
void requireOfRun(const std::string& file, const SampleManifest& manifest, std::int64_t image) {
    const io::PngTexts texts = io::readPngTexts(file);
    const auto found = texts.find(kProvenanceKey);
    if (found != texts.end()) {
        const Provenance provenance = parseProvenance(found->second);
        if (provenance.seed == manifest.seed && provenance.image == image &&
            provenance.label == manifest.label(image)) {
            return;
        }
    }
    throw Error(ErrorKind::File,
                "The file '" + file + "' is not picture " + std::to_string(image) + " of this run.",
                "Remove it and run `duoscale-cli sample` again; it makes that picture again.");
}

io::RgbImage readOfRun(const std::string& file, const SampleManifest& manifest,
                       std::int64_t image) {
    requireOfRun(file, manifest, image);
    return io::readImage(file);
}

}  // namespace

void writeSampleArchive(const SampleManifest& manifest, const std::vector<std::string>& folders,
                        const std::string& file, const ArchiveProgress& progress,
                        std::stop_token stop) {
    const std::vector<std::string> files = locate(manifest, folders);
    const io::RgbImage first = readOfRun(files.front(), manifest, 0);
    io::AtomicFile out(file);
    io::NpzWriter npz([&out](const void* data, std::size_t bytes) { out.write(data, bytes); });
    npz.beginArray("arr_0", io::NpyType::UInt8, {manifest.count(), first.height, first.width, 3});
    std::vector<std::int64_t> labels;
    for (std::int64_t image = 0; image < manifest.count(); ++image) {
        if (stop.stop_requested()) throwStopped("Writing '" + file + "'");
        const io::RgbImage picture = readOfRun(files[image], manifest, image);
        if (picture.width != first.width || picture.height != first.height) {
            throw Error(ErrorKind::File, "The picture '" + files[image] + "' is " +
                                             std::to_string(picture.width) + " x " +
                                             std::to_string(picture.height) + " pixels, expected " +
                                             std::to_string(first.width) + " x " +
                                             std::to_string(first.height) + ".");
        }
        npz.write(picture.pixels.data(), picture.pixels.size());
        labels.push_back(manifest.label(image));
        if (progress) progress(image + 1, manifest.count());
    }
    npz.beginArray("arr_1", io::NpyType::Int64, {manifest.count()});
    npz.write(labels.data(), labels.size() * sizeof(std::int64_t));
    npz.finish();
    out.commit();
}

}  // namespace duo::sample
