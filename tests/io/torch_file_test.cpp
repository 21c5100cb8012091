// Files written by torch.save (tests/data/make_checkpoint_fixtures.py).
#include <bit>
#include <cmath>
#include <cstring>

#include "hostile.h"

namespace duo {
namespace {

using namespace test;

double halfToDouble(std::uint16_t bits) {
    const int exponent = bits >> 10 & 31;
    const int fraction = bits & 1023;
    const double size =
        exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    return (bits & 0x8000) != 0 ? -size : size;
}

double valueAt(const io::TensorEntry& tensor, std::int64_t index) {
    std::byte bytes[8] = {};
    io::copyRowMajor(tensor, index, 1, bytes);
    const auto as = [&]<typename T>(T value) {
        std::memcpy(&value, bytes, sizeof(T));
        return value;
    };
    switch (tensor.dtype) {
        case io::DType::Float32:
            return as(float{});
        case io::DType::Float64:
            return as(double{});
        case io::DType::Float16:
            return halfToDouble(as(std::uint16_t{}));
        case io::DType::BFloat16:
            return std::bit_cast<float>(std::uint32_t{as(std::uint16_t{})} << 16);
        case io::DType::Int64:
            return static_cast<double>(as(std::int64_t{}));
        case io::DType::Int32:
            return as(std::int32_t{});
        case io::DType::Int16:
            return as(std::int16_t{});
        case io::DType::Int8:
            return as(std::int8_t{});
        case io::DType::UInt8:
        case io::DType::Bool:
            return as(std::uint8_t{});
    }
    return NAN;
}

std::vector<double> valuesOf(const io::TensorEntry& tensor) {
    std::vector<double> values;
    for (std::int64_t i = 0; i < tensor.elements(); ++i) values.push_back(valueAt(tensor, i));
    return values;
}

class EveryType : public ::testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(EveryType, IsReadAsWritten) {
    const auto [name, format] = GetParam();
    const io::TensorFile file = io::openTensorFile(fixture(name));
    EXPECT_EQ(file.format, format);
    EXPECT_EQ(file.tensors.size(), 12u);
    for (const char* type :
         {"float32", "float16", "bfloat16", "float64", "int64", "int32", "int16", "int8"}) {
        const io::TensorEntry& tensor = file.tensors.at(type);
        EXPECT_EQ(io::dtypeName(tensor.dtype), type);
        EXPECT_EQ(tensor.shape, (std::vector<std::int64_t>{2, 3}));
        EXPECT_EQ(valuesOf(tensor), (std::vector<double>{-3, -2, -1, 0, 1, 2})) << type;
    }
    EXPECT_EQ(valuesOf(file.tensors.at("uint8")), (std::vector<double>{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(io::dtypeName(file.tensors.at("bool").dtype), "bool");
    EXPECT_EQ(valuesOf(file.tensors.at("bool")), (std::vector<double>{0, 1, 0, 1, 0, 1}));
    EXPECT_TRUE(file.tensors.at("scalar").shape.empty());
    EXPECT_EQ(valuesOf(file.tensors.at("scalar")), (std::vector<double>{2.5}));
    EXPECT_EQ(file.tensors.at("empty").shape, (std::vector<std::int64_t>{0, 4}));
    EXPECT_EQ(file.tensors.at("empty").elements(), 0);
}

INSTANTIATE_TEST_SUITE_P(Formats, EveryType,
                         ::testing::Values(std::pair("values.pth", "torch zip"),
                                           std::pair("values_protocol4.pth", "torch zip"),
                                           std::pair("values_legacy.pth", "torch legacy"),
                                           std::pair("values.safetensors", "safetensors")),
                         [](const auto& info) {
                             std::string name = info.param.first;
                             std::replace(name.begin(), name.end(), '.', '_');
                             return name;
                         });

class Views : public ::testing::TestWithParam<const char*> {};

TEST_P(Views, ShareTheirStorage) {
    const io::TensorFile file = io::openTensorFile(fixture(GetParam()));
    const auto& tensors = file.tensors;
    EXPECT_TRUE(tensors.at("base").contiguous());
    const io::TensorEntry& turned = tensors.at("turned");  // [6, 4]
    EXPECT_FALSE(turned.contiguous());
    EXPECT_EQ(turned.data, tensors.at("base").data);
    for (std::int64_t row = 0; row < 6; ++row) {
        for (std::int64_t column = 0; column < 4; ++column) {
            EXPECT_EQ(valueAt(turned, row * 4 + column), static_cast<double>(column * 6 + row));
        }
    }
    // A range that begins and ends inside rows.
    std::vector<float> run(7);
    io::copyRowMajor(turned, 6, 7, reinterpret_cast<std::byte*>(run.data()));
    EXPECT_EQ(run, (std::vector<float>{13, 19, 2, 8, 14, 20, 3}));
    EXPECT_EQ(valuesOf(tensors.at("cut")), (std::vector<double>{6, 8, 10, 12, 14, 16}));
    EXPECT_EQ(tensors.at("tied.a").data, tensors.at("tied.b").data);
    EXPECT_EQ(valuesOf(tensors.at("tied.b")), (std::vector<double>{7, 7, 7}));
    EXPECT_EQ(valuesOf(tensors.at("expanded")), (std::vector<double>{1, 2, 3, 1, 2, 3}));
    EXPECT_EQ(valuesOf(tensors.at("list.1")), (std::vector<double>{1, 1}));
    EXPECT_EQ(valuesOf(tensors.at("parameter")), (std::vector<double>{5, 6}));
}

INSTANTIATE_TEST_SUITE_P(Formats, Views, ::testing::Values("views.pth", "views_legacy.pth"),
                         [](const auto& info) {
                             return std::string(info.param).find("legacy") != std::string::npos
                                        ? "legacy"
                                        : "zip";
                         });

TEST(TorchFile, AModulesStateHasNoTraceOfItsMetadata) {
    const io::TensorFile file = io::openTensorFile(fixture("module.pth"));
    EXPECT_EQ(file.tensors.size(), 2u);
    EXPECT_TRUE(file.tensors.contains("weight") && file.tensors.contains("bias"));
    EXPECT_TRUE(file.metadata.empty());
}

TEST(TorchFile, NestedTrainingCheckpointsAreFlattened) {
    const io::TensorFile file = io::openTensorFile(fixture("training.pth"));
    EXPECT_TRUE(file.tensors.contains("trainer.var_wo_ddp.blocks.1.ffn.fc2.bias"));
    EXPECT_TRUE(file.tensors.contains("trainer.vae_local.quantize.embedding.weight"));
    EXPECT_TRUE(file.tensors.contains("trainer.var_opt.optimizer.state.0.exp_avg"));
    const auto& metadata = file.metadata;
    EXPECT_EQ(metadata.at("epoch"), "3");
    EXPECT_EQ(metadata.at("trainer.config.patch_nums"), "[1, 2, 3]");
    EXPECT_EQ(metadata.at("trainer.config.first_prog"), "True");
    EXPECT_EQ(metadata.at("trainer.var_opt.optimizer.param_groups.0.lr"), "0.0001");
    EXPECT_EQ(metadata.at("args.device"), "cuda:0");
    EXPECT_EQ(metadata.at("args.dtype"), "torch.float32");
    EXPECT_EQ(metadata.at("args.seed"), "None");
    EXPECT_EQ(metadata.at("args.data_path"), "images");
}

TEST(TorchFile, PagesGivenBackAreReadAgain) {
    const io::TensorFile file = io::openTensorFile(fixture("views.pth"));
    for (const auto& [name, tensor] : file.tensors) file.releasePages(tensor);
    EXPECT_EQ(valueAt(file.tensors.at("base"), 23), 23.0);
    io::TensorFile memory;  // tensors outside the mapping are ignored
    const float value = 3.0f;
    memory.tensors["w"] = {
        io::DType::Float32, {1}, {1}, reinterpret_cast<const std::byte*>(&value)};
    memory.releasePages(memory.tensors.at("w"));
    EXPECT_EQ(valueAt(memory.tensors.at("w"), 0), 3.0);
}

TEST(OpenTensorFile, TellsPeopleWhatTheFileIsInstead) {
    EXPECT_NE(refusal("").find("is empty"), std::string::npos);
    EXPECT_NE(refusal("version https://git-lfs.github.com/spec/v1\n").find("Git LFS"),
              std::string::npos);
    EXPECT_NE(refusal("<!DOCTYPE html>").find("web page"), std::string::npos);
    EXPECT_NE(refusal("\x80\x02N.").find("pickle"), std::string::npos);
    EXPECT_NE(refusal("just some text").find("not a weight file"), std::string::npos);
}

TEST(OpenTensorFile, UnreadablePathsAreFileErrors) {
    const TemporaryFolder folder;
    for (const std::string& path : {folder.file("absent.pth"), folder.path().string(),
                                    std::string("/dev/null"), folder.file("absent/too.pth")}) {
        try {
            io::openTensorFile(path);
            ADD_FAILURE() << path;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::File);
            EXPECT_NE(std::string(error.what()).find(path), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace duo
