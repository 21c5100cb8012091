#include "fetch/download.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "base/error.h"
#include "base/stop.h"
#include "fetch/address.h"
#include "fetch/disk_room.h"
#include "fetch/http_errors.h"
#include "fetch/part_file.h"
#include "fetch/speed_meter.h"
#include "fetch/transfer.h"

namespace duo::fetch {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kReportEvery{200};
constexpr std::int64_t kMaxBytes = std::int64_t{1} << 40;  // no published model is near it

class Download {
  public:
    Download(const DownloadRequest& request, const DownloadOptions& options,
             const std::function<void(const DownloadState&)>& report, const std::stop_token& stop)
        : request_(request), options_(options), report_(report), stop_(stop) {
        become(Phase::Connecting);
        part_.emplace(request.target, stop);
        most_ = part_->bytes();
        continued_ = most_ > 0;
    }

    Downloaded run() {
        for (;;) {
            while (!whole_ && !part_->isComplete()) attempt();
            if (isRight()) return finish();
            // Bytes of an earlier run may be of another file: once more from the beginning.
            if (!continued_) failWrong();
            part_->rewind();
            whole_ = continued_ = false;
        }
    }

  private:
    const std::string& url() const { return request_.url; }
    std::string name() const { return std::filesystem::path(request_.target).filename(); }
    std::string folder() const {
        const std::string folder = std::filesystem::path(request_.target).parent_path();
        return folder.empty() ? "." : folder;
    }

    // One request. Returns if there is more to do, or if the file is whole.
    void attempt() {
        become(Phase::Connecting);
        const GetEnd end = get(asked(),
                               {[this](const Answer& answer) { return begin(answer); },
                                [this](const void* data, std::size_t bytes) {
                                    part_->append(data, bytes);
                                    arrived_ += static_cast<std::int64_t>(bytes);
                                    tell();
                                }},
                               stop_);
        answered_ = answered_ || end.answer.status != 0;
        if (startAgain_ || end.answer.status == 416) {
            startAgain_ = false;
            part_->rewind();
            if (++restarts_ <= options_.retry.attempts) return;
        }
        const bool served = end.answer.status == 200 || end.answer.status == 206;
        const bool all = part_->isComplete() || (part_->bytes() > 0 && !part_->facts().total);
        if (end.code == 0 && served && all) {
            whole_ = true;
            return;
        }
        if (part_->bytes() > most_) failures_ = 0;
        most_ = std::max(most_, part_->bytes());
        pauseOrFail(end);
    }

    GetRequest asked() const {
        GetRequest get{url(),          part_->bytes(),          {},
                       request_.token, options_.connectSeconds, options_.stallSeconds};
        const PartFacts& facts = part_->facts();
        if (facts.url != url()) return get;  // another mirror: begin() compares the SHA-256
        const bool strong = !facts.etag.empty() && !facts.etag.starts_with("W/");
        get.ifRange = strong ? facts.etag : facts.lastModified;
        return get;
    }

    // -> false: this answer does not fit what is there
    bool begin(const Answer& answer) {
        requireAFile(answer);
        if (answer.status == 206) {
            startAgain_ = !continues(answer);
            if (startAgain_) return false;
            continued_ = true;
        } else {
            part_->rewind();  // the server takes no ranges, or the file has changed
            continued_ = false;
        }
        if (answer.total) requireRoom(folder(), *answer.total - part_->bytes(), "'" + name() + "'");
        part_->setFacts({url(), answer.etag, answer.lastModified, answer.sha256, answer.total});
        become(Phase::Receiving);
        return true;
    }

    // Another mirror may continue a part if both announce the same SHA-256.
    bool continues(const Answer& answer) const {
        const PartFacts& known = part_->facts();
        const bool sameFile =
            known.url == url() ? answer.etag == known.etag : !known.sha256.empty();
        return sameFile && answer.rangeFirst == part_->bytes() && answer.total == known.total &&
               answer.sha256 == known.sha256;
    }

