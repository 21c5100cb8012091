#include "checkpoint/state_dict.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "models.h"
#include "support/resident.h"

namespace duo {
namespace {

using test::residentFileBytes;
using test::TemporaryFolder;
using test::Weights;

struct SavedVar {
    TemporaryFolder folder;
    VarGeometry geometry = test::tinyVar();
    std::string path = folder.file("var.safetensors");

    SavedVar() {
        Weights weights(tensorSpecs(geometry));
        weights.metadata = geometryMetadata(geometry);
        weights.save(path);
    }
};

TEST(StateDict, LoadsEveryTensorWithItsValues) {
    const SavedVar saved;
    const CheckpointFile file = openCheckpoint(saved.path);
    const auto specs = tensorSpecs(saved.geometry);
    std::vector<double> progress;
    LoadOptions options;
    options.progress = [&](double fraction) { progress.push_back(fraction); };
    StateDict weights = loadStateDict(file, specs, options);
    ASSERT_EQ(weights.tensors().size(), specs.size());
    EXPECT_EQ(progress.size(), specs.size());
    EXPECT_DOUBLE_EQ(progress.back(), 1.0);
    const at::Tensor head = weights.take("head.weight");  // [V, C]
    EXPECT_EQ(head.sizes(), (at::IntArrayRef{6, 8}));
    EXPECT_EQ(head[1][2].item<float>(), 10 * 0.25f);
    EXPECT_EQ(weights.tensors().count("head.weight"), 0u);
    EXPECT_THROW(weights.take("head.weight"), Error);
}

TEST(StateDict, PrecisionIsThatOfMatricesAlone) {
    const SavedVar saved;
    const CheckpointFile file = openCheckpoint(saved.path);
    LoadOptions options;
    options.dtype = at::kBFloat16;
    const StateDict weights = loadStateDict(file, tensorSpecs(saved.geometry), options);
    const auto type = [&](const char* name) { return weights.tensors().at(name).scalar_type(); };
    for (const char* name : {"head.weight", "head.bias", "word_embed.weight",
                             "blocks.1.attn.mat_qkv.weight", "blocks.0.ffn.fc1.bias"}) {
        EXPECT_EQ(type(name), at::kBFloat16) << name;
    }
    for (const char* name :
         {"class_emb.weight", "pos_start", "pos_1LC", "lvl_embed.weight",
          "blocks.0.attn.scale_mul_1H11", "blocks.0.attn.q_bias", "blocks.1.attn.v_bias"}) {
        EXPECT_EQ(type(name), at::kFloat) << name;
    }
}

TEST(StateDict, NormsAndQuantiserStayFloat32) {
    const TemporaryFolder folder;
    const VqVaeGeometry geometry = test::tinyVqVae();
    const std::string path = folder.file("vqvae.safetensors");
    Weights(tensorSpecs(geometry)).save(path);
    LoadOptions options;
    options.dtype = at::kHalf;
    const StateDict weights = loadStateDict(openCheckpoint(path), tensorSpecs(geometry), options);
    for (const auto& [name, tensor] : weights.tensors()) {
        const bool norm = name.find("norm") != std::string::npos;
        const bool quantiser = name.starts_with("quantize.");
        EXPECT_EQ(tensor.scalar_type(), norm || quantiser ? at::kFloat : at::kHalf) << name;
    }
}

TEST(StateDict, SavesAndLoadsAgain) {
    const TemporaryFolder folder;
    const std::string path = folder.file("saved.safetensors");
    std::map<std::string, at::Tensor> tensors;
    tensors["half.weight"] = at::arange(6, at::kFloat).view({2, 3}).t();  // not contiguous
    tensors["count"] = at::arange(4, at::kLong);
    saveStateDict(path, tensors, at::kBFloat16, {{"epoch", "3"}});
    const CheckpointFile file = openCheckpoint(path);
    EXPECT_EQ(file.file.metadata.at("epoch"), "3");
    EXPECT_EQ(file.file.tensors.at("half.weight").dtype, io::DType::BFloat16);
    EXPECT_EQ(file.file.tensors.at("count").dtype, io::DType::Int64);
    StateDict loaded = loadStateDict(file, {{"half.weight", {3, 2}}}, {});
    EXPECT_TRUE(at::equal(loaded.take("half.weight"), tensors["half.weight"]));
}

TEST(StateDict, ConvertsPieceByPiece) {
    const TemporaryFolder folder;
    const std::string path = folder.file("large.safetensors");
    // More than one piece of 4 Mi elements, and a partial piece.
    const at::Tensor large = at::arange((1 << 22) + 77, at::kInt).remainder(1000).to(at::kFloat);
    saveStateDict(path, {{"large", large}}, at::kFloat, {});
    LoadOptions options;
    options.dtype = at::kHalf;
    StateDict loaded = loadStateDict(openCheckpoint(path), {{"large", {large.numel()}}}, options);
    EXPECT_TRUE(at::equal(loaded.take("large"), large.to(at::kHalf)));
}

// Peak resident size since the last reset, in bytes; 0 if the system does not report it.
std::int64_t peakResidentBytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::int64_t kibibytes = 0;
        if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
    }
    return 0;
}

