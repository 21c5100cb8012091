// Downloads one file: continues what is there, tries again where that can help, checks the SHA-256
// and renames the finished file. A file at the target is replaced only by a complete one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "fetch/retry.h"

namespace duo::fetch {

struct DownloadRequest {
    std::string url;
    std::string page;    // for people, in errors
    std::string target;  // path of the file
    std::string sha256;  // as known beforehand, or empty
    std::string token;   // for closed files, or empty
};

struct DownloadOptions {
    RetryPolicy retry;
    int connectSeconds = 20;
    int stallSeconds = 30;  // without a byte, then the connection counts as cut
};

enum class Phase {
    Waiting,     // for its turn
    Connecting,  // also: reading what arrived before
    Receiving,
    Pausing,  // before another attempt; see `problem`
    Done,
    Failed,
    Stopped  // on request; what arrived is kept
};

struct DownloadState {
    Phase phase = Phase::Waiting;
    std::int64_t bytes = 0;  // there
    std::optional<std::int64_t> total;
    double bytesPerSecond = 0;  // over the last seconds
    std::string problem;        // of the last attempt, while pausing or failed
};

struct Downloaded {
    std::string url;     // as asked for
    std::string sha256;  // of the file
    std::int64_t bytes = 0;
    // What the SHA-256 was compared with: "server", "catalogue", or empty if neither names one.
    std::string checkedBy;
    // The server announces another SHA-256 than `request.sha256`: the project replaced its file.
    bool replaced = false;
};

// report: called on this thread, at most a few times a second and at every change of phase.
// Error(File): the server, the network or the disk refuses, or the bytes are wrong;
// Error(Cancelled). Except after wrong bytes, the part is kept and a later call continues it.
Downloaded download(const DownloadRequest& request, const DownloadOptions& options,
                    const std::function<void(const DownloadState&)>& report,
                    const std::stop_token& stop);

}  // namespace duo::fetch
