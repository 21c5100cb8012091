// SHA-256 against the examples of FIPS 180-4.
#include "fetch/sha256.h"

#include <gtest/gtest.h>

#include "io/temporary_folder.h"
#include "support/expect_error.h"

namespace duo::fetch {
namespace {

std::string digestInPieces(const std::string& bytes, std::size_t piece) {
    Sha256 sha;
    for (std::size_t i = 0; i < bytes.size(); i += piece)
        sha.add(bytes.data() + i, std::min(piece, bytes.size() - i));
    return sha.digest();
}

TEST(Sha256, AgreesWithTheStandard) {
    EXPECT_EQ(Sha256().digest(),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(digestInPieces("abc", 3),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(digestInPieces("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 7),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(digestInPieces(std::string(1'000'000, 'a'), 999),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, TheEndOfABlockIsNoSpecialCase) {
    for (const std::size_t size : {55, 56, 63, 64, 65, 119, 128}) {
        const std::string bytes(size, 'x');
        EXPECT_EQ(digestInPieces(bytes, 1), digestInPieces(bytes, size)) << size;
    }
}

TEST(Sha256, ReadsFiles) {
    const test::TemporaryFolder folder;
    test::writeFile(folder.file("a"), "abc");
    EXPECT_EQ(sha256OfFile(folder.file("a")), digestInPieces("abc", 1));
    EXPECT_DUO_ERROR(sha256OfFile(folder.file("b")), ErrorKind::File, "b'", "No such file");
    EXPECT_TRUE(isSha256(digestInPieces("abc", 1)));
    EXPECT_FALSE(isSha256("abc"));
    EXPECT_FALSE(isSha256(std::string(64, 'g')));
}

}  // namespace
}  // namespace duo::fetch