bool resetPeakResident() {
    std::ofstream file("/proc/self/clear_refs");
    file << "5" << std::flush;
    return file.good() && peakResidentBytes() > 0;
}

// Eight matrices of 8 Mi numbers: 256 MiB of fp32 in a sparse file that uses no disk space.
std::vector<TensorSpec> saveLarge(const std::string& path) {
    constexpr std::int64_t kRows = 2048, kColumns = 4096, kBytes = kRows * kColumns * 4;
    std::vector<TensorSpec> specs;
    std::string header = "{";
    for (std::int64_t i = 0; i < 8; ++i) {
        specs.push_back({"blocks." + std::to_string(i) + ".ffn.fc1.weight", {kRows, kColumns}});
        header += (i > 0 ? ",\"" : "\"") + specs.back().name + "\":{\"dtype\":\"F32\",\"shape\":[" +
                  std::to_string(kRows) + "," + std::to_string(kColumns) + "],\"data_offsets\":[" +
                  std::to_string(i * kBytes) + "," + std::to_string((i + 1) * kBytes) + "]}";
    }
    header += "}";
    const std::uint64_t length = header.size();
    test::writeFile(path, std::string(reinterpret_cast<const char*>(&length), 8) + header);
    std::filesystem::resize_file(path, 8 + length + 8 * kBytes);
    return specs;
}

TEST(StateDict, PeakMemoryIsTheWeightsInTheirPrecision) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers use additional memory";
#endif
    constexpr std::int64_t kMiB = 1 << 20;
    const TemporaryFolder folder;
    const std::string path = folder.file("large.safetensors");
    const std::vector<TensorSpec> specs = saveLarge(path);
    const CheckpointFile file = openCheckpoint(path);
    LoadOptions options;
    options.dtype = at::kBFloat16;
    for (const bool int8 : {false, true}) {
        options.int8 = int8;
        if (!resetPeakResident()) GTEST_SKIP() << "the system does not report peak memory";
        const std::int64_t before = peakResidentBytes(), whole = (int8 ? 64 : 128) * kMiB;
        const StateDict weights = loadStateDict(file, specs, options);
        EXPECT_EQ(weights.bytes(), whole + (int8 ? 8 * 2048 * 4 : 0));
        EXPECT_LT(peakResidentBytes() - before, whole + 80 * kMiB);
    }
}

TEST(StateDict, StaysInItsFileWhereNothingIsToConvert) {
    const SavedVar saved;
    const CheckpointFile file = openCheckpoint(saved.path);
    LoadOptions options;
    options.inFile = true;
    StateDict weights = loadStateDict(file, tensorSpecs(saved.geometry), options);
    ASSERT_NE(weights.pages(), nullptr);
    StateDict copied = loadStateDict(file, tensorSpecs(saved.geometry), {});
    EXPECT_EQ(copied.pages(), nullptr);
    const std::span bytes = file.file.mappings.front().bytes;
    for (const auto& [name, tensor] : weights.tensors()) {
        const auto* at = static_cast<const std::byte*>(tensor.const_data_ptr());
        EXPECT_TRUE(at >= bytes.data() && at < bytes.data() + bytes.size()) << name;
        EXPECT_TRUE(at::equal(tensor, copied.tensors().at(name))) << name;
    }
}

