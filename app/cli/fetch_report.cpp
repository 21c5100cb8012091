#include "fetch_report.h"

#include <algorithm>

#include "fetch/disk_room.h"
#include "units.h"

namespace duo::cli {
namespace {

std::int64_t totalOf(const GetState& state) {
    if (state.download.total) return *state.download.total;
    const PublishedFile* file = findPublishedFile(state.file);
    return std::max(state.download.bytes, file == nullptr ? 0 : file->expectedBytes());
}

}  // namespace

void FetchReport::show(const std::vector<GetState>& states) {
    std::int64_t bytes = 0, total = 0;
    double speed = 0;
    std::string working;
    for (const GetState& state : states) {
        sayEvents(state);
        bytes += state.download.bytes;
        total += totalOf(state);
        speed += state.download.bytesPerSecond;
        if (state.download.phase == fetch::Phase::Receiving)
            working += (working.empty() ? "" : ", ") + state.file;
    }
    if (total == 0) return;
    std::string note = fetch::sizeText(bytes) + " of " + fetch::sizeText(total);
    if (speed > 0) {
        note += ", " + fetch::sizeText(static_cast<std::int64_t>(speed)) + "/s, " +
                timeLeftText(static_cast<double>(total - bytes) / speed);
    }
    if (!working.empty()) note += ": " + working;
    bar_.showOrSay(static_cast<double>(bytes) / static_cast<double>(total), note);
}

void FetchReport::showConverting(const std::string& file, double share) {
    bar_.showOrSay(share, "converting " + file);
}

void FetchReport::sayEvents(const GetState& state) {
    Told& told = told_[state.file];
    const fetch::DownloadState& now = state.download;
    if (now.phase == fetch::Phase::Pausing && now.problem != told.problem)
        bar_.say(state.file + ": " + now.problem + " Trying again.");
    const bool begins =
        now.phase == fetch::Phase::Receiving && told.phase == fetch::Phase::Connecting;
    if (begins && now.bytes > 0 && told.problem.empty())
        bar_.say(state.file + ": continues after " + fetch::sizeText(now.bytes) + ".");
    if (now.phase == fetch::Phase::Pausing) told.problem = now.problem;
    told.phase = now.phase;
}

}  // namespace duo::cli
