// Weights in several files: Hugging Face's index of shards, PyTorch's distributed checkpoints.
#include "io/shards.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "base/error.h"
#include "temporary_folder.h"

namespace duo {
namespace {

using test::TemporaryFolder;
using test::writeFile;

// A model of four numbers: "a" in the first shard, "b" in the second.
struct Sharded {
    TemporaryFolder folder;
    std::string index = folder.file("model.safetensors.index.json");

    Sharded() {
        saveShard("one.safetensors", {"a"});
        saveShard("two.safetensors", {"b"});
        saveIndex(16);
    }
    void saveShard(const std::string& name, const std::vector<std::string>& tensors) const {
        constexpr float kNumbers[] = {1, 2};
        std::vector<io::TensorToWrite> list;
        for (const std::string& tensor : tensors) {
            list.push_back(
                {tensor, io::DType::Float32, {2}, reinterpret_cast<const std::byte*>(kNumbers)});
        }
        io::writeSafetensors(folder.file(name), list, {{name, "here"}});
    }
    void saveIndex(int bytes, const std::string& second = "two.safetensors") const {
        writeFile(index,
                  R"({"metadata": {"total_size": )" + std::to_string(bytes) +
                      R"(, "note": "split"}, "weight_map": {"a": "one.safetensors", "b": ")" +
                      second + R"("}})");
    }
};

void expectRefusal(const std::string& path, ErrorKind kind, const std::vector<std::string>& words) {
    try {
        io::openTensorFile(path);
        ADD_FAILURE() << "nothing was refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), kind) << error.what();
        const std::string text = error.what() + ("\n" + error.hint());
        for (const std::string& word : words) {
            EXPECT_NE(text.find(word), std::string::npos) << text << "\nlacks " << word;
        }
    }
}

TEST(Shards, OpenAsOneFileByIndexOrFolder) {
    const Sharded model;
    for (const std::string& path : {model.index, model.folder.path().string()}) {
        const io::TensorFile file = io::openTensorFile(path);
        EXPECT_EQ(file.path, model.index);
        EXPECT_EQ(file.format, "safetensors in 2 shards");
        ASSERT_EQ(file.tensors.size(), 2u);
        for (const char* name : {"a", "b"}) {
            float second = 0;
            io::copyRowMajor(file.tensors.at(name), 1, 1, reinterpret_cast<std::byte*>(&second));
            EXPECT_EQ(second, 2) << name;
            file.releasePages(file.tensors.at(name));
        }
        EXPECT_EQ(file.bytes(),
                  static_cast<std::int64_t>(
                      std::filesystem::file_size(model.folder.file("one.safetensors")) +
                      std::filesystem::file_size(model.folder.file("two.safetensors"))));
        EXPECT_EQ(file.metadata.at("note"), "split");
        EXPECT_EQ(file.metadata.at("two.safetensors"), "here");
    }
}

TEST(Shards, MissingOrStaleOnesAreNamed) {
    const Sharded model;
    std::filesystem::remove(model.folder.file("two.safetensors"));
    expectRefusal(model.index, ErrorKind::Checkpoint,
                  {model.index, "the shard 'two.safetensors', which is missing", "again"});
    model.saveShard("two.safetensors", {"c"});
    expectRefusal(model.index, ErrorKind::Checkpoint, {"'two.safetensors' holds the tensor 'c'"});
    model.saveShard("two.safetensors", {});
    expectRefusal(model.index, ErrorKind::Checkpoint,
                  {"expects the tensor 'b' in the shard 'two.safetensors', which lacks it"});
    model.saveShard("two.safetensors", {"a", "b"});
    expectRefusal(model.index, ErrorKind::Checkpoint, {"'two.safetensors' holds the tensor 'a'"});
    writeFile(model.folder.file("two.safetensors"), "cut off");
    expectRefusal(model.index, ErrorKind::Checkpoint, {"two.safetensors' is not a weight file"});
}

TEST(Shards, AnotherSizeThanStatedIsRefused) {
    const Sharded model;
    model.saveIndex(20);
    expectRefusal(model.index, ErrorKind::Checkpoint, {"states 20 bytes", "hold 16"});
}

TEST(Shards, AnIndexStaysInItsFolder) {
    const Sharded model;
    for (const char* name : {"../two.safetensors", "/etc/passwd", "", ".."}) {
        model.saveIndex(16, name);
        expectRefusal(model.index, ErrorKind::Checkpoint, {model.index});
    }
    model.saveIndex(16, "model.safetensors.index.json");
    expectRefusal(model.index, ErrorKind::Checkpoint, {"is no weight file"});
    for (const char* text : {"{}", "{\"weight_map\": 3}", "{\"weight_map\": {}}", "{\"a\": ["}) {
        writeFile(model.index, text);
        expectRefusal(model.index, ErrorKind::Checkpoint, {model.index});
    }
}

TEST(Shards, TheIndexOfSafetensorsComesFirst) {
    const Sharded model;
    writeFile(model.folder.file("pytorch_model.bin.index.json"), "{}");
    EXPECT_EQ(io::indexIn(model.folder.path()), model.index);
    EXPECT_EQ(io::shardsOf(model.index),
              (std::vector<std::string>{model.folder.file("one.safetensors"),
                                        model.folder.file("two.safetensors")}));
    std::filesystem::copy_file(model.index, model.folder.file("ema.safetensors.index.json"));
    expectRefusal(model.folder.path(), ErrorKind::File,
                  {"more than one index", "ema.safetensors.index.json"});
}

TEST(DistributedCheckpoint, SaysHowToConvertIt) {
    const TemporaryFolder folder;
    writeFile(folder.file(".metadata"), "\x80\x02N.");
    writeFile(folder.file("__0_0.distcp"), "PK");
    for (const std::string& path :
         {folder.path().string(), folder.file("__0_0.distcp"), folder.file(".metadata")}) {
        expectRefusal(path, ErrorKind::Checkpoint,
                      {"distributed checkpoint of PyTorch",
                       "python -m torch.distributed.checkpoint.format_utils dcp_to_torch '" +
                           folder.path().string() + "'"});
    }
}

}  // namespace
}  // namespace duo
