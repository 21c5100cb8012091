// Addresses of published files and their mirrors.
#pragma once

#include <string>

namespace duo::fetch {

// The site that publishes most checkpoints, which mirrors copy path by path.
inline constexpr const char* kHub = "https://huggingface.co";

// "huggingface.co:8080" of an address; empty if it has no host.
std::string hostOf(const std::string& url);

// The address at the mirror, where it is one of the hub's; other addresses as they are.
// endpoint: "https://mirror.org/hub"; empty: no mirror. Error(Usage) if it is no http address.
std::string atEndpoint(const std::string& url, const std::string& endpoint);

// The mirror that HF_ENDPOINT names, and the token of HF_TOKEN; empty if unset.
std::string endpointFromEnvironment();
std::string tokenFromEnvironment();

}  // namespace duo::fetch
