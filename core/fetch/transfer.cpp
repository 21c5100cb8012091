#include "fetch/transfer.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <string_view>

#include "base/error.h"
#include "base/stop.h"
#include "base/version.h"
#include "fetch/address.h"
#include "fetch/sha256.h"

namespace duo::fetch {
namespace {

constexpr long kMaxRedirects = 8;
constexpr int kPollMs = 100;

struct FreeEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeMulti {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

void initialiseOnce() {
    static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (done != CURLE_OK) {
        throw Error(ErrorKind::Internal, "The network library cannot be used: " +
                                             std::string(curl_easy_strerror(done)) + ".");
    }
}

std::string_view trimmed(std::string_view text) {
    const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && space(text.front())) text.remove_prefix(1);
    while (!text.empty() && space(text.back())) text.remove_suffix(1);
    return text;
}

std::string lowered(std::string_view text) {
    std::string low(text);
    std::ranges::transform(low, low.begin(), [](unsigned char c) { return std::tolower(c); });
    return low;
}

std::optional<std::int64_t> numberIn(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size() && value >= 0;
    return whole ? std::optional(value) : std::nullopt;
}

// "bytes 100-199/200"; "bytes */200" of a refusal.
void readRange(std::string_view value, Answer& answer) {
    if (!value.starts_with("bytes ")) return;
    value.remove_prefix(6);
    const std::size_t slash = value.find('/'), dash = value.find('-');
    if (slash == std::string_view::npos) return;
    answer.total = numberIn(value.substr(slash + 1));
    if (dash < slash) answer.rangeFirst = numberIn(value.substr(0, dash));
}

using Clock = std::chrono::steady_clock;

class Exchange {
  public:
    Exchange(const GetRequest& request, const GetSink& sink)
        : request_(request), sink_(sink), easy_(curl_easy_init()), multi_(curl_multi_init()) {
        if (!easy_ || !multi_) throw std::bad_alloc();
        setUp();
    }
    ~Exchange() { curl_multi_remove_handle(multi_.get(), easy_.get()); }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    GetEnd run(const std::stop_token& stop) {
        const CURLcode code = perform(stop);
        if (thrown_) std::rethrow_exception(thrown_);
        GetEnd end{code, {}, std::move(answer_), 0};
        if (refused_) end.code = CURLE_OK;
        if (end.code != CURLE_OK) {
            end.detail = words_.front() != '\0' ? words_.data() : curl_easy_strerror(code);
        }
        curl_off_t seconds = 0;
        if (curl_easy_getinfo(easy_.get(), CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK)
            end.retryAfter = seconds;
        return end;
    }

  private:
    template <class Value>
    void set(CURLoption option, Value value) {
        if (curl_easy_setopt(easy_.get(), option, value) != CURLE_OK) throw std::bad_alloc();
    }

    void setUp() {
        const bool secure = request_.url.starts_with("https://");
        set(CURLOPT_URL, request_.url.c_str());
        set(CURLOPT_ERRORBUFFER, words_.data());
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_USERAGENT, userAgent_.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
        set(CURLOPT_FOLLOWLOCATION, 1L);
        set(CURLOPT_MAXREDIRS, kMaxRedirects);
        set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(request_.connectSeconds));
        set(CURLOPT_HEADERFUNCTION, &Exchange::onHeader);
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_WRITEFUNCTION, &Exchange::onBody);
        set(CURLOPT_WRITEDATA, this);
        if (!request_.token.empty()) {
            set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
            set(CURLOPT_XOAUTH2_BEARER, request_.token.c_str());
        }
        if (request_.from > 0) {
            range_ = std::to_string(request_.from) + "-";
            set(CURLOPT_RANGE, range_.c_str());
            if (!request_.ifRange.empty()) {
                headers_.reset(
                    curl_slist_append(nullptr, ("If-Range: " + request_.ifRange).c_str()));
                set(CURLOPT_HTTPHEADER, headers_.get());
            }
        }
    }

