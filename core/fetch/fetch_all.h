// Several downloads at once, each on a thread of its own.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "fetch/download.h"

namespace duo::fetch {

// Exactly one of the two is there.
struct FetchEnd {
    std::optional<Downloaded> downloaded;
    std::optional<Error> error;
};

using ReportAll = std::function<void(const std::vector<DownloadState>&)>;

// Ends in the order of the requests; the failure of one does not end the others. atOnce: at
// least 1. report: the states in the order of the requests; called on any of the threads, one call
// at a time. Targets must differ. After a stop, what has not ended yet fails as Error(Cancelled).
std::vector<FetchEnd> fetchAll(const std::vector<DownloadRequest>& requests, int atOnce,
                               const DownloadOptions& options, const ReportAll& report,
                               const std::stop_token& stop);

}  // namespace duo::fetch
