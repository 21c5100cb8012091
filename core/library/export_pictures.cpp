#include "library/export_pictures.h"

#include <string>

#include "base/error.h"
#include "io/animation.h"
#include "io/npz.h"
#include "protocol/frame.h"

namespace duo {
namespace {

constexpr int kLongestFrameMs = 60'000;
constexpr std::size_t kWrapping = 1024;  // what the message adds to the file, generously

std::string sizeText(const Pixels& picture) {
    return std::to_string(picture.width) + " x " + std::to_string(picture.height);
}

void requirePictures(const std::vector<Pixels>& pictures) {
    if (pictures.empty()) throw Error(ErrorKind::Usage, "There is no picture to export.");
    const Pixels& first = pictures.front();
    for (const Pixels& picture : pictures) {
        if (picture.width != first.width || picture.height != first.height) {
            throw Error(ErrorKind::Usage,
                        "Pictures of one file must be of one size; found " + sizeText(first) +
                            " and " + sizeText(picture) + " pixels.",
                        "Export pictures of one resolution at a time.");
        }
        const std::int64_t bytes = std::int64_t{3} * picture.width * picture.height;
        if (picture.width < 1 || picture.height < 1 || picture.width > 1 << 15 ||
            picture.height > 1 << 15 || static_cast<std::int64_t>(picture.rgb.size()) != bytes) {
            throw Error(ErrorKind::Usage, "A picture of " + sizeText(picture) +
                                              " pixels came with " +
                                              std::to_string(picture.rgb.size()) +
                                              " bytes; expected three for each pixel.");
        }
    }
}

void requireTokens(const ExportCommand& command) {
    const auto& tokens = command.tokens;
    if (tokens.empty()) return;
    if (tokens.size() != command.pictures.size()) {
        throw Error(ErrorKind::Usage, "Tokens must be given for every picture or for none; found " +
                                          std::to_string(tokens.size()) + " lists for " +
                                          std::to_string(command.pictures.size()) + " pictures.");
    }
    for (const auto& list : tokens) {
        if (list.size() == tokens.front().size()) continue;
        throw Error(ErrorKind::Usage, "Pictures of one file must have as many tokens each; found " +
                                          std::to_string(tokens.front().size()) + " and " +
                                          std::to_string(list.size()) + ".");
    }
}

std::vector<std::uint8_t> animationOf(ExportCommand& command) {
    if (command.frameMs < 1 || command.frameMs > kLongestFrameMs) {
        throw Error(ErrorKind::Usage,
                    "A frame must show for 1 to " + std::to_string(kLongestFrameMs) +
                        " milliseconds; found " + std::to_string(command.frameMs) + ".");
    }
    std::vector<io::RgbImage> frames;
    for (Pixels& picture : command.pictures) {
        frames.push_back({picture.width, picture.height, std::move(picture.rgb)});
    }
    return io::packAnimation(frames, command.frameMs);
}

std::vector<std::uint8_t> npzOf(const ExportCommand& command) {
    std::vector<std::uint8_t> file;
    io::NpzWriter writer([&file](const void* data, std::size_t bytes) {
        const auto* from = static_cast<const std::uint8_t*>(data);
        file.insert(file.end(), from, from + bytes);
    });
    const auto count = static_cast<std::int64_t>(command.pictures.size());
    const Pixels& first = command.pictures.front();
    writer.beginArray("arr_0", io::NpyType::UInt8, {count, first.height, first.width, 3});
    for (const Pixels& picture : command.pictures) {
        writer.write(picture.rgb.data(), picture.rgb.size());
    }
    if (!command.tokens.empty()) {
        const auto length = static_cast<std::int64_t>(command.tokens.front().size());
        writer.beginArray("tokens", io::NpyType::Int64, {count, length});
        for (const auto& list : command.tokens) {
            const std::vector<std::int64_t> wide(list.begin(), list.end());
            writer.write(wide.data(), wide.size() * sizeof(std::int64_t));
        }
    }
    writer.finish();
    return file;
}

}  // namespace

Exported exportPictures(ExportCommand command) {
    requirePictures(command.pictures);
    requireTokens(command);
    Exported exported{command.tag,
                      command.kind == ExportKind::Npz ? npzOf(command) : animationOf(command)};
    if (exported.bytes.size() + kWrapping <= kMaxFrameBytes) return exported;
    throw Error(ErrorKind::Usage,
                "The file would have " + std::to_string(exported.bytes.size()) +
                    " bytes, more than a message can hold (" + std::to_string(kMaxFrameBytes) +
                    ").",
                "Export fewer pictures at a time.");
}

}  // namespace duo
