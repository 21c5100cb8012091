#include <cstring>

#include "hostile.h"

namespace duo {
namespace {

using namespace test;

std::string safetensors(const std::string& header, const std::string& data = "") {
    return little<std::uint64_t>(header.size()) + header + data;
}

std::string tensor(const std::string& name, const std::string& dtype, const std::string& shape,
                   const std::string& offsets) {
    return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape +
           ",\"data_offsets\":" + offsets + "}";
}

TEST(Safetensors, RoundTripKeepsBytesTypesAndMetadata) {
    const TemporaryFolder folder;
    const std::string path = folder.file("out.safetensors");
    const std::vector<float> floats{1.0f, -2.0f, 0.5f, 8.0f, 9.0f, 10.0f};
    const std::vector<std::uint8_t> flags{1, 0, 1};
    const std::map<std::string, std::string> metadata{{"note", "drei Größen „1,2,3“\n"}};
    io::writeSafetensors(
        path,
        {{"b.flags", io::DType::Bool, {3}, reinterpret_cast<const std::byte*>(flags.data())},
         {"a.weight",
          io::DType::Float32,
          {2, 3},
          reinterpret_cast<const std::byte*>(floats.data())},
         {"scalar", io::DType::Float32, {}, reinterpret_cast<const std::byte*>(floats.data() + 3)},
         {"none", io::DType::Int16, {0, 7}, nullptr}},
        metadata);
    EXPECT_EQ(folder.files(), 1u);
    const std::string bytes = readFile(path);
    EXPECT_EQ(bytes[8], '{');
    std::uint64_t headerBytes = 0;
    std::memcpy(&headerBytes, bytes.data(), sizeof headerBytes);
    EXPECT_EQ(headerBytes % 8, 0u);
    const io::TensorFile file = io::openTensorFile(path);
    EXPECT_EQ(file.metadata, metadata);
    EXPECT_EQ(file.tensors.size(), 4u);
    // Three flags precede the floats, which are therefore unaligned.
    std::vector<float> read(6);
    io::copyRowMajor(file.tensors.at("a.weight"), 0, 6, reinterpret_cast<std::byte*>(read.data()));
    EXPECT_EQ(read, floats);
    EXPECT_EQ(file.tensors.at("b.flags").dtype, io::DType::Bool);
    EXPECT_EQ(file.tensors.at("none").shape, (std::vector<std::int64_t>{0, 7}));
}

TEST(Safetensors, AcceptsWhatTheFormatAllows) {
    const TemporaryFolder folder;
    const std::string path = folder.file("spaced.safetensors");
    writeFile(path, safetensors("{" + tensor("w", "I8", "[2]", "[0,2]") + "}    ", "ab"));
    EXPECT_EQ(io::openTensorFile(path).tensors.at("w").elements(), 2);
    writeFile(path, safetensors("{}"));
    EXPECT_TRUE(io::openTensorFile(path).tensors.empty());
}

TEST(Safetensors, HostileHeadersAreRefused) {
    const auto says = [](const std::string& header, const std::string& data,
                         const std::string& words) {
        const std::string text = refusal(safetensors(header, data));
        EXPECT_NE(text.find(words), std::string::npos) << text;
    };
    const std::string good = tensor("w", "F32", "[1]", "[0,4]");
    says("{" + good, "abcd", "JSON");
    says("{" + good + "}x", "abcd", "JSON");
    says("{" + good + "," + good + "}", "abcd", "twice");
    says("{" + tensor("w", "F32", "[1]", "[0,8]") + "}", "abcd", "'w'");
    says("{" + tensor("w", "F32", "[1]", "[4,0]") + "}", "abcd", "'w'");
    says("{" + tensor("w", "F32", "[2]", "[0,4]") + "}", "abcd", "does not fit");
    says("{" + tensor("w", "F32", "[]", "[0,8]") + "}", "abcdefgh", "does not fit");
    says("{" + tensor("w", "F16", "[1]", "[0,3]") + "}", "abc", "does not fit");
    says("{" + tensor("w", "F8_E4M3", "[4]", "[0,4]") + "}", "abcd", "F8_E4M3");
    says("{" + tensor("w", "F32", "[-1]", "[0,4]") + "}", "abcd", "-1");
    says("{" + tensor("w", "F32", "[1.5]", "[0,4]") + "}", "abcd", "1.5");
    says("{" + tensor("w", "F32", "[1]", "[0]") + "}", "abcd", "lacks");
    says("{" + tensor("w", "F32", "[1]", "[0,4,8]") + "}", "abcd", "lacks");
    says("{\"w\":{\"dtype\":\"F32\"}}", "abcd", "lacks");
    says("{\"w\":3}", "", "corrupt");
    says("{\"w\":[1]}", "", "corrupt");
    says("{\"w\":{\"dtype\":{}}}", "", "corrupt");
    says("{\"w\":{\"shape\":[[1]]}}", "", "corrupt");
    says("{\"w\":{\"other\":[1]}}", "", "corrupt");
    says("{\"w\":{\"shape\":null}}", "", "corrupt");
    says("{\"w\":{\"shape\":true}}", "", "corrupt");
    says("{\"__metadata__\":{\"a\":1}}", "", "corrupt");
    says("{\"w\":\"\xff\xfe\"}", "", "corrupt");
}

TEST(Safetensors, OverflowingSizesAreRefused) {
    refusal(
        safetensors("{" + tensor("w", "F32", "[4294967296,4294967296]", "[0,4]") + "}", "abcd"));
    refusal(safetensors("{" + tensor("w", "F32", "[18446744073709551615]", "[0,4]") + "}", "abcd"));
    refusal(safetensors("{" + tensor("w", "F32", "[4611686018427387904,4]", "[0,0]") + "}"));
    refusal(safetensors("{" + tensor("w", "F32", "[0,9223372036854775807,9]", "[0,0]") + "}"));
    refusal(safetensors("{" + tensor("w", "I8", "[4]", "[18446744073709551612,0]") + "}", "abcd"));
    refusal(safetensors("{" + tensor("w", "I8", "[99999999999999999999]", "[0,4]") + "}", "abcd"));
    refusal(little<std::uint64_t>(~std::uint64_t{0}) + "{}");
    refusal(little<std::uint64_t>(1u << 30) + "{}");
}

TEST(Safetensors, RangesTileTheFile) {
    const std::string a = tensor("a", "I8", "[2]", "[0,2]");
    EXPECT_NE(refusal(safetensors("{" + a + "," + tensor("b", "I8", "[2]", "[1,3]") + "}", "abc"))
                  .find("begins at byte 1"),
              std::string::npos);
    EXPECT_NE(refusal(safetensors("{" + a + "," + tensor("b", "I8", "[1]", "[3,4]") + "}", "abcd"))
                  .find("expected 2"),
              std::string::npos);
    EXPECT_NE(refusal(safetensors("{" + a + "}", "abcd")).find("end at byte 2 of 4"),
              std::string::npos);
}

TEST(Safetensors, DeepHeadersNeitherRecurseNorPass) {
    refusal(safetensors("{\"w\":" + std::string(1000000, '[')));
    std::string objects;
    for (int i = 0; i < 100000; ++i) objects += "{\"a\":";
    refusal(safetensors(objects));
    std::string sides = "[1";
    for (int i = 0; i < 100; ++i) sides += ",1";
    refusal(safetensors("{" + tensor("w", "I8", sides + "]", "[0,1]") + "}", "a"));
}

}  // namespace
}  // namespace duo
