#include "fetch/http_errors.h"

#include <curl/curl.h>

#include "fetch/address.h"

namespace duo::fetch {
namespace {

std::string refused(const std::string& name, const std::string& host, long status) {
    return host + " did not send '" + name + "' (HTTP status " + std::to_string(status) + ")";
}

Problem closed(const std::string& start, const std::string& page) {
    return {start + ": it asks who you are, or for your consent to its terms.",
            "Open " + page +
                " in a browser, sign in and accept the terms; make an access token there and put "
                "it into the environment variable HF_TOKEN. Or choose another mirror."};
}

Problem ofStatus(const GetEnd& end, const std::string& name, const std::string& page) {
    const long status = end.answer.status;
    const std::string start = refused(name, end.answer.host, status);
    switch (status) {
        case 401:
        case 403:
            return closed(start, page);
        case 404:
        case 410:
            return {start + ": there is no such file.",
                    "See " + page + " for what is published; a mirror may lack it."};
        case 429:
            return {start + ": too many requests.", "Try again later.", true, end.retryAfter};
        case 408:
        case 500:
        case 502:
        case 503:
        case 504:
            return {start + ": the server has a problem of its own.", "Try again later.", true,
                    end.retryAfter};
        default:
            return {start + ".", "Try again later or from another mirror."};
    }
}

Problem unreachable(const std::string& host, const std::string& why) {
    return {host + " cannot be reached: " + why + ".",
            "Check the network connection. Behind a proxy, set https_proxy; where the site is "
            "blocked, choose a mirror.",
            true};
}

Problem cut(const std::string& host, const std::string& why) {
    return {"The connection to " + host + " was cut: " + why + ".",
            "Try again: the download continues.", true};
}

Problem untrusted(const std::string& host, const std::string& why) {
    return {"The certificate of " + host + " is not trusted: " + why + ".",
            "Install the package ca-certificates, and see that the computer's clock is right."};
}

}  // namespace

Problem problemOf(const GetEnd& end, const std::string& name, const std::string& url,
                  const std::string& page) {
    const std::string host = end.answer.host.empty() ? hostOf(url) : end.answer.host;
    switch (end.code) {
        case CURLE_OK:
            return ofStatus(end, name, page);
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
            return unreachable(host, end.detail);
        case CURLE_TOO_MANY_REDIRECTS:
            return {host + " redirects '" + name + "' in circles: " + end.detail + ".",
                    "Try again later or from another mirror."};
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return {
                "The address of '" + name + "' cannot be used (" + url + "): " + end.detail + ".",
                "Choose another mirror."};
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            return untrusted(host, end.detail);
        default:
            return cut(host, end.detail);
    }
}

}  // namespace duo::fetch
