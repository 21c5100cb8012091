#include "fetch/fetch_all.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace duo::fetch {
namespace {

class Board {
  public:
    Board(std::size_t count, const ReportAll& report) : states_(count), report_(report) {}

    void set(std::size_t index, const DownloadState& state) {
        const std::lock_guard lock(mutex_);
        states_[index] = state;
        if (report_) report_(states_);
    }
    void fail(std::size_t index, const Error& error) {
        const std::lock_guard lock(mutex_);
        states_[index].phase =
            error.kind() == ErrorKind::Cancelled ? Phase::Stopped : Phase::Failed;
        states_[index].bytesPerSecond = 0;
        states_[index].problem = error.what();
        if (report_) report_(states_);
    }

  private:
    std::mutex mutex_;
    std::vector<DownloadState> states_;
    const ReportAll& report_;
};

FetchEnd fetchOne(const DownloadRequest& request, const DownloadOptions& options, Board& board,
                  std::size_t index, const std::stop_token& stop) {
    FetchEnd end;
    try {
        end.downloaded = download(
            request, options, [&](const DownloadState& state) { board.set(index, state); }, stop);
    } catch (const Error& error) {
        end.error = error;
    } catch (const std::exception& problem) {
        end.error = Error(ErrorKind::Internal, problem.what());
    }
    if (end.error) board.fail(index, *end.error);
    return end;
}

}  // namespace

std::vector<FetchEnd> fetchAll(const std::vector<DownloadRequest>& requests, int atOnce,
                               const DownloadOptions& options, const ReportAll& report,
                               const std::stop_token& stop) {
    std::vector<FetchEnd> ends(requests.size());
    Board board(requests.size(), report);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < requests.size(); i = next++)
            ends[i] = fetchOne(requests[i], options, board, i, stop);
    };
    const std::size_t threads =
        std::min(requests.size(), static_cast<std::size_t>(std::max(atOnce, 1)));
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < threads; ++i) workers.emplace_back(work);
    workers.clear();  // joins
    return ends;
}

}  // namespace duo::fetch
