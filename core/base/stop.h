// Work that a person can stop: one sentence for all of it.
#pragma once

#include <stop_token>
#include <string>

#include "base/error.h"

namespace duo {

// Error(Cancelled): "Decoding was stopped on request." what: the subject of the sentence; more: how
// it goes on.
[[noreturn]] inline void throwStopped(const std::string& what = "Decoding",
                                      const std::string& more = ".") {
    throw Error(ErrorKind::Cancelled, what + " was stopped on request" + more);
}

// Throws the same once stop is requested.
inline void requireNoStop(const std::stop_token& stop, const char* what = "Decoding") {
    if (stop.stop_requested()) throwStopped(what);
}

}  // namespace duo
