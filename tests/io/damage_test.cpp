// Truncates real files at every length and alters thousands of bytes: the result is an Error or
// tensors inside the file, never a crash.
#include <cstring>
#include <random>

#include "hostile.h"

namespace duo {
namespace {

using namespace test;

enum class Outcome { Opened, Refused };

// Opens a damaged file and, if that succeeds, reads every element of every tensor.
Outcome tryOpen(const std::string& path) {
    try {
        const io::TensorFile file = io::openTensorFile(path);
        for (const auto& [name, tensor] : file.tensors) {
            const std::int64_t elements = tensor.elements();
            EXPECT_LE(elements, std::int64_t{1} << 24) << name;
            if (elements == 0) continue;
            std::int64_t last = 0;
            for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
                last += (tensor.shape[i] - 1) * tensor.strides[i];
            }
            const auto size = static_cast<std::int64_t>(io::elementBytes(tensor.dtype));
            const std::span mapped = file.mappings.front().bytes;
            const std::byte* end = mapped.data() + mapped.size();
            EXPECT_GE(tensor.data, mapped.data()) << name;
            EXPECT_LE(tensor.data + (last + 1) * size, end) << name;
            std::vector<std::byte> bytes(static_cast<std::size_t>(elements * size));
            io::copyRowMajor(tensor, 0, elements, bytes.data());
        }
        return Outcome::Opened;
    } catch (const Error& error) {
        EXPECT_TRUE(error.kind() == ErrorKind::Checkpoint || error.kind() == ErrorKind::File);
        return Outcome::Refused;
    }
}

class Damage : public ::testing::TestWithParam<const char*> {};

TEST_P(Damage, EveryTruncationIsRefused) {
    const MemoryFile file;
    const std::string whole = readFile(fixture(GetParam()));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        file.write(whole.substr(0, length));
        EXPECT_EQ(tryOpen(file.path()), Outcome::Refused)
            << "at " << length << " of " << whole.size();
    }
    file.write(whole);
    EXPECT_EQ(tryOpen(file.path()), Outcome::Opened);
}

TEST_P(Damage, AlteredBytesNeverCrash) {
    const MemoryFile file;
    const std::string whole = readFile(fixture(GetParam()));
    std::mt19937 random(7);  // deterministic
    int refused = 0;
    constexpr int kFiles = 3000;
    for (int i = 0; i < kFiles; ++i) {
        std::string bytes = whole;
        const unsigned changes = 1 + random() % 4;
        for (unsigned change = 0; change < changes; ++change) {
            const std::size_t at = random() % bytes.size();
            constexpr unsigned char kExtremes[]{0x00, 0x7F, 0x80, 0xFF};
            switch (random() % 3) {
                case 0:
                    bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
                    break;
                case 1:
                    bytes[at] = static_cast<char>(random());
                    break;
                default:
                    bytes[at] = static_cast<char>(kExtremes[random() % 4]);
            }
        }
        file.write(bytes);
        refused += tryOpen(file.path()) == Outcome::Refused ? 1 : 0;
    }
    EXPECT_GT(refused, kFiles / 20);  // the damage reaches parsed bytes
    EXPECT_LT(refused, kFiles);       // some damage changes only weights or padding
}

INSTANTIATE_TEST_SUITE_P(Files, Damage,
                         ::testing::Values("values.pth", "values_protocol4.pth", "views.pth",
                                           "values_legacy.pth", "views_legacy.pth",
                                           "values.safetensors"),
                         [](const auto& info) {
                             std::string name = info.param;
                             std::replace(name.begin(), name.end(), '.', '_');
                             return name;
                         });

}  // namespace
}  // namespace duo