    CURLcode perform(const std::stop_token& stop) {
        if (curl_multi_add_handle(multi_.get(), easy_.get()) != CURLM_OK) throw std::bad_alloc();
        for (int running = 1; running > 0;) {
            requireNoStop(stop, "The download");
            if (curl_multi_perform(multi_.get(), &running) != CURLM_OK) throw std::bad_alloc();
            if (running == 0) break;
            if (isSilent()) return CURLE_OPERATION_TIMEDOUT;
            curl_multi_poll(multi_.get(), nullptr, 0, kPollMs, nullptr);
        }
        int left = 0;
        const CURLMsg* message = curl_multi_info_read(multi_.get(), &left);
        return message == nullptr ? CURLE_GOT_NOTHING : message->data.result;
    }

    // libcurl's own limit on speed is an average that sees a silence late.
    bool isSilent() {
        const auto silence = Clock::now() - lastByte_;
        if (silence < std::chrono::seconds(request_.stallSeconds)) return false;
        std::snprintf(words_.data(), words_.size(), "no byte came for %d s", request_.stallSeconds);
        return true;
    }

    // libcurl is C: no exception may pass through it.
    template <class Work>
    std::size_t guarded(std::size_t bytes, const Work& work) {
        lastByte_ = Clock::now();
        try {
            return work() ? bytes : CURL_WRITEFUNC_ERROR;
        } catch (...) {
            thrown_ = std::current_exception();
            return CURL_WRITEFUNC_ERROR;
        }
    }

    static std::size_t onHeader(char* data, std::size_t, std::size_t bytes, void* self) {
        auto& exchange = *static_cast<Exchange*>(self);
        return exchange.guarded(bytes, [&] {
            exchange.takeHeader({data, bytes});
            return true;
        });
    }
    static std::size_t onBody(char* data, std::size_t, std::size_t bytes, void* self) {
        auto& exchange = *static_cast<Exchange*>(self);
        return exchange.guarded(bytes, [&] { return exchange.takeBody(data, bytes); });
    }

    void beginAnswer() {
        Answer next;
        next.sha256 = answer_.sha256;
        long status = 0;
        char* url = nullptr;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(easy_.get(), CURLINFO_EFFECTIVE_URL, &url);
        next.status = status;
        next.host = hostOf(url == nullptr ? request_.url : url);
        answer_ = std::move(next);
    }

    void takeHeader(std::string_view line) {
        if (line.starts_with("HTTP/")) return beginAnswer();
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return;
        const std::string name = lowered(line.substr(0, colon));
        const std::string_view value = trimmed(line.substr(colon + 1));
        if (name == "etag") answer_.etag = value;
        if (name == "last-modified") answer_.lastModified = value;
        if (name == "content-type") answer_.contentType = lowered(value);
        if (name == "content-length") answer_.length = numberIn(value);
        if (name == "content-range") readRange(value, answer_);
        if (name == "x-linked-etag") takeLinked(value);
    }

    void takeLinked(std::string_view value) {
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        const std::string digits = lowered(value);
        if (isSha256(digits)) answer_.sha256 = digits;
    }

    bool takeBody(const char* data, std::size_t bytes) {
        if (answer_.status != 200 && answer_.status != 206) return !(refused_ = true);
        if (!begun_) {
            begun_ = true;
            if (answer_.status == 200 && !answer_.total) answer_.total = answer_.length;
            if (!sink_.begin(answer_)) return !(refused_ = true);
        }
        sink_.take(data, bytes);
        return true;
    }

    const GetRequest& request_;
    const GetSink& sink_;
    std::unique_ptr<CURL, FreeEasy> easy_;
    std::unique_ptr<CURLM, FreeMulti> multi_;
    std::unique_ptr<curl_slist, FreeList> headers_;
    std::array<char, CURL_ERROR_SIZE> words_{};
    std::string range_, userAgent_ = programName();
    Answer answer_;
    Clock::time_point lastByte_ = Clock::now();
    bool begun_ = false, refused_ = false;
    std::exception_ptr thrown_;
};

}  // namespace

GetEnd get(const GetRequest& request, const GetSink& sink, const std::stop_token& stop) {
    initialiseOnce();
    return Exchange(request, sink).run(stop);
}

}  // namespace duo::fetch