TEST(StateDict, StaysInTheShardsOfAnIndex) {
    const SavedVar saved;
    const io::TensorFile whole = io::openTensorFile(saved.path);
    std::vector<io::TensorToWrite> shards[2];
    std::string map;
    for (const auto& [name, tensor] : whole.tensors) {
        const bool second = name >= "c";
        shards[second].push_back({name, tensor.dtype, tensor.shape, tensor.data});
        map += (map.empty() ? "\"" : ", \"") + name + "\": \"" + (second ? "2" : "1") + ".st\"";
    }
    for (const int i : {0, 1}) {
        io::writeSafetensors(saved.folder.file(std::to_string(i + 1) + ".st"), shards[i],
                             whole.metadata);
    }
    const std::string index = saved.folder.file("var.safetensors.index.json");
    test::writeFile(index, "{\"weight_map\": {" + map + "}}");
    const CheckpointFile file = openCheckpoint(index);
    EXPECT_EQ(detectVar(file), saved.geometry);
    EXPECT_EQ(weightDigest(file), weightDigest(openCheckpoint(saved.path)));
    LoadOptions options;
    options.inFile = true;
    const StateDict weights = loadStateDict(file, tensorSpecs(saved.geometry), options);
    const StateDict copied =
        loadStateDict(openCheckpoint(saved.path), tensorSpecs(saved.geometry), {});
    weights.pages()->releaseAll();
    for (const auto& [name, tensor] : weights.tensors()) {
        weights.pages()->release(tensor);
        EXPECT_TRUE(at::equal(tensor, copied.tensors().at(name))) << name;
    }
}

TEST(StateDict, RefusesToStayInAFileOfAnotherPrecision) {
    const SavedVar saved;
    EXPECT_TRUE(usableInPlace(openCheckpoint(saved.path), tensorSpecs(saved.geometry), at::kFloat));
    EXPECT_FALSE(
        usableInPlace(openCheckpoint(saved.path), tensorSpecs(saved.geometry), at::kBFloat16));
    LoadOptions options;
    options.inFile = true;
    options.dtype = at::kBFloat16;
    try {
        loadStateDict(openCheckpoint(saved.path), tensorSpecs(saved.geometry), options);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Checkpoint);
        const std::string sentence = error.what();
        for (const char* part : {saved.path.c_str(), "float32", "bfloat16"})
            EXPECT_NE(sentence.find(part), std::string::npos) << sentence;
    }
}

TEST(WeightPages, AreGivenBackAndReadAgain) {
    constexpr std::int64_t kBytes = std::int64_t{64} << 20;
    const TemporaryFolder folder;
    const std::string path = folder.file("large.safetensors");
    saveStateDict(path, {{"w", at::arange(kBytes / 4, at::kInt).to(at::kFloat)}}, at::kFloat, {});
    LoadOptions options;
    options.inFile = true;
    StateDict weights = loadStateDict(openCheckpoint(path), {{"w", {kBytes / 4}}}, options);
    const at::Tensor w = weights.take("w");
    const std::int64_t before = residentFileBytes();
    if (before < 0) GTEST_SKIP() << "the system does not report resident pages";
    EXPECT_EQ(w.max().item<float>(), float(kBytes / 4 - 1));
    EXPECT_GT(residentFileBytes() - before, kBytes / 2);
    weights.pages()->release(w);
    EXPECT_LT(residentFileBytes() - before, kBytes / 8);
    EXPECT_EQ(w[5].item<float>(), 5);
    EXPECT_EQ(w.max().item<float>(), float(kBytes / 4 - 1));
    weights.pages()->releaseAll();
    EXPECT_LT(residentFileBytes() - before, kBytes / 8);
    weights.pages()->release(at::zeros({8}));  // not in the file: ignored
}

TEST(StateDict, StopsOnRequest) {
    const SavedVar saved;
    std::stop_source source;
    LoadOptions options;
    int seen = 0;
    options.stop = source.get_token();
    options.progress = [&](double) {
        if (++seen == 2) source.request_stop();
    };
    try {
        loadStateDict(openCheckpoint(saved.path), tensorSpecs(saved.geometry), options);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Cancelled);
        EXPECT_EQ(seen, 2);
    }
}

}  // namespace
}  // namespace duo
