// Refuses a weight file with one sentence that begins with the file's name.
#pragma once

#include <string>

#include "base/error.h"

namespace duo::io {

// reason continues "The file 'path' …" and ends without a full stop.
[[noreturn]] inline void refuseFile(const std::string& path, const std::string& reason,
                                    const std::string& hint = {}) {
    throw Error(ErrorKind::Checkpoint, "The file '" + path + "' " + reason + ".", hint);
}

}  // namespace duo::io
