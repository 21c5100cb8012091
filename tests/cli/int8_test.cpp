// --precision int8, as people use it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "cli/process.h"
#include "io/tensor_entry.h"
#include "support/tiny_family.h"

namespace duo {
namespace {

using test::Outcome;
using Words = std::vector<std::string>;

class Int8 : public testing::Test {
  protected:
    test::TinyFamily family;
    ModelFiles files = family.files();

    std::string file(const std::string& name) const { return family.folder() + "/" + name; }
    // The logits that were drawn from.
    std::vector<std::byte> logitsOf(const Words& more) const {
        const std::string trace = file("trace.safetensors");
        Words words{"generate", "--class", "1",         "--seed", "5",
                    "--split",  "2",       "--threads", "1",      "--device",
                    "cpu",      "--trace", trace,       "--out",  file("")};
        words.insert(words.end(), more.begin(), more.end());
        const Outcome made = test::run(words);
        EXPECT_EQ(made.status, 0) << made.err;
        const io::TensorFile opened = io::openTensorFile(trace);
        std::vector<std::byte> all;
        for (const auto& [name, entry] : opened.tensors) {
            if (name.find("logits") == std::string::npos) continue;
            const std::size_t bytes = entry.elements() * io::elementBytes(entry.dtype);
            all.resize(all.size() + bytes);
            io::copyRowMajor(entry, 0, entry.elements(), all.data() + all.size() - bytes);
        }
        EXPECT_GT(all.size(), 1000u);
        return all;
    }
    Words named(const std::string& drafter, const std::string& refiner) const {
        return {"--vae", files.vqvae, "--drafter", drafter, "--refiner", refiner};
    }
};

Words with(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

bool holds(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

TEST_F(Int8, FilesOfIt) {
    for (const auto& [from, to] : {std::pair{files.drafter, file("drafter8.safetensors")},
                                   {files.refiner, file("refiner8.safetensors")}}) {
        const Outcome converted = test::run({"convert", from, to, "--precision", "int8"});
        ASSERT_EQ(converted.status, 0) << converted.err;
        const Outcome told = test::run({"inspect", to});
        EXPECT_EQ(told.status, 0) << told.err;
        EXPECT_TRUE(holds(told.out, "numbers of int8")) << told.out;
    }
    EXPECT_LT(std::filesystem::file_size(file("drafter8.safetensors")),
              std::filesystem::file_size(files.drafter) / 2);
    const Words plain = named(files.drafter, files.refiner),
                int8 = named(file("drafter8.safetensors"), file("refiner8.safetensors"));
    const std::vector<std::byte> expected = logitsOf(with(plain, {"--precision", "int8"}));
    EXPECT_EQ(logitsOf(with(int8, {"--precision", "int8"})), expected);
    EXPECT_EQ(logitsOf(with(int8, {"--precision", "int8", "--offload"})), expected);
    EXPECT_NE(logitsOf(with(plain, {"--precision", "bf16"})), expected);
    logitsOf(with(int8, {"--precision", "fp32"}));  // widened
}

TEST_F(Int8, IsWrittenIntoThePicture) {
    const Words models{"--models", family.folder()};
    const auto expected = logitsOf(with(models, {"--precision", "int8"}));
    std::string picture;
    for (const auto& entry : std::filesystem::directory_iterator(family.folder()))
        if (entry.path().extension() == ".png") picture = entry.path();
    ASSERT_FALSE(picture.empty());
    const std::string trace = file("again.safetensors");
    const Outcome again = test::run({"generate", "--from", picture, "--models", family.folder(),
                                     "--threads", "1", "--trace", trace, "--out", file("")});
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_TRUE(
        std::ranges::equal(io::openTensorFile(trace).mappings.front().bytes,
                           io::openTensorFile(file("trace.safetensors")).mappings.front().bytes));
}

TEST_F(Int8, IsRefusedWithASentenceWhereItCannotBe) {
    const auto expectRefusal = [](const Words& words, int status, const Words& said) {
        const Outcome outcome = test::run(words);
        EXPECT_EQ(outcome.status, status) << outcome.err;
        for (const std::string& part : said) EXPECT_TRUE(holds(outcome.err, part)) << outcome.err;
    };
    expectRefusal({"train", "vqvae", "--precision", "int8"}, 2,
                  {"needs fp32 or bf16", "found int8"});
    expectRefusal({"convert", files.vqvae, file("v.safetensors"), "--precision", "int8"}, 2,
                  {"VQ-VAE", "int8"});
    expectRefusal({"generate", "--models", family.folder(), "--class", "1", "--device", "cpu",
                   "--precision", "int8", "--offload", "--out", file("")},
                  4, {"used in place", "expected int8", "duoscale-cli convert"});
}

}  // namespace
}  // namespace duo
