#include "io/zip_directory.h"

#include "hostile.h"

namespace duo {
namespace {

using namespace test;

const std::string kPickle =
    pickle("}" + pickleText("w") + pickleTensor(2, 0, pickleInt(2), pickleInt(1)) + "s");
const std::string kStorage = little(1.5f) + little(-2.5f);

std::vector<float> openedValues(const std::string& bytes) {
    const TemporaryFolder folder;
    const std::string path = folder.file("weights.pth");
    writeFile(path, bytes);
    const io::TensorFile file = io::openTensorFile(path);
    std::vector<float> values(2);
    io::copyRowMajor(file.tensors.at("w"), 0, 2, reinterpret_cast<std::byte*>(values.data()));
    return values;
}

TEST(ZipDirectory, ReadsBothDirectoryForms) {
    const std::vector<ZipEntry> entries{{"a/data.pkl", kPickle}, {"a/data/0", kStorage}};
    EXPECT_EQ(openedValues(makeZip(entries)), (std::vector<float>{1.5f, -2.5f}));
    EXPECT_EQ(openedValues(makeZip(entries, true)), (std::vector<float>{1.5f, -2.5f}));
}

TEST(ZipDirectory, ACommentAtTheEndIsNoHindrance) {
    std::string file = makeZip({{"a/data.pkl", kPickle}, {"a/data/0", kStorage}});
    file.replace(file.size() - 2, 2, little<std::uint16_t>(5));
    EXPECT_EQ(openedValues(file + "hello"), (std::vector<float>{1.5f, -2.5f}));
}

TEST(ZipDirectory, SaysWhatIsWrong) {
    const auto says = [](const std::vector<ZipEntry>& entries, const std::string& words) {
        EXPECT_NE(refusal(makeZip(entries)).find(words), std::string::npos)
            << refusal(makeZip(entries));
    };
    const ZipEntry tree{"a/data.pkl", kPickle};
    says({tree, {"a/data/0", kStorage, 8, 0}}, "compressed");
    says({tree, {"a/data/0", kStorage, 0, 1}}, "encrypted");
    says({tree}, "'a/data/0'");
    says({{"weights.npy", "x"}}, "'data.pkl' is missing");
    says({tree, tree}, "twice");
    says({tree, {"b/data.pkl", kPickle}}, "more than one");
    says({tree, {"a/data/0", kStorage}, {"a/byteorder", "big"}}, "big-endian");
    says({tree, {"a/data/0", kStorage}, {"a/constants.pkl", kPickle}}, "TorchScript");
    says({tree, {"a/data/0", kStorage.substr(0, 6)}}, "holds 1");
    says({}, "'data.pkl' is missing");
}

TEST(ZipDirectory, HostileDirectoriesAreRefused) {
    const std::string good = makeZip({{"a/data.pkl", kPickle}, {"a/data/0", kStorage}});
    const auto patched = [&](std::size_t fromEnd, const std::string& bytes) {
        std::string file = good;
        file.replace(file.size() - fromEnd, bytes.size(), bytes);
        return refusal(file);
    };
    patched(6, little<std::uint32_t>(0x7FFFFFFF));   // the directory is beyond the end of the file
    patched(10, little<std::uint32_t>(0x7FFFFFFF));  // it is longer than the file
    patched(12, little<std::uint16_t>(9));           // fewer entries than stated
    patched(12, little<std::uint16_t>(0xFFFF));      // its 64-bit form is missing
    patched(18, little<std::uint16_t>(1));           // this is the second of several files
    std::string zip64 = makeZip({{"a/data.pkl", kPickle}, {"a/data/0", kStorage}}, true);
    const std::size_t locator = zip64.size() - 22 - 20;
    for (const std::uint64_t at : {~std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{1} << 40}) {
        std::string file = zip64;
        file.replace(locator + 8, 8, little(at));
        refusal(file);
    }
    std::string entries = zip64;
    entries.replace(locator - 56 + 32, 8, little(~std::uint64_t{0}));
    refusal(entries);
}

}  // namespace
}  // namespace duo
