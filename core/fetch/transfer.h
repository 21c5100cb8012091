// One HTTP GET by libcurl, with the headers that a download needs. Follows redirects, and takes the
// proxy from the environment (https_proxy, http_proxy, all_proxy, no_proxy).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace duo::fetch {

// What the server said before the body. Fields of a redirect are replaced by those that follow,
// except for the two that only the model hub's first answer has.
struct Answer {
    long status = 0;
    std::string host;  // that sent the answer
    std::string etag, lastModified, contentType;
    std::optional<std::int64_t> length;      // of the body
    std::optional<std::int64_t> rangeFirst;  // of Content-Range
    std::optional<std::int64_t> total;       // of the whole file
    std::string sha256;                      // of the whole file (X-Linked-ETag), or empty
};

struct GetRequest {
    std::string url;
    std::int64_t from = 0;    // first byte wanted
    std::string ifRange{};    // ETag or date: a file that changed is sent from its beginning
    std::string token{};      // sent to the url's own host alone; empty: none
    int connectSeconds = 20;  // at most to connect
    int stallSeconds = 30;    // at most without a byte
};

// How a GET ended where no Error was thrown.
struct GetEnd {
    int code = 0;                 // CURLcode; 0: the answer is complete
    std::string detail;           // libcurl's words; empty if code is 0
    Answer answer;                // status 0: the server said nothing
    std::int64_t retryAfter = 0;  // seconds that the server asked to wait; 0: none
};

struct GetSink {
    // Before the first byte of a status 200 or 206; false: end here, the body is not wanted.
    std::function<bool(const Answer&)> begin;
    std::function<void(const void* data, std::size_t bytes)> take;
};

// The sink may throw: the exception passes through. Error(Cancelled) within 0.2 s of a stop.
GetEnd get(const GetRequest& request, const GetSink& sink, const std::stop_token& stop);

}  // namespace duo::fetch
