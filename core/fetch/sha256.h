// SHA-256 of data that comes piece by piece, by OpenSSL.
#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>

struct evp_md_ctx_st;

namespace duo::fetch {

class Sha256 {
  public:
    Sha256();
    void add(const void* data, std::size_t bytes);
    // 64 hexadecimal digits of all bytes so far; more can be added afterwards.
    std::string digest() const;

  private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// Whether the text is a SHA-256: 64 hexadecimal digits in lower case.
bool isSha256(const std::string& text);

// Reads the whole file. Error(File) if it cannot be read; Error(Cancelled).
std::string sha256OfFile(const std::string& path, const std::stop_token& stop = {});

}  // namespace duo::fetch
