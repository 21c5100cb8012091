#include "fetch/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "base/error.h"
#include "base/stop.h"

namespace duo::fetch {
namespace {

// OpenSSL fails here for want of memory, or if it was built without the digest.
void require(bool done) {
    if (!done) throw Error(ErrorKind::Internal, "OpenSSL cannot compute a SHA-256.");
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    require(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

void Sha256::add(const void* data, std::size_t bytes) {
    require(EVP_DigestUpdate(context_.get(), data, bytes) == 1);
}

std::string Sha256::digest() const {
    const Sha256 copy;  // the final step ends a context
    std::array<unsigned char, 32> bytes{};
    require(EVP_MD_CTX_copy_ex(copy.context_.get(), context_.get()) == 1 &&
            EVP_DigestFinal_ex(copy.context_.get(), bytes.data(), nullptr) == 1);
    constexpr const char* kDigits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

bool isSha256(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string sha256OfFile(const std::string& path, const std::stop_token& stop) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorKind::File,
                    "The file '" + path + "' cannot be read: " + std::strerror(errno) + ".");
    }
    Sha256 sha;
    std::vector<char> piece(1 << 20);
    while (file) {
        requireNoStop(stop, "Checking");
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        sha.add(piece.data(), static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad()) {
        throw Error(ErrorKind::File, "The file '" + path + "' could not be read to its end.");
    }
    return sha.digest();
}

}  // namespace duo::fetch
