#include "fetch/address.h"

#include <cstdlib>

#include "base/error.h"

namespace duo::fetch {
namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

}  // namespace

std::string hostOf(const std::string& url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos) return {};
    const std::size_t begin = scheme + 3;
    std::string host = url.substr(begin, url.find_first_of("/?#", begin) - begin);
    return host.substr(host.rfind('@') + 1);  // npos + 1 is 0
}

std::string atEndpoint(const std::string& url, const std::string& endpoint) {
    if (endpoint.empty()) return url;
    const bool web = endpoint.starts_with("http://") || endpoint.starts_with("https://");
    if (!web || hostOf(endpoint).empty()) {
        throw Error(ErrorKind::Usage, "The mirror '" + endpoint + "' is not a web address.",
                    "Give an address such as https://mirror.example.org.");
    }
    const std::string hub = kHub;
    if (!url.starts_with(hub + "/")) return url;
    return endpoint.substr(0, endpoint.find_last_not_of('/') + 1) + url.substr(hub.size());
}

std::string endpointFromEnvironment() {
    return variable("HF_ENDPOINT");
}

std::string tokenFromEnvironment() {
    return variable("HF_TOKEN");
}

}  // namespace duo::fetch