    void requireAFile(const Answer& answer) const {
        if (answer.contentType.starts_with("text/html")) {
            throw Error(ErrorKind::File,
                        answer.host + " sent a web page instead of '" + name() + "'.",
                        "A sign-in page of the network may be in the way: open any page in a "
                        "browser, then try again. Or choose another mirror.");
        }
        if (answer.total && *answer.total > kMaxBytes) {
            throw Error(ErrorKind::File,
                        answer.host + " says that '" + name() + "' has " + sizeText(*answer.total) +
                            ", which no model has.",
                        "Choose another mirror.");
        }
    }

    void pauseOrFail(const GetEnd& end) {
        const Problem problem = problemIn(end);
        const RetryPolicy& retry = options_.retry;
        const int most = answered_ ? retry.attempts : retry.contactAttempts;
        const bool patient = problem.askedPause <= retry.maxAskedPause.count();
        if (!problem.passing || ++failures_ >= most || !patient) fail(problem);
        state_.problem = problem.message;
        become(Phase::Pausing);
        waitFor(pauseBefore(retry, failures_, problem.askedPause), stop_);
        state_.problem.clear();
    }

    // A complete answer can still be shorter than the server said.
    Problem problemIn(const GetEnd& end) const {
        const bool served = end.answer.status == 200 || end.answer.status == 206;
        if (end.code != 0 || !served) return problemOf(end, name(), url(), request_.page);
        return {
            "The connection to " + end.answer.host + " ended before '" + name() + "' was complete.",
            "Try again: the download continues.", true};
    }

    [[noreturn]] void fail(const Problem& problem) const {
        const std::string kept =
            part_->bytes() > 0 ? " What arrived (" + sizeText(part_->bytes()) + ") is kept." : "";
        throw Error(ErrorKind::File, problem.message, problem.hint + kept);
    }

    const std::string& expected() const {
        return part_->facts().sha256.empty() ? request_.sha256 : part_->facts().sha256;
    }
    bool isRight() const { return expected().empty() || expected() == part_->digest(); }

    [[noreturn]] void failWrong() {
        const std::string found = part_->digest();
        const std::string wanted = expected();
        part_->discard();
        throw Error(ErrorKind::File,
                    "The bytes of '" + name() + "' from " + hostOf(url()) +
                        " are wrong: their SHA-256 is " + found + ", it should be " + wanted +
                        ". The file was removed.",
                    "Try again. If that happens again, choose another mirror.");
    }

    Downloaded finish() {
        Downloaded done{url(), part_->digest(), part_->bytes(), {}, false};
        const std::string& announced = part_->facts().sha256;
        if (!expected().empty()) done.checkedBy = announced.empty() ? "catalogue" : "server";
        done.replaced =
            !announced.empty() && !request_.sha256.empty() && announced != request_.sha256;
        part_->commit();
        become(Phase::Done);
        return done;
    }

    void become(Phase phase) {
        state_.phase = phase;
        lastTold_ = {};
        tell();
    }

    void tell() {
        const Clock::time_point now = Clock::now();
        if (now - lastTold_ < kReportEvery) return;
        lastTold_ = now;
        speed_.note(arrived_, now);
        state_.bytesPerSecond = state_.phase == Phase::Receiving ? speed_.bytesPerSecond() : 0;
        if (part_) {
            state_.bytes = part_->bytes();
            state_.total = part_->facts().total;
        }
        if (report_) report_(state_);
    }

    const DownloadRequest& request_;
    const DownloadOptions& options_;
    const std::function<void(const DownloadState&)>& report_;
    const std::stop_token& stop_;
    std::optional<PartFile> part_;
    DownloadState state_;
    SpeedMeter speed_;
    Clock::time_point lastTold_;
    std::int64_t arrived_ = 0;  // bytes received in this call
    std::int64_t most_ = 0;     // most bytes of the part so far
    int failures_ = 0;          // in a row without a new byte
    int restarts_ = 0;
    bool whole_ = false;       // the last answer was complete
    bool continued_ = false;   // the part began in an earlier answer
    bool startAgain_ = false;  // the answer did not fit the part
    bool answered_ = false;    // a server has answered
};

}  // namespace

Downloaded download(const DownloadRequest& request, const DownloadOptions& options,
                    const std::function<void(const DownloadState&)>& report,
                    const std::stop_token& stop) {
    return Download(request, options, report, stop).run();
}

}  // namespace duo::fetch
