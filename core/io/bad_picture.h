// Refuses a picture with one sentence that begins with its file's name.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.h"
#include "io/image.h"

namespace duo::io {

// reason continues "The picture 'path' …" and ends without a full stop.
[[noreturn]] inline void refusePicture(const std::string& path, const std::string& reason) {
    throw Error(ErrorKind::File, "The picture '" + path + "' " + reason + ".");
}

[[noreturn]] inline void refuseSize(const std::string& path, std::int64_t width,
                                    std::int64_t height) {
    refusePicture(path, "is too large: " + std::to_string(width) + " x " + std::to_string(height) +
                            " pixels, expected at most " + std::to_string(kMaxPixels / 1000000) +
                            " million");
}

}  // namespace duo::io
